"""Codes and events in time: agreement with a tolerance. Times are in any one unit, frames for instance.

Sources: Bakeman, Quera & Gnisci 2009, Behav Res Methods 41:137–147 (time-unit kappa with tolerance); Bakeman
& Quera 2011, Sequential Analysis, ch. 6. Neighbouring moments are not independent of each other, so these
figures carry no standard error. Checked against Cohen's kappa of the same units where nothing is
tolerated, and against a search of all matchings.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.inputs import finite
from attune.core.statistics.reliability.kappa import kappa_of_table
from attune.core.statistics.reliability.ratings import Label


@dataclass(frozen=True)
class TimedKappa:
    """Kappa with each observer's moments sought in the other's: from the first, from the second."""

    first: float
    second: float

    @property
    def mean(self) -> float:
        """The mean of both."""
        return (self.first + self.second) / 2


def timed_kappa(first: Sequence[Label], second: Sequence[Label], tolerance: int) -> TimedKappa:
    """Kappa over time units; a unit agrees when the other coded the same within `tolerance` units.

    `first` and `second` hold one code for each time unit. The tally is made from each observer's side.
    """
    if len(first) != len(second) or not first:
        raise CannotComputeError("the two observers did not code the same time units")
    if tolerance < 0:
        raise CannotComputeError("the tolerance is below zero")
    return TimedKappa(_one_way(first, second, tolerance), _one_way(second, first, tolerance))


def _one_way(one: Sequence[Label], other: Sequence[Label], tolerance: int) -> float:
    place = {code: number for number, code in enumerate(dict.fromkeys([*one, *other]))}
    table = np.zeros((len(place),) * 2)
    for at, code in enumerate(one):
        near = other[max(0, at - tolerance) : at + tolerance + 1]
        table[place[code], place[code if code in near else other[at]]] += 1
    return kappa_of_table(table, np.eye(len(place))).estimate


@dataclass(frozen=True)
class Event:
    """A code at a time."""

    time: float
    code: Label


@dataclass(frozen=True)
class Matching:
    """Which events are the same: pairs of places in the two lists, in the order of the first.

    `agreement` is 2·pairs over all events, from 0 to 1 (no unit); `apart` is the mean distance of the
    pairs in time.
    """

    pairs: tuple[tuple[int, int], ...]
    agreement: float
    apart: float


def match_events(first: Sequence[Event], second: Sequence[Event], tolerance: float) -> Matching:
    """The most pairs of one code within the tolerance, and of those the nearest in time together.

    Each event is in one pair at most. 10 and 20 against 11 and 40 with a tolerance of 2: one pair.
    """
    if not first and not second:
        raise CannotComputeError("nobody noted an event")
    times = [each.time for each in [*first, *second]]
    for time in times:
        finite("a time", time)
    if finite("the tolerance", tolerance) < 0:
        raise CannotComputeError("the tolerance is below zero")
    distance = np.array([[abs(a.time - b.time) for b in second] for a in first])
    distance = distance.reshape(len(first), len(second))
    same = np.array([[a.code == b.code for b in second] for a in first], dtype=bool)
    near = (distance <= tolerance) & same.reshape(distance.shape)
    # A pair is worth more than all distances together, so that the most pairs win.
    longest = float(np.where(near, distance, 0.0).max(initial=0.0))
    worth = longest * (min(distance.shape) + 1) + 1
    rows, columns = linear_sum_assignment(np.where(near, distance - worth, 0.0))
    pairs = tuple((int(a), int(b)) for a, b in zip(rows, columns, strict=True) if near[a, b])
    apart = math.fsum(float(distance[pair]) for pair in pairs) / max(1, len(pairs))
    return Matching(pairs, 2 * len(pairs) / len(times), apart)
