"""Run inside a server's environment.

python -m tests.browser.offline EMAIL    invents a case with two forms due and a goal; prints where it is
python -m tests.browser.offline --kept CASE    prints what has arrived of that case
"""

import json
import sys

import django

django.setup()

from django.urls import reverse  # noqa: E402 -- only after Django is set up
from django_scopes import scope, scopes_disabled  # noqa: E402 -- the same

from attune.web.cases import actions as cases  # noqa: E402 -- the same
from attune.web.cases.models import GoalRating  # noqa: E402 -- the same
from attune.web.outcomes.models import Alert, PlannedMeasure, Response  # noqa: E402 -- the same
from attune.web.outcomes.receipts import OfflineReceipt, read_signed  # noqa: E402 -- the same
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


def kept(case: str) -> dict[str, object]:
    with scopes_disabled():
        forms = Response.objects.filter(case=case)
        return {
            "forms": [[row.measure, row.way, row.is_finished, row.answers] for row in forms],
            "ratings": list(
                GoalRating.objects.filter(goal__case=case).values_list("rating", flat=True)
            ),
            "alerts": [
                [row.item, row.did, row.acknowledged_by.name if row.acknowledged_by else None]
                for row in Alert.objects.filter(response__case=case)
            ],
            "receipts": OfflineReceipt.objects.filter(case=case).count(),
        }


def main(*words: str) -> object:
    if words[0] == "--kept":
        return kept(words[1])
    if words[0] == "--signed":
        return read_signed(words[1])
    return invent(words[0])


sys.stdout.write(json.dumps(main(*sys.argv[1:])) + "\n")
