"""By what figures are broken down: the contract's own values, and bands."""

import pytest

from attune.core.figures.breakdowns import (
    DIMENSIONS,
    DOSES,
    FIELDS,
    LATER,
    categories,
    category,
    dose,
)
from attune.core.records.contract import fields, values_of
from tests.core.figures.records import record


@pytest.mark.parametrize(
    ("cycles", "band"),
    [
        (0, "0"),
        (1, "1-2"),
        (2, "1-2"),
        (3, "3-4"),
        (4, "3-4"),
        (5, "5-6"),
        (6, "5-6"),
        (7, "7-or-more"),
        (15, "7-or-more"),
    ],
)
def test_cycles_are_counted_in_bands(cycles, band):
    assert dose(cycles) == band
    assert category(record(cycles=cycles), "dose") == band


def test_fields_are_lists_of_the_contract():
    assert set(FIELDS) <= set(fields())
    for name in FIELDS:
        assert categories(name) == values_of(name) != ()


def test_bands_and_years_are_categories():
    assert categories("dose") == DOSES
    assert categories("year", (2024, 2025)) == ("2024", "2025")


def test_every_record_has_a_category_of_every_dimension():
    for dimension in DIMENSIONS:
        assert category(record(), dimension) in categories(dimension, (2025,))


def test_later_occasions_are_those_of_the_contract_after_the_start():
    assert set(LATER) == set(values_of("occasion")) - {"start", "cycle"}
