"""Run inside a server's environment: asks for a film to give away, of the whole of a film several
times over, and prints its id. Everyone in the picture has said yes to a copy.

python -m tests.browser.host.order FILM TIMES
"""

import sys
from uuid import uuid4

import django

django.setup()

from django_scopes import scope, scopes_disabled  # noqa: E402 -- only after Django is set up

from attune.core.consent import Answer, Purpose  # noqa: E402 -- the same
from attune.web.cases.actions import record_consent  # noqa: E402 -- the same
from attune.web.exports.actions import begin_export, make  # noqa: E402 -- the same
from attune.web.films.models import Film  # noqa: E402 -- the same
from attune.web.films.queries import frame_table  # noqa: E402 -- the same
from attune.web.people.queries import actor_for  # noqa: E402 -- the same
from tests.factories.reviews import make_moment  # noqa: E402 -- the same

with scopes_disabled():
    film = Film.objects.select_related("case", "by").get(pk=sys.argv[1])
actor = actor_for(film.by)
with scope(service=actor.service):
    for person in film.in_picture.all():
        record_consent(by=actor, participant=person, purpose=Purpose.COPY, answer=Answer.GIVEN)
    ticks = frame_table(film.pk).pts
    moments = [make_moment(film, first=ticks[0], last=ticks[-1]) for _ in range(int(sys.argv[2]))]
    export = begin_export(
        by=actor,
        case=film.case,
        purpose=Purpose.COPY,
        recipient="Ana",
        moments=moments,
        key=uuid4(),
    )
    make(by=actor, export=export)
sys.stdout.write(f"{export.pk}\n")
