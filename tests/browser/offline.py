"""Run inside a server's environment: invents cases with two forms due and a goal, and prints in JSON where
they are.

python -m tests.browser.offline EMAIL NUMBER
"""

import json
import sys

import django

django.setup()

from django.urls import reverse  # noqa: E402 -- only after Django is set up
from django_scopes import scope  # noqa: E402 -- the same

from attune.web.cases import actions as cases  # noqa: E402 -- the same
from attune.web.outcomes.models import PlannedMeasure  # noqa: E402 -- the same
from attune.web.people.models import Person  # noqa: E402 -- the same
from attune.web.people.queries import actor_for  # noqa: E402 -- the same
from tests import factories  # noqa: E402 -- the same
from tests.factories.outcomes import plan  # noqa: E402 -- the same


def invent(email: str) -> dict[str, str]:
    actor = actor_for(Person.objects.get(email=email))
    with scope(service=actor.service):
        family = factories.make_family(actor)
        PlannedMeasure.objects.filter(case=family.case).delete()  # what the service plans by itself
        plan(family, "phq-9", "start")
        plan(family, "gad-7", "start")
        cases.set_goal(by=actor, case=family.case, text="To feel calm at bath time")
        return {
            "case": str(family.case.pk),
            "measures": reverse("outcomes:case", args=[family.case.pk]),
        }


cases_made = [invent(sys.argv[1]) for _ in range(int(sys.argv[2]))]
sys.stdout.write(json.dumps(cases_made) + "\n")
