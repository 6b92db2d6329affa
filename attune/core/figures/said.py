"""What a tally says: how complete it is, how much changed, and for how many by more than error.

Nothing here has a control group: people also change without help, above all those who begin at their worst.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from attune.core.figures.tally import Tally
from attune.core.statistics.effects import Paired, mean_change, rate, smcr
from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.estimate import Estimate

T = TypeVar("T")

FEWEST = 8
"""Pairs below which a figure would tell of persons."""


@dataclass(frozen=True)
class Cannot:
    """Why there is no number: `reason` completes "Cannot be computed, because …"."""

    reason: str


@dataclass(frozen=True)
class Figure:
    """The figures of one tally; each is an estimate with its interval, or why there is none.

    pairs: share of courses that could have both ends and do. change: mean change in points, after − before. effect: the same in standard
    deviations of the scores before (SMCR). improved, worsened: shares of pairs that changed reliably. For
    change and effect, `sign` was applied: more is better, where the scale has a better end.
    """

    tally: Tally
    pairs: Estimate | Cannot
    before: float | None
    after: float | None
    change: Estimate | Cannot
    effect: Estimate | Cannot
    improved: Estimate | Cannot
    worsened: Estimate | Cannot


def figure(tally: Tally, *, sign: int = 1, fewest: int = FEWEST) -> Figure:
    """The figures of a tally. sign: −1 where lower scores are better. fewest: pairs below which nothing but counts is said."""
    group = _try(lambda: _group(tally, fewest))
    few = Cannot(f"fewer than {fewest} have both scores") if tally.paired < fewest else None
    if isinstance(group, Cannot):
        change: Estimate | Cannot = group
        effect: Estimate | Cannot = group
    else:
        change = _turned(_try(lambda: mean_change(group)), sign)
        effect = _turned(_try(lambda: smcr(group)), sign)
    return Figure(
        tally,
        _try(lambda: rate(tally.paired, tally.due)),
        None if few else tally.sums().pre / tally.paired,
        None if few else tally.sums().post / tally.paired,
        change,
        effect,
        few or _share(tally, tally.improved),
        few or _share(tally, tally.worsened),
    )


def _group(tally: Tally, fewest: int) -> Paired:
    if tally.paired < fewest:
        raise CannotComputeError(f"fewer than {fewest} have both scores")
    return tally.sums().paired()


def _share(tally: Tally, count: int) -> Estimate | Cannot:
    if tally.judged < tally.paired:
        return Cannot("no reliable change is published for this scale")
    return _try(lambda: rate(count, tally.judged))


def _try(make: Callable[[], T]) -> T | Cannot:
    try:
        return make()
    except CannotComputeError as refusal:
        return Cannot(refusal.reason)


def _turned(found: Estimate | Cannot, sign: int) -> Estimate | Cannot:
    if isinstance(found, Cannot) or sign > 0:
        return found
    return Estimate(-found.estimate, found.se, -found.ci_ub, -found.ci_lb)
