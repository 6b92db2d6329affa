"""A script of the tests: in this data directory, a service that joined the national instance at the address that is given,
with a family that gives; the second time, what it holds is said as JSON."""

import json
import os
import sys
from pathlib import Path

import django
from django.core.management import call_command


def make(address: str) -> None:
    from attune.web.people.models import Role  # noqa: PLC0415 -- after django.setup()
    from tests.factories import make_actor, make_service  # noqa: PLC0415 -- see above
    from tests.factories.contribution import family_that_gives, join  # noqa: PLC0415 -- see above

    call_command("migrate", verbosity=0)
    service = make_service("Harbour")
    with scope(service=service):
        join(make_actor(service, Role.MANAGER), address)
        family_that_gives(make_actor(service))


def say() -> None:
    from attune.web.contribution.models import NationalLink  # noqa: PLC0415 -- see above
    from attune.web.contribution.queries.giving import given_by, under_way  # noqa: PLC0415 -- see above

    with scopes_disabled():
        link = NationalLink.objects.select_related("service").get()
    with scope(service=link.service):
        given = given_by(link)
        said = {
            "sequence": link.sequence,
            "digest": link.digest,
            "wanted": {str(one): records for one, records in given.wanted.items()},
            "held": {str(one): row.records for one, row in given.held.items()},
            "waiting": len(given.waiting),
            "under_way": under_way() is not None,
        }
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[3]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "attune.web.config.settings")
    django.setup()
    from django_scopes import scope, scopes_disabled

    make(sys.argv[1]) if len(sys.argv) > 1 else say()
