"""Goals in people's own words as outcomes: ratings from 0 to 10, TME, and GAS.

Goal ratings and the 3 points that NHS England counts as more than error: see the package `goal-rating`.
TME, target monitoring and evaluation: Dunsmuir, Brown, Iyadurai, Monsen (2009), Educational Psychology in
Practice 25(1). GAS, goal attainment scaling, and its T: Kiresuk, Sherman (1968), Community Mental Health
Journal 4(6). The words of the steps are ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from attune.core.instruments.errors import AnswerError

LEAST_TARGET, GREATEST_TARGET = 1, 10
"""What a target may be rated, at the baseline, as expected and as achieved."""
LEVELS = range(-2, 3)
"""GAS: −2 much less than expected, 0 as expected, +2 much more than expected."""
CORRELATION = 0.3
"""Between the goals of one person, as Kiresuk and Sherman assume it."""
MOST_GOALS = 5


class Progress(StrEnum):
    """How a target came out."""

    FURTHER_AWAY = "further-away"
    NONE_YET = "none-yet"
    SOME = "some"
    AS_EXPECTED = "as-expected"
    BEYOND = "beyond"


@dataclass(frozen=True, slots=True)
class Target:
    """A target of TME, rated 1 to 10 at the start, and where it is hoped to be.

    Raises AnswerError unless all are whole numbers from 1 to 10 and more is expected than there is.
    """

    baseline: int
    expected: int

    def __post_init__(self) -> None:
        _rated("The start", self.baseline)
        _rated("What is hoped for", self.expected)
        if self.expected <= self.baseline:
            raise AnswerError("What is hoped for must be more than where it starts.")

    def change(self, achieved: int) -> int:
        """Points from the baseline. Raises AnswerError."""
        return _rated("The rating", achieved) - self.baseline

    def progress(self, achieved: int) -> Progress:
        """How it came out. Raises AnswerError."""
        change = self.change(achieved)
        if change < 0:
            return Progress.FURTHER_AWAY
        if change == 0:
            return Progress.NONE_YET
        if achieved < self.expected:
            return Progress.SOME
        return Progress.AS_EXPECTED if achieved == self.expected else Progress.BEYOND


def _rated(what: str, number: int) -> int:
    if type(number) is not int or not LEAST_TARGET <= number <= GREATEST_TARGET:
        raise AnswerError(
            f"{what} is a whole number from {LEAST_TARGET} to {GREATEST_TARGET}, not {number!r}."
        )
    return number


def gas_t(levels: Sequence[int], weights: Sequence[float] | None = None) -> float:
    """The T of goal attainment scaling: 50 where all goals came out as expected, about 10 a SD.

    T = 50 + 10 Σwx / √((1 − r)Σw² + r(Σw)²), with r = 0.3, levels x from −2 to 2 and weights w above
    zero, all 1 unless given. Published values: (0, 0, 0) → 50; (1, 1, 1) → 63.69; (2, 0, −1) → 54.56.
    Raises AnswerError for no goal, more than five, and any other level or weight.
    """
    weighed = [1.0] * len(levels) if weights is None else list(weights)
    if not 1 <= len(levels) <= MOST_GOALS or len(weighed) != len(levels):
        raise AnswerError(f"Goal attainment needs 1 to {MOST_GOALS} goals, and a weight for each.")
    for level in levels:
        if type(level) is not int or level not in LEVELS:
            raise AnswerError(f"A goal's level is a whole number from -2 to 2, not {level!r}.")
    for weight in weighed:
        if not 0 < weight < float("inf"):
            raise AnswerError(f"A goal's weight is a number above zero, not {weight!r}.")
    found = sum(weight * level for weight, level in zip(weighed, levels, strict=True))
    squares = sum(weight * weight for weight in weighed)
    return 50 + 10 * found / sqrt((1 - CORRELATION) * squares + CORRELATION * sum(weighed) ** 2)
