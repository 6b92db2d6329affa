"""Run inside a server's environment: a family whose film is ready, with two clips found in it and a
yes to a copy, and prints in JSON where things are. The server's own worker prepares the film.

python -m tests.browser.gift EMAIL FILM
"""

import json
import sys
import time
from pathlib import Path

import django

django.setup()

from django.urls import reverse  # noqa: E402 -- only after Django is set up
from django_scopes import scope  # noqa: E402 -- the same

from attune.core.consent import Purpose  # noqa: E402 -- the same
from attune.core.journey import FilmState  # noqa: E402 -- the same
from attune.web.films.queries import frame_table  # noqa: E402 -- the same
from attune.web.people.models import Person  # noqa: E402 -- the same
from attune.web.people.queries import actor_for  # noqa: E402 -- the same
from tests import factories  # noqa: E402 -- the same
from tests.factories.films import arrived_film  # noqa: E402 -- the same
from tests.factories.reviews import make_moment  # noqa: E402 -- the same

PATIENCE = 90  # seconds
CLIPS = ((10, 24, "They look"), (40, 54, "He laughs"))

actor = actor_for(Person.objects.get(email=sys.argv[1]))
with scope(service=actor.service):
    family = factories.make_family(actor)
    cycle = factories.start_cycle(family)
    factories.give_consent(family, Purpose.COPY)
    film = arrived_film(family, cycle, Path(sys.argv[2]).read_bytes())
    deadline = time.monotonic() + PATIENCE
    while film.state == FilmState.PREPARING and time.monotonic() < deadline:
        time.sleep(0.05)
        film.refresh_from_db()
    assert film.state == FilmState.READY, (film.state, film.refusal)
    table = frame_table(film.pk)
    for first, last, title in CLIPS:
        make_moment(film, first=table.pts[first], last=table.pts[last], title=title)
sys.stdout.write(
    json.dumps(
        {
            "case": reverse("cases:case", args=[family.case.pk]),
            "baby": reverse("cases:withdraw_consent", args=[family.baby.pk, "copy"]),
        }
    )
    + "\n"
)
