"""Ratings as categories, and what is missing."""

import math

import numpy as np
import pytest

from attune.core.statistics.reliability.ratings import read
from tests.core.statistics.degenerate import refused


def test_numbers_are_put_in_order_and_missing_stays_missing():
    ratings = read([[3, 1], [None, 2], [None, None]])
    assert ratings.categories == (1, 2, 3)
    assert ratings.counts.tolist() == [[1, 0, 1], [0, 1, 0], [0, 0, 0]]
    assert ratings.values().tolist() == [1, 2, 3]


def test_words_have_no_order_until_somebody_gives_it():
    rows = [["low", "high"], ["middle", "low"]]
    with refused("nobody has said their order"):
        read(rows).values()
    ordered = read(rows, ["low", "middle", "high"])
    assert np.array_equal(ordered.values(), [0, 1, 2])
    assert ordered.places.tolist() == [[0, 2], [1, 0]]


@pytest.mark.parametrize(
    ("rows", "scale", "says"),
    [
        ([], None, "not one row for each unit"),
        ([[1, 2], [1]], None, "not one row for each unit"),
        ([[1], [2]], None, "fewer than two raters"),
        ([[None, None]], None, "nothing is rated"),
        ([[1, "one"]], None, "some ratings are numbers and some are words"),
        ([[1, math.nan]], None, "a rating is not a finite number"),
        ([[1, 4]], [1, 2, 3], "not among the categories"),
        ([[1, 2]], [1, 2, 2], "not among the categories, or one is there twice"),
    ],
)
def test_what_is_no_rating_is_refused(rows, scale, says):
    with refused(says):
        read(rows, scale)
