"""Run inside a server's environment: invents a practitioner who is signed in, and a family that has
agreed to being filmed. Says who they are in one line of JSON."""

import json
import sys

import django

django.setup()

from django.contrib.auth import (  # noqa: E402 -- only after Django is set up
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
)
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402 -- the same
from django_scopes import scope  # noqa: E402 -- the same

from attune.web.people.models import Person  # noqa: E402 -- the same
from tests import factories  # noqa: E402 -- the same

for _ in Person.objects.all():
    next(factories.numbers)  # those whom an earlier run has named
actor = factories.make_actor()
session = SessionStore()
session[SESSION_KEY] = str(actor.person.pk)
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = actor.person.get_session_auth_hash()
session.create()
with scope(service=actor.service):
    family = factories.make_family(actor)
    cycle = factories.start_cycle(family)
    people = [str(person.pk) for person in family.people]
told = {"session": session.session_key, "cycle": str(cycle.pk), "people": people}
sys.stdout.write(json.dumps(told) + "\n")
