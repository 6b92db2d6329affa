"""What counts for a table with noise, through the real files: as plain Python says, and never what was taken back."""

import pytest

from attune.core.figures.noisy import COURSES, Plan, slug
from attune.core.figures.tables import OPEN
from attune.core.figures.tally import Tally
from attune.web.national.engine import counting, store
from attune.web.national.engine.bounded import bounded
from tests.core.figures import bounded as plain
from tests.core.figures.drafts import CORE_10, THRESHOLDS
from tests.core.figures.test_noisy import crowded

PLAN = Plan("x", 1000, (CORE_10,), ("region", "year", "dose"), (2024, 2025))


def counted(paths):
    """Everybody's and the breakdowns' tallies, of ended work, without saying which service."""
    with counting.opened(paths) as source:
        wanted = [(*by, "end") for by in PLAN.breakdowns]
        made = counting.tables(bounded(source, PLAN.topics), wanted, thresholds=THRESHOLDS)
    found = {}
    for by in PLAN.breakdowns:
        mine = found.setdefault(by, {})
        for (subject, (*category, end)), services in made[*by, "end"].items():
            assert subject == CORE_10.subject()
            if end != OPEN:
                key = tuple(category)
                mine[key] = sum(services.values(), mine.get(key, Tally()))
    return found


def kept(root, records, sequence=1):
    services: dict = {}
    for one in records:
        services.setdefault(one["service"], {}).setdefault(one["episode"], []).append(one)
    for service, episodes in services.items():
        store.append(root, service, sequence, "episodes", episodes)
    return dict.fromkeys(services, sequence)


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    root = tmp_path_factory.mktemp("national")
    return root, kept(root, crowded())


def test_files_are_counted_as_plain_python_counts_them(nation):
    root, committed = nation
    wanted = plain.bounded(crowded(), PLAN, THRESHOLDS)[slug(CORE_10)]
    assert counted(store.files(root, committed)) == wanted
    assert wanted[()][()].due > 200


def test_one_episode_is_worth_at_most_its_bound(nation, tmp_path):
    """The one of nine relationships, with scores far beyond the scale, and without it."""
    crowd = next(one["episode"] for one in crowded() if one["pair"] == 9)
    rest = [one for one in crowded() if one["episode"] != crowd]
    root, committed = nation
    whole = counted(store.files(root, committed))[()][()]
    without = counted(store.files(tmp_path, kept(tmp_path, rest)))[()][()]
    assert (whole.due - without.due, whole.improved - without.improved) == (COURSES, COURSES)
    assert (whole.before - without.before, whole.after - without.after) == (COURSES * 40_000, 0)


def test_relationships_that_do_not_count_still_replace_what_was_sent_before(tmp_path):
    """The newest push of an episode has only a third relationship: its first one was taken back, and does not come back."""
    one = next(each for each in crowded() if each["pair"] == 9)
    first = {**one, "pair": 1, "occasion": "start", "score": 20.0}
    third = {**first, "pair": 3}
    committed = kept(tmp_path, [first])
    assert counted(store.files(tmp_path, committed))[()][()].due == 1
    committed = kept(tmp_path, [third], sequence=2)
    assert counted(store.files(tmp_path, committed)) == {by: {} for by in PLAN.breakdowns}
