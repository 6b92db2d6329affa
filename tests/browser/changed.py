"""Run inside a server's environment: a family whose forms and goals were answered twice, and prints in
JSON where its pages are.

python -m tests.browser.changed EMAIL
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.urls import reverse  # noqa: E402 -- only after Django is set up
from django.utils import timezone  # noqa: E402 -- the same
from django_scopes import scope  # noqa: E402 -- the same

from attune.core.instruments.catalogue import find  # noqa: E402 -- the same
from attune.web.cases import actions as cases  # noqa: E402 -- the same
from attune.web.cases.models import Case, Cycle  # noqa: E402 -- the same
from attune.web.people.models import Person  # noqa: E402 -- the same
from attune.web.people.queries import actor_for  # noqa: E402 -- the same
from tests import factories  # noqa: E402 -- the same
from tests.factories.outcomes import fill, plan  # noqa: E402 -- the same

TODAY = timezone.localdate()
PAIRS = {"core-10": (24, 14), "phq-9": (9, 7), "epds": (8, 13)}

actor = actor_for(Person.objects.get(email=sys.argv[1]))
with scope(service=actor.service):
    empty = factories.make_family(actor, label="Rowan")
    family = factories.make_family(actor, label="Willow")
    factories.start_cycle(family)
    cases.start_cycle(by=actor, case=family.case, dyad_id=family.dyad.pk, plan="A song")
    began = TODAY - timedelta(days=120)
    Case.objects.filter(pk=family.case.pk).update(started_on=began)
    for cycle in family.case.cycles.all():
        opened = began + timedelta(days=30 * cycle.number)
        Cycle.objects.filter(pk=cycle.pk).update(opened_on=opened)
    for measure, (first, last) in PAIRS.items():
        bare = measure == "epds"
        for when, total, on in (("start", first, began), ("end", last, TODAY)):
            totals = {"total": total, "anxiety": None} if bare else None
            fill(family, measure, when, total=None if bare else total, totals=totals, on=on)
    fill(family, "core-10", "follow-up-3", answers={"1": 2}, on=TODAY)
    for when, score, on in (("start", 34, began), ("end", 41, TODAY)):
        paper = {scale.id: score for scale in find("topse").entered}
        fill(family, "topse", when, totals=paper, respondent="parent", on=on)
    plan(family, "kpcs", "start", "end", respondent="parent")
    goal = family.case.goals.get()
    for rating, days in ((3, 0), (4, 40), (7, 120)):
        cases.rate_goal(by=actor, goal=goal, rating=rating, on=began + timedelta(days=days))
sys.stdout.write(
    json.dumps(
        {
            "case": reverse("cases:case", args=[family.case.pk]),
            "change": reverse("outcomes:change", args=[family.case.pk]),
            "empty": reverse("outcomes:change", args=[empty.case.pk]),
        }
    )
    + "\n"
)
