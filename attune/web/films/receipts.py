"""What a receipt of an erasure says, in sentences: no more than is true."""

from django.template.defaultfilters import date as written
from django.utils import timezone
from django.utils.translation import gettext as _

from attune.web.films.models import ErasureReceipt


def sentences(receipt: ErasureReceipt) -> list[str]:
    """For the person who erased, and for the family that asks."""
    when = timezone.localtime(receipt.erased_at)
    said = [
        _("The film is erased from this server since %(when)s, with all that was made of it.")
        % {"when": written(when, "j F Y, H:i")}
    ]
    if receipt.key_destroyed and receipt.backups_until:
        said += [
            _("It was the last film of its case, so the key of the case is destroyed as well."),
            _(
                "A backup from before can still be opened until %(until)s, when the key of that month "
                "is destroyed, as long as the keys are renewed each month. After that, nothing opens it."
            )
            % {"until": written(receipt.backups_until, "j F Y")},
        ]
    else:
        said.append(
            _(
                "A backup from before still holds it, encrypted, and can be opened as long as that backup "
                "is kept and there are other films of this case: they share its key."
            )
        )
    said.append(_("Receipt %(number)s.") % {"number": receipt.pk})
    return said
