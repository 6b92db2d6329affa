"""Run inside a server's environment: a family whose mother is asked two forms and one on paper; prints in
JSON where its measures are, and with a key as second argument what is kept of that form.

python -m tests.browser.due EMAIL [RESPONSE]
"""

import json
import sys

import django

django.setup()

from django.urls import reverse  # noqa: E402 -- only after Django is set up
from django_scopes import scope  # noqa: E402 -- the same

from attune.web.outcomes.models import Response  # noqa: E402 -- the same
from attune.web.people.models import Person  # noqa: E402 -- the same
from attune.web.people.queries import actor_for  # noqa: E402 -- the same
from tests import factories  # noqa: E402 -- the same
from tests.factories.outcomes import plan  # noqa: E402 -- the same

actor = actor_for(Person.objects.get(email=sys.argv[1]))
with scope(service=actor.service):
    if len(sys.argv) > 2:
        row = Response.objects.get(pk=sys.argv[2])
        told = {
            "answers": row.answers,
            "finished": row.is_finished,
            "scores": list(row.scores.values_list("scale", "value")),
            "forms": Response.objects.filter(case=row.case_id, measure=row.measure).count(),
        }
    else:
        family = factories.make_family(actor, label="Alder")
        for measure in ("core-10", "gad-7", "epds"):
            plan(family, measure, "start")
        told = {"measures": reverse("outcomes:case", args=[family.case.pk])}
sys.stdout.write(json.dumps(told) + "\n")
