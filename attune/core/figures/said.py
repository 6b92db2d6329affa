"""What a tally says: how complete it is, how much changed, and for how many by more than error.

Nothing here has a control group: people also change without help, above all those who begin at their worst.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from attune.core.figures.hiding import FEWEST
from attune.core.figures.tally import Tally
from attune.core.statistics.clusters import clustered_change, clustered_rate, clustered_smcr
from attune.core.statistics.effects import Paired, mean_change, rate, smcr
from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.estimate import Estimate

T = TypeVar("T")


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


def figure(
    tally: Tally, *, sign: int = 1, fewest: int = FEWEST, groups: Iterable[Tally] = ()
) -> Figure:
    """The figures of a tally. sign: −1 where lower scores are better. fewest: pairs below which nothing but counts is said.

    groups: the tallies that this one is the sum of, where its people come in groups (a nation's services): intervals then
    know that people of one group are alike (core/statistics/clusters.py).
    """
    parts = list(groups)
    group = _try(lambda: _group(tally, fewest))
    few = Cannot(f"fewer than {fewest} have both scores") if tally.paired < fewest else None
    if isinstance(group, Cannot):
        change: Estimate | Cannot = group
        effect: Estimate | Cannot = group
    else:
        change = _turned(_try(lambda: _change(group, parts)), sign)
        effect = _turned(_try(lambda: _effect(group, parts)), sign)
    return Figure(
        tally,
        _try(lambda: _rate([(one.paired, one.due) for one in parts or [tally]])),
        None if few else tally.sums().pre / tally.paired,
        None if few else tally.sums().post / tally.paired,
        change,
        effect,
        few or _share(tally, [(one.improved, one.judged) for one in parts or [tally]]),
        few or _share(tally, [(one.worsened, one.judged) for one in parts or [tally]]),
    )


def _group(tally: Tally, fewest: int) -> Paired:
    if tally.paired < fewest:
        raise CannotComputeError(f"fewer than {fewest} have both scores")
    return tally.sums().paired()


def _change(group: Paired, parts: Sequence[Tally]) -> Estimate:
    return clustered_change([one.sums() for one in parts]) if parts else mean_change(group)


def _effect(group: Paired, parts: Sequence[Tally]) -> Estimate:
    return clustered_smcr([one.sums() for one in parts]) if parts else smcr(group)


def _share(tally: Tally, counts: Sequence[tuple[int, int]]) -> Estimate | Cannot:
    if tally.judged < tally.paired:
        return Cannot("no reliable change is published for this scale")
    return _try(lambda: _rate(counts))


def _rate(counts: Sequence[tuple[int, int]]) -> Estimate:
    return rate(*counts[0]) if len(counts) == 1 else clustered_rate(counts)


def _try(make: Callable[[], T]) -> T | Cannot:
    try:
        return make()
    except CannotComputeError as refusal:
        return Cannot(refusal.reason)


def _turned(found: Estimate | Cannot, sign: int) -> Estimate | Cannot:
    if isinstance(found, Cannot) or sign > 0:
        return found
    return Estimate(-found.estimate, found.se, -found.ci_ub, -found.ci_lb)
