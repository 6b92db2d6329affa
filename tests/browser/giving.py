"""Run inside a service's environment: its people at work, told what to do line by line, so that a test may kill it anywhere.

Each line is a JSON list, a name and what goes with it; each is answered with a line of JSON. Prints nothing else.
"""

import json
import os
import sys
from datetime import UTC, datetime, timedelta

import django
import time_machine

if wrong := int(os.environ.get("ATTUNE_TEST_YEARS", "0")):
    time_machine.travel(datetime.now(UTC) + timedelta(days=365 * wrong)).start()
django.setup()

from django.db.models.functions import Length  # noqa: E402 -- only after Django is set up
from django_scopes import scope  # noqa: E402 -- the same

from attune.core.consent import Answer  # noqa: E402 -- the same
from attune.web.cases.models import Case  # noqa: E402 -- the same
from attune.web.cases.queries import today  # noqa: E402 -- the same
from attune.web.contribution import actions, sending  # noqa: E402 -- the same
from attune.web.contribution.models import NationalLink  # noqa: E402 -- the same
from attune.web.contribution.queries.giving import wanted  # noqa: E402 -- the same
from attune.web.contribution.queries.sums import target  # noqa: E402 -- the same
from attune.web.people.models import Role, Service  # noqa: E402 -- the same
from attune.web.people.queries import Actor, actor_for  # noqa: E402 -- the same
from tests.factories import Family, make_actor, make_service  # noqa: E402 -- the same
from tests.factories.contribution import answer, family_that_gives, join  # noqa: E402 -- the same
from tests.factories.outcomes import fill  # noqa: E402 -- the same


def holder() -> Actor:
    return somebody(Role.PRACTITIONER)


def somebody(role: Role) -> Actor:
    service = Service.objects.get()
    membership = service.memberships.filter(role=role).select_related("person").first()
    return actor_for(membership.person) if membership else make_actor(service, role)


def family(case: Case) -> Family:
    mother, baby = case.participants.order_by("-is_client")
    return Family(holder(), case, mother, baby, case.dyads.get())


def families() -> list[Family]:
    """In the order in which they were given."""
    return [family(case) for case in Case.objects.order_by(Length("label"), "label")]


def begin(name: str) -> None:
    with scope(service=make_service(name)):
        holder()


def take_up(address: str, token: str) -> str:
    return str(join(somebody(Role.MANAGER), address, token).pseudonym)


def give(many: int) -> int:
    for _ in range(many):
        family_that_gives(holder(), f"Family {Case.objects.count() + 1}")
    return Case.objects.count()


def withdraw(number: int) -> None:
    answer(families()[number], Answer.WITHDRAWN)


def allow(number: int) -> None:
    answer(families()[number])


def score(number: int) -> None:
    fill(families()[number], "gad-7", "end", total=9)


def end_all() -> None:
    Case.objects.update(ended_on=today(), ending="planned")


def sums_only(yes: bool) -> None:
    mode = NationalLink.Mode.SUMS if yes else NationalLink.Mode.RECORDS
    manager = somebody(Role.MANAGER)
    actions.give(by=manager, link=NationalLink.objects.get(), mode=mode)


def told() -> dict[str, object] | None:
    """The sums that should be held."""
    return target(NationalLink.objects.get()).form


def send() -> dict[str, object]:
    result = sending.contribute(NationalLink.objects.get())
    return {"ended": result.ended, "pushes": result.pushes, "says": result.says}


def records() -> list[dict[str, object]]:
    found = wanted(NationalLink.objects.get())
    return [record for rows in found.values() for record in rows]


ALL = (take_up, give, withdraw, allow, score, end_all, sums_only, told, send, records)
DEEDS = {deed.__name__: deed for deed in ALL}


if __name__ == "__main__":
    for line in sys.stdin:
        name, *words = json.loads(line)
        if name == "begin":
            said = begin(*words)
        else:
            with scope(service=Service.objects.get()):
                said = DEEDS[name](*words)
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()
