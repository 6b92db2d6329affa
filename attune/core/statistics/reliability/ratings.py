"""Ratings of units by raters as categories: what the agreement figures are computed from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.inputs import finite

MISSING = -1

Label = float | str


@dataclass(frozen=True)
class Ratings:
    """Units × raters. `places` holds each rating's place among the categories, −1 where it is missing.

    `ordered`: the categories are numbers, or somebody gave their order.
    """

    categories: tuple[Label, ...]
    places: NDArray[np.int64]
    ordered: bool

    @property
    def counts(self) -> NDArray[np.float64]:
        """Units × categories: how many raters chose each."""
        chosen = self.places[:, :, None] == np.arange(len(self.categories))
        return np.asarray(chosen.sum(axis=1), dtype=np.float64)

    def values(self) -> NDArray[np.float64]:
        """The categories as numbers: themselves, or their places where words were put in order."""
        if not self.ordered:
            raise CannotComputeError("the categories are words and nobody has said their order")
        if any(isinstance(each, str) for each in self.categories):
            return np.arange(len(self.categories), dtype=np.float64)
        return np.array(self.categories, dtype=np.float64)


def read(
    rows: Sequence[Sequence[Label | None]], categories: Sequence[Label] | None = None
) -> Ratings:
    """Ratings from one row for each unit and one column for each rater; None is a missing rating.

    `categories` is the whole scale in its order. Without it the categories are those that occur: numbers
    in their order, words in none. The figures that count categories (AC1, AC2) depend on it.
    """
    if not rows or any(len(row) != len(rows[0]) for row in rows):
        raise CannotComputeError("there is not one row for each unit with one place for each rater")
    if len(rows[0]) < 2:
        raise CannotComputeError("there are fewer than two raters")
    found = {each for row in rows for each in row if each is not None}
    for each in found:
        if not isinstance(each, str):
            finite("a rating", each)
    scale = _scale(found) if categories is None else tuple(categories)
    if len(set(scale)) < len(scale) or not found <= set(scale):
        raise CannotComputeError("a rating is not among the categories, or one is there twice")
    place: dict[Label | None, int] = {label: number for number, label in enumerate(scale)}
    places = np.array([[place.get(each, MISSING) for each in row] for row in rows], dtype=np.int64)
    numbers = not any(isinstance(each, str) for each in scale)
    return Ratings(scale, places, numbers or categories is not None)


def _scale(found: set[Label]) -> tuple[Label, ...]:
    if not found:
        raise CannotComputeError("nothing is rated")
    words = sorted(each for each in found if isinstance(each, str))
    numbers = sorted(each for each in found if not isinstance(each, str))
    if words and numbers:
        raise CannotComputeError("some ratings are numbers and some are words")
    return tuple(words) if words else tuple(numbers)
