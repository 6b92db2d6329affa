"""A release from counting to frozen, by the worker."""

import pytest

from attune.core.figures.released import read
from attune.web.national.models import ReleaseDraft
from attune.web.national.queries import releases as queries
from tests.factories import nation

# ibis 12 asks DuckDB 1.5 by a name that DuckDB gives up; both are newest.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
State = ReleaseDraft.State


@pytest.fixture
def records(db, national):
    return nation.give()


def test_draft_is_counted_and_frozen(records):
    release = nation.released()
    document = read(queries.body_of(release))
    assert (release.name, release.number, release.previous) == (document.name, 1, "")
    assert release.digest == document.digest
    assert document.body() == queries.body_of(release)
    (part,) = document.parts
    assert part.slug == "core-10-total-self"
    assert queries.newest() == document
