"""The living meta-analysis of one outcome: what the effects of the library say together.

Random effects by REML with Knapp–Hartung; everything is computed by core/statistics/meta, nothing here. What cannot
be computed, or would mislead with so few studies, is a `Cannot` with its reason.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from attune.core.statistics.errors import CannotComputeError
from attune.web.evidence.deriving import Effect

if TYPE_CHECKING:
    from attune.core.statistics.meta.pool import Coefficient, Meta

T = TypeVar("T")

LEAST = 10
"""Studies below which neither the lean of a funnel nor a moderator is looked at."""

PREDICTED = 3
"""Studies from which one may say where a further one would lie."""


@dataclass(frozen=True)
class Cannot:
    """Why there is no number; `reason` completes "Cannot be computed, because …"."""

    reason: str


@dataclass(frozen=True)
class Pooled:
    """effect and its interval in standard deviations, tau in them too; i2 in per cent. weights: per study, in per cent."""

    meta: "Meta"
    effect: float
    se: float
    low: float
    high: float
    p: float
    prediction: tuple[float, float] | Cannot
    tau: float
    i2: float
    q: float
    q_p: float
    weights: tuple[float, ...]


@dataclass(frozen=True)
class Without:
    """The pooled effect without one study."""

    study: Effect
    effect: float
    low: float
    high: float


@dataclass(frozen=True)
class Moderator:
    """Whether effects differ by something. slopes: against the `base`; test and p: of all slopes together."""

    name: str
    studies: int
    base: str
    slopes: "tuple[tuple[str, Coefficient], ...]"
    test: float
    p: float


@dataclass(frozen=True)
class Together:
    """All of it. lean: the slope of Egger's regression. moderators: by name."""

    effects: tuple[Effect, ...]
    pooled: Pooled | Cannot
    without: tuple[Without, ...] | Cannot
    lean: "Coefficient | Cannot"
    moderators: tuple[tuple[str, Moderator | Cannot], ...]


def together(effects: Sequence[Effect]) -> Together:
    """The analysis of the effects of one outcome."""
    pooled = _try(lambda: _pooled(effects))
    if isinstance(pooled, Cannot):
        return Together(tuple(effects), pooled, pooled, pooled, _moderators(effects))
    return Together(
        tuple(effects),
        pooled,
        _try(lambda: _without(effects, pooled.meta)),
        _try(lambda: _lean(pooled.meta)),
        _moderators(effects),
    )


def _try(found: Callable[[], T]) -> T | Cannot:
    try:
        return found()
    except CannotComputeError as error:
        return Cannot(error.reason)


def _fitted(effects: Sequence[Effect], moderators: dict[str, list[float]] | None = None) -> "Meta":
    from attune.core.statistics.meta.pool import pool

    return pool(
        [one.effect for one in effects],
        [one.variance for one in effects],
        moderators=moderators,
        knapp_hartung=True,
    )


def _pooled(effects: Sequence[Effect]) -> Pooled:
    meta = _fitted(effects)
    at = meta.coefficient()
    low, high = at.interval()
    weights = [1 / (one.variance + meta.tau2) for one in effects]
    return Pooled(
        meta,
        at.estimate,
        at.se,
        low,
        high,
        at.p,
        _try(lambda: _predicted(meta)),
        meta.tau2**0.5,
        meta.i2,
        meta.q,
        meta.q_p,
        tuple(100 * one / sum(weights) for one in weights),
    )


def _predicted(meta: "Meta") -> tuple[float, float]:
    if len(meta.of.effects) < PREDICTED:
        raise CannotComputeError("two studies cannot say where a further one would lie")
    return meta.prediction_interval()


def _without(effects: Sequence[Effect], meta: "Meta") -> tuple[Without, ...]:
    from attune.core.statistics.meta.bias import leave_one_out

    found = [each.coefficient() for each in leave_one_out(meta)]
    return tuple(
        Without(one, each.estimate, *each.interval())
        for one, each in zip(effects, found, strict=True)
    )


def _lean(meta: "Meta") -> "Coefficient":
    from attune.core.statistics.meta.bias import egger

    _enough(len(meta.of.effects))
    return egger(meta)


def _enough(studies: int) -> None:
    if studies < LEAST:
        raise CannotComputeError(f"it takes {LEAST} studies, and there are {studies}")


def _moderators(effects: Sequence[Effect]) -> tuple[tuple[str, Moderator | Cannot], ...]:
    told = [one for one in effects if one.sessions is not None]
    return (
        ("design", _try(lambda: _by_group("design", effects, [one.design for one in effects]))),
        ("risk", _try(lambda: _by_group("risk", effects, [one.risk for one in effects]))),
        ("sessions", _try(lambda: _by_number(told))),
    )


def _by_group(name: str, effects: Sequence[Effect], groups: list[str]) -> Moderator:
    """Each group against the largest one."""
    _enough(len(effects))
    base = max(sorted(set(groups)), key=groups.count)
    others = sorted(set(groups) - {base})
    if not others:
        raise CannotComputeError("all studies are of one kind")
    columns = {each: [float(group == each) for group in groups] for each in others}
    return _moderator(name, base, _fitted(effects, columns))


def _by_number(told: Sequence[Effect]) -> Moderator:
    _enough(len(told))
    return _moderator(
        "sessions", "", _fitted(told, {"session": [float(one.sessions or 0) for one in told]})
    )


def _moderator(name: str, base: str, meta: "Meta") -> Moderator:
    test, p = meta.moderators_test()
    slopes = tuple((each, meta.coefficient(each)) for each in meta.of.names[1:])
    return Moderator(name, len(meta.of.effects), base, slopes, test, p)
