"""Weights between categories, by hand and as irrCAC prints them for four categories."""

import pytest

from attune.core.statistics.reliability.ratings import read
from attune.core.statistics.reliability.weights import Weights, weight_matrix
from tests.core.statistics.degenerate import refused

FOUR = read([[1, 2], [3, 4]])


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        (Weights.UNWEIGHTED, [1, 0, 0, 0]),
        (Weights.LINEAR, [1, 2 / 3, 1 / 3, 0]),
        (Weights.QUADRATIC, [1, 8 / 9, 5 / 9, 0]),
        (Weights.ORDINAL, [1, 5 / 6, 1 / 2, 0]),
    ],
)
def test_weights_of_four_categories(kind, first):
    found = weight_matrix(FOUR, kind)
    assert found[0].tolist() == pytest.approx(first, rel=1e-12)
    assert (found == found.T).all()


def test_numbers_are_as_far_apart_as_they_are():
    assert weight_matrix(read([[1, 2], [5, 1]]), Weights.LINEAR)[0].tolist() == [1, 0.75, 0]


def test_words_without_an_order_have_no_distance():
    with refused("nobody has said their order"):
        weight_matrix(read([["a", "b"]]), Weights.ORDINAL)
    with refused("every rating is the same"):
        weight_matrix(read([[1, 1]]), Weights.UNWEIGHTED)
