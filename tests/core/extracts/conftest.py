"""An extract of an invented nation."""

import random

import pytest

from attune.core.extracts.extract import Extract, Terms, extracted
from attune.core.extracts.fields import AGREEABLE
from attune.core.figures.invented import Nation, works
from attune.core.records.making import records_of

SMALL = Nation(11, services=6, practitioners=12, dyads=400, first_year=2024, years=2)


def terms(*fields: str, k: int = 5) -> Terms:
    return Terms(fields, ("core-10",), 2024, 2026, k)


@pytest.fixture(scope="session")
def records() -> list[dict]:
    return [one for work in works(SMALL) for one in records_of(work.episode, work.scores)]


@pytest.fixture(scope="session")
def extract(records) -> Extract:
    """With fields of every kind."""
    fields = ("engagement", "child_age", "dose", "year", "pair", "version", "months")
    assert set(fields) <= set(AGREEABLE)
    return extracted(records, terms(*fields), random.Random(3))
