"""Run inside a server's environment: a family whose mother is asked two forms, and others with a link to
one form each, of which one is over and one revoked; prints in JSON where everything is.

python -m tests.browser.asked EMAIL
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.urls import reverse  # noqa: E402 -- only after Django is set up
from django.utils import timezone  # noqa: E402 -- the same
from django_scopes import scope  # noqa: E402 -- the same

from attune.web.outcomes.actions.links import revoke  # noqa: E402 -- the same
from attune.web.outcomes.mailing import address  # noqa: E402 -- the same
from attune.web.outcomes.models import Link  # noqa: E402 -- the same
from attune.web.people.models import Person  # noqa: E402 -- the same
from attune.web.people.queries import actor_for  # noqa: E402 -- the same
from tests import factories  # noqa: E402 -- the same
from tests.factories.links import link_for  # noqa: E402 -- the same
from tests.factories.outcomes import plan  # noqa: E402 -- the same

NAMES = ("open", "over", "revoked", "windows", "twice", "beside", "plain")

actor = actor_for(Person.objects.get(email=sys.argv[1]))
with scope(service=actor.service):
    family = factories.make_family(actor)
    plan(family, "core-10", "start")
    plan(family, "phq-9", "start")
    links = {name: link_for(factories.make_family(actor, label=name)) for name in NAMES}
    Link.objects.filter(pk=links["over"][0].pk).update(
        expires_at=timezone.now() - timedelta(hours=1)
    )
    revoke(by=actor, link=links["revoked"][0])
told = {name: address(token) for name, (_link, token) in links.items()}
told["measures"] = reverse("outcomes:case", args=[family.case.pk])
told["made"] = reverse("outcomes:links", args=[links["open"][0].case_id])
sys.stdout.write(json.dumps(told) + "\n")
