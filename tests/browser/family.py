"""Run inside a server's environment: invents a case of one practitioner with everything in it, each
of its texts with a canary word, and prints in JSON where its things are.

python -m tests.browser.family EMAIL
"""

import json
import sys

import django

django.setup()

from django.urls import reverse  # noqa: E402 -- only after Django is set up
from django_scopes import scope  # noqa: E402 -- the same

from attune.web.films import store  # noqa: E402 -- the same
from attune.web.people.models import Person  # noqa: E402 -- the same
from attune.web.people.queries import actor_for  # noqa: E402 -- the same
from attune.web.reviews.actions.reviews import begin_watching, choose  # noqa: E402 -- the same
from attune.web.reviews.queries.moments import picture_name  # noqa: E402 -- the same
from tests import factories  # noqa: E402 -- the same
from tests.factories.films import TABLE, ready_film  # noqa: E402 -- the same
from tests.factories.reviews import make_moment, say  # noqa: E402 -- the same
from tests.factories.world import CANARY  # noqa: E402 -- the same

actor = actor_for(Person.objects.get(email=sys.argv[1]))
with scope(service=actor.service):
    family = factories.make_family(actor, words=CANARY)
    cycle = factories.start_cycle(family, words=CANARY)
    film = ready_film(family, cycle, words=CANARY)
    moment = make_moment(
        film, first=0, last=TABLE.pts[50], title="They look" + CANARY, note="Here." + CANARY
    )
    item = choose(by=actor, cycle=cycle, moment=moment)
    store.write(film.pk, picture_name(moment), b"\xff\xd8\xff a picture")
    begin_watching(by=actor, review=item.review)
    say(family, item.review, item, "He waits for me." + CANARY)
told = {
    "case": reverse("cases:case", args=[family.case.pk]),
    "film": reverse("films:film", args=[film.pk]),
    "video": reverse("films:video", args=[film.pk]),
    "poster": reverse("films:poster", args=[film.pk]),
    "frames": reverse("films:frames", args=[film.pk]),
    "picture": reverse("reviews:picture", args=[moment.pk]),
    "editor": reverse("reviews:editor", args=[film.pk]),
    "review": reverse("reviews:review", args=[item.review.pk]),
    "present": reverse("reviews:present", args=[item.review.pk]),
}
sys.stdout.write(json.dumps(told) + "\n")
