"""What films bring to the journey of a case."""

from uuid import UUID

from django.urls import reverse

from attune.core.journey import FilmState, Step
from attune.web.cases.journey import Contributor, CycleKnown, Entry
from attune.web.cases.models import Case
from attune.web.films.models import Film


def entries(case: Case) -> list[Entry]:
    """Each film of the case, in the words of its title."""
    return [
        Entry(
            film.at,
            "film",
            film.title,
            url=reverse("films:film", args=[film.pk]),
            cycle_id=film.cycle_id,
        )
        for film in Film.objects.filter(case=case)
    ]


def know(known: dict[UUID, CycleKnown]) -> None:
    """The states of each cycle's films of everyday moments, and where each step is done."""
    for cycle_id, cycle in known.items():
        cycle.links[Step.FILM] = reverse("films:new", args=[cycle_id])
    films = Film.objects.filter(cycle__in=known, kind=Film.Kind.INTERACTION)
    for film in films:
        cycle = known[film.cycle_id]
        cycle.films.append(FilmState(film.state))
        page = reverse("films:film", args=[film.pk])
        if film.state == FilmState.REFUSED:
            cycle.links[Step.FILM_REFUSED] = page
        elif film.state != FilmState.READY:
            cycle.links[Step.WAIT_FOR_FILM] = page


CONTRIBUTOR = Contributor(entries=entries, know=know)
