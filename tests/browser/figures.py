"""Run inside a server's environment: a service of its own with ten pairs of forms, its manager and two practitioners.
With "released", the nation has a release, too.

python -m tests.browser.figures [released]
"""

import sys

import django

django.setup()

from django_scopes import scope  # noqa: E402 -- only after Django is set up

from attune.web.national.models import Release  # noqa: E402 -- the same
from attune.web.people.models import Role  # noqa: E402 -- the same
from attune.web.people.queries import actor_for  # noqa: E402 -- the same
from tests import factories  # noqa: E402 -- the same
from tests.factories.figures import worked  # noqa: E402 -- the same
from tests.web.insight.released import release  # noqa: E402 -- the same

PAIRS = (
    *((20, 11), (18, 12), (22, 18), (25, 13), (15, 21)),
    *((20, 19), (21, 16), (19, 16), (17, 16), (23, 17)),
)
quay = factories.make_service("Quay")


def somebody(email: str, name: str, role: Role):
    person = factories.make_person(quay, role, name=name, password=factories.PASSWORD)
    person.email = email
    person.save()
    return actor_for(person)


somebody("mina@example.org", "Mina Hart", Role.MANAGER)
rosa = somebody("rosa@example.org", "Rosa Quinn", Role.PRACTITIONER)
lea = somebody("lea@example.org", "Lea Blum", Role.TRAINEE)
with scope(service=quay):
    for number, (before, after) in enumerate(PAIRS):
        worked(rosa if number < 8 else lea, before, after, label=f"Kingfisher {number}")
if "released" in sys.argv:
    document = release()
    Release.objects.create(
        name=document.name, number=1, body=document.body(), digest=document.digest, reasons={}
    )
