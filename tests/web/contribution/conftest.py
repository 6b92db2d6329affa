"""A national instance on this machine, and services that joined it."""

import pytest

from attune.web.cases.models import Case
from attune.web.cases.queries import today
from attune.web.contribution import actions
from attune.web.contribution.models import NationalLink
from tests.factories import Family
from tests.factories.contribution import family_that_gives, join
from tests.web.contribution.national_server import National


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path):
    """Keys are written beside this key file."""
    settings.KEYS = tmp_path / "data.keys"
    return tmp_path


@pytest.fixture
def national():
    with National() as found:
        yield found


@pytest.fixture
def giver(family) -> Family:
    """A second family of the practitioner, with two scores and a yes; the first one has nothing."""
    return family_that_gives(family.actor, "Rowan")


@pytest.fixture
def link(giver, manager, national) -> NationalLink:
    """The service of the giver has joined, and has sent nothing yet."""
    return join(manager, national.address)


@pytest.fixture
def give(giver):
    """So many more families that give. The work of all has ended, of the first one too."""

    def ended(family: Family) -> Family:
        Case.objects.filter(pk=family.case.pk).update(ended_on=today(), ending="planned")
        return family

    def more(many: int) -> list[Family]:
        first = Case.objects.count()
        return [
            ended(family_that_gives(giver.actor, f"Oak {first + place}")) for place in range(many)
        ]

    ended(giver)
    return more


@pytest.fixture
def sums_link(giver, manager, national) -> NationalLink:
    """The service of the giver has joined, gives sums only, and has sent nothing yet."""
    found = join(manager, national.address)
    actions.give(by=manager, link=found, mode=NationalLink.Mode.SUMS)
    return found
