"""What a receipt of an erasure says: no more than is true on the day it is read."""

from django.template.defaultfilters import date as written
from django.utils import timezone
from django.utils.translation import gettext as _

from attune.web.cases.models import Case
from attune.web.films import queries
from attune.web.films.models import ErasureReceipt


def rows(receipt: ErasureReceipt, case: Case) -> list[tuple[str, str]]:
    """For the person who erased, and for the family that asks: (what, value)."""
    by = queries.erased_by(receipt)
    said = [
        (_("What was erased"), what(receipt)),
        (_("When"), moment(receipt)),
        (_("By whom"), by.name if by else _("Attune itself, when its time was over")),
        (_("Of which case"), case.label),
        (_("Backups"), backups(queries.key_destroyed_by(receipt))),
        (_("Number of the film"), receipt.film_id),
        (_("Number of this receipt"), receipt.pk),
    ]
    return [(str(key), str(value)) for key, value in said]


def what(receipt: ErasureReceipt) -> str:
    if receipt.what == ErasureReceipt.What.ORIGINAL:
        return _(
            "The original of a film, as it was sent. Attune’s copy of it, and all that was made of it, "
            "stays."
        )
    said = _(
        "One film, from this server: all of it that had arrived, what could be played, every picture "
        "made from it, and the moments kept of it."
    )
    if receipt.key_destroyed:
        said += " " + _("It was the last film of its case, so the key of the case went with it.")
    return said


def moment(receipt: ErasureReceipt) -> str:
    return written(timezone.localtime(receipt.erased_at), "j F Y, H:i")


def backups(key_destroyed: ErasureReceipt | None) -> str:
    """What copies that were made before may still hold; `key_destroyed` took the key of the case."""
    if key_destroyed is None or key_destroyed.backups_until is None:
        return _(
            "A backup made before then still holds the film, encrypted. It can be opened as long as "
            "that backup is kept and other films of this case are here: they share a key."
        )
    until = key_destroyed.backups_until
    if until > timezone.localdate():
        return _(
            "A backup made before then can still be opened until %(until)s, when the key of that "
            "month is destroyed, as long as the keys are renewed each month. After that, nothing opens "
            "it any more."
        ) % {"until": written(until, "j F Y")}
    return _(
        "As long as the keys are renewed each month, no backup opens the film any more since %(until)s."
    ) % {"until": written(until, "j F Y")}
