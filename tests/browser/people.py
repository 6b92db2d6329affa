"""Run inside a server's environment: invents the people that the journeys need.

Prints nothing; their addresses are known: see SIGN_INS in conftest.py.
"""

import django

django.setup()

from attune.web.people.models import Post, PostHeld, Role  # noqa: E402 -- the same
from tests import factories  # noqa: E402 -- only after Django is set up

harbour, elsewhere = factories.make_service("Harbour"), factories.make_service("Elsewhere")
PEOPLE = [
    ("maya@example.org", "Maya Okafor", harbour, Role.PRACTITIONER),
    ("tom@example.org", "Tom Lindqvist", harbour, Role.PRACTITIONER),
    ("helen@example.org", "Helen Marsh", harbour, Role.MANAGER),
    ("sam@example.org", "Sam Whitaker", elsewhere, Role.PRACTITIONER),
]
for email, name, service, role in PEOPLE:
    person = factories.make_person(service, role, name=name, password=factories.PASSWORD)
    person.email = email
    person.save()
nora = factories.make_person(name="Nora Bell", password=factories.PASSWORD)
nora.email = "nora@example.org"
nora.save()
for post in Post:
    PostHeld.objects.create(person=nora, post=post)
