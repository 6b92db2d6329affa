"""What the tests of films start with."""

import pytest
from django.core.cache import cache

from attune.web.cases.models import Cycle
from tests.factories import Family, start_cycle


@pytest.fixture(autouse=True)
def own_place(films_directory):
    """Every test has a store of its own, and nobody has looked at anything yet."""
    cache.clear()


@pytest.fixture
def cycle(family: Family) -> Cycle:
    """A cycle of the family, in which everyone has agreed to being filmed."""
    return start_cycle(family)
