"""A national instance with a store of its own, and services that enrolled there."""

import pytest

from tests.factories.national import Sender, enrolled


@pytest.fixture
def national(settings, tmp_path):
    """The folder in which this test's records lie."""
    settings.NATIONAL = tmp_path / "national"
    return settings.NATIONAL


@pytest.fixture
def sender(db, national) -> Sender:
    """A service of London's NHS that enrolled and sent nothing yet."""
    return enrolled()
