"""What a release says of the national model: only what enough pairs carry, rounded.

Nothing is said of a service: one service is fewer than three. A fixed effect is said where both of its sides have
figures of their own in this release, and a region where it has.
"""

import math
from collections.abc import Mapping, Sequence

from attune.core.figures.model import CONDITIONS, LEVELS
from attune.core.figures.released import Effect, Interval, Model, Table
from attune.core.figures.showing import interval, rounded, unit
from attune.core.figures.tables import END, Topic
from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.estimate import Estimate, wald
from attune.core.statistics.mixed.blups import effects
from attune.core.statistics.mixed.fit import Fit, fit
from attune.core.statistics.mixed.sums import Sums

NO_FIGURES = "Too few have both scores."


def modelled(
    topic: Topic, sums: Sums, tables: Sequence[Table], name: str
) -> tuple[Model | None, str]:
    """The model of these sums (`model.model_sums`); or None, and why. tables: of this release, which say what has figures."""
    pairs = {
        (table.by, row.category): row.values
        for table in tables
        if table.later == END
        for row in table.rows
    }
    whole = pairs.get(((), ()))
    if whole is None or not sums.rows:
        return None, NO_FIGURES
    try:
        found = fit(sums)
    except CannotComputeError as refusal:
        return None, f"It can't be computed: {refusal.reason}."
    step = unit(topic, whole.pairs)
    regions = [
        Effect(path[0], _rounded(one.value, one.error, unit(topic, values.pairs)))
        for path, one in effects(found, LEVELS[0]).items()
        if (values := pairs.get((("region",), path))) is not None
    ]
    spread = {level: rounded(math.sqrt(part), step) for level, part in found.variance.items()}
    fixed = [_fixed(found, name, step) for name in found.names if _is_carried(name, pairs)]
    return Model(whole.pairs, tuple(fixed), spread, tuple(sorted(regions, key=_name)), name), ""


def _name(effect: Effect) -> str:
    return effect.name


def _is_carried(name: str, pairs: Mapping[tuple[tuple[str, ...], tuple[str, ...]], object]) -> bool:
    """Whether a fixed effect's condition is met by enough pairs, and not met by enough."""
    if name not in CONDITIONS:
        return True
    field, value = CONDITIONS[name]
    sides = [
        category == (value,) for (by, category), has in pairs.items() if by == (field,) and has
    ]
    return True in sides and False in sides


def _fixed(found: Fit, name: str, step: float) -> Effect:
    fine = step / 10 if name == "start" else step
    return Effect(name, _rounded(found.fixed[name], found.standard_errors[name], fine))


def _rounded(value: float, error: float, step: float) -> Interval:
    estimate: Estimate = wald(value, error**2)
    return interval(estimate, step)
