"""The rows: only what was agreed, of whom it was agreed, under numbers that join nothing."""

import random
from collections import Counter

import pytest

from attune.core.extracts.anonymity import TooMuchLostError, smallest_class
from attune.core.extracts.extract import Terms, extracted
from attune.core.extracts.fields import QUASI
from tests.core.extracts.conftest import terms


def test_only_agreed_fields_leave(extract):
    names = [field.name for field in extract.columns]
    assert all(list(row) == names for row in extract.rows)
    assert {"service", "caseload", "region", "cycles", "contract"}.isdisjoint(names)


def test_scores_are_those_of_the_records(extract, records):
    """All but those of the few that were dropped."""
    given, had = Counter(r["score"] for r in extract.rows), Counter(r["score"] for r in records)
    assert given <= had
    episodes = {one["episode"] for one in records}
    assert extract.dropped == 3
    assert extract.episodes == len(episodes) - 3 == len({row["episode"] for row in extract.rows})
    assert (had - given).total() in range(3, 3 * 5 + 1)


def test_no_episode_is_alone(extract):
    quasi = [field.name for field in extract.columns if field.name in QUASI]
    episodes = {row["episode"]: {name: str(row[name]) for name in quasi} for row in extract.rows}
    assert smallest_class(list(episodes.values())) >= 5
    assert 0 < extract.lost <= 0.2
    assert sum(extract.untold.values()) > 0


def test_numbers_are_drawn_anew_for_each_extract(records):
    first, second = (extracted(records, terms("year"), random.SystemRandom()) for _ in range(2))

    def story(extract):
        told: dict = {}
        for row in extract.rows:
            told.setdefault(row["episode"], []).append((row["occasion"], row["score"]))
        return told

    one, other = story(first), story(second)
    assert sorted(one) == sorted(other)
    assert sorted(map(sorted, one.values())) == sorted(map(sorted, other.values()))
    assert one != other
    text = str([dict(row) for row in first.rows])
    assert not any(record[name] in text for record in records for name in ("episode", "caseload"))


def test_other_measures_and_years_stay(records):
    assert extracted(records, Terms((), ("phq-9",), 2024, 2026, 5), random.Random(1)).rows == ()
    year = extracted(records, Terms(("year",), ("core-10",), 2025, 2025, 5), random.Random(1))
    assert {row["year"] for row in year.rows} == {"2025"}


def test_extract_that_lost_too_much_is_refused(records):
    with pytest.raises(
        TooMuchLostError, match="% of the values would have to be left out"
    ) as error:
        extracted(records, terms(*QUASI, k=50), random.Random(1))
    assert error.value.lost > 0.2
