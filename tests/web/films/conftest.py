"""What the tests of films start with."""

import pytest
from django.core.cache import cache

from attune.web.cases.models import Cycle
from tests.factories import Family, start_cycle
from tests.films import bucket


@pytest.fixture(autouse=True)
def own_place(films_directory):
    """Every test has a store of its own, and nobody has looked at anything yet."""
    cache.clear()


@pytest.fixture(scope="session")
def s3_of_this_run(tmp_path_factory):
    """One store for the whole run: it takes some seconds to begin."""
    with bucket.store(tmp_path_factory.mktemp("s3")) as made:
        yield made


@pytest.fixture
def s3(s3_of_this_run):
    """A store with an empty bucket."""
    s3_of_this_run.empty()
    return s3_of_this_run


@pytest.fixture
def cycle(family: Family) -> Cycle:
    """A cycle of the family, in which everyone has agreed to being filmed."""
    return start_cycle(family)
