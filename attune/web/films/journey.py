"""What films bring to the journey of a case."""

from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from attune.core.journey import FilmState, Step
from attune.web.cases.journey import Contributor, CycleKnown, Entry
from attune.web.cases.models import Case
from attune.web.films import queries
from attune.web.films.models import ErasureReceipt, Film

# Where a film that is not ready leads: the step that is done on its page.
LEADS_TO = {
    FilmState.UPLOADING: Step.WAIT_FOR_FILM,
    FilmState.PREPARING: Step.WAIT_FOR_FILM,
    FilmState.BROKEN_OFF: Step.FINISH_FILM,
    FilmState.STOPPED: Step.PREPARE_FILM,
    FilmState.REFUSED: Step.FILM_REFUSED,
}


def entries(case: Case) -> list[Entry]:
    """Each film of the case, in the words of its title; and each that was deleted."""
    return [
        *(_film(film) for film in Film.objects.filter(case=case)),
        *(_deleted(receipt) for receipt in queries.receipts_of(case)),
    ]


def _film(film: Film) -> Entry:
    standing, note = _standing(film)
    return Entry(
        film.at,
        "film",
        film.title,
        url=reverse("films:film", args=[film.pk]),
        cycle_id=film.cycle_id,
        standing=standing,
        note=note,
    )


def _standing(film: Film) -> tuple[str, str]:
    """What is not as it should be yet: in a word or two, and in a sentence. Nothing of a ready film."""
    until = date_format(timezone.localtime(film.expires_at), "j F, H:i")
    said = {
        FilmState.UPLOADING: (_("Still on its way"), ""),
        FilmState.BROKEN_OFF: (
            _("Broken off"),
            _("What has arrived waits until %(day)s.") % {"day": until},
        ),
        FilmState.PREPARING: (_("Being prepared"), ""),
        FilmState.STOPPED: (
            _("Not prepared"),
            _("It has arrived. Preparing it was stopped."),
        ),
        FilmState.REFUSED: (_("Could not be used"), ""),
    }
    return said.get(queries.standing(film), ("", ""))


def _deleted(receipt: ErasureReceipt) -> Entry:
    return Entry(
        receipt.erased_at,
        "bin",
        receipt.title,
        url=reverse("films:receipt", args=[receipt.pk]),
        note=_("The receipt says what was erased, and what backups may still hold."),
    )


def know(known: dict[UUID, CycleKnown]) -> None:
    """The states of each cycle's films of everyday moments, and where each step is done."""
    for cycle_id, cycle in known.items():
        cycle.links[Step.FILM] = reverse("films:new", args=[cycle_id])
    for film in Film.objects.filter(cycle__in=known):
        state = queries.standing(film)
        if film.kind != Film.Kind.INTERACTION and state != FilmState.BROKEN_OFF:
            continue
        cycle = known[film.cycle_id]
        cycle.films.append(state)
        if step := LEADS_TO.get(state):
            cycle.links[step] = reverse("films:film", args=[film.pk])


CONTRIBUTOR = Contributor(entries=entries, know=know)
