"""The national model, live: fitted from the sums that are kept, so that it costs the same however many records there are.

A push changes the sums of one service; the fit begins where the last one ended (`ratios`). Between two fits single dyads are
followed by `mixed.live.Live`, which takes the same sums.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from attune.core.figures.model import Scale, model_sums
from attune.core.figures.service_sums import ServiceSums
from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.mixed.blups import Prediction, effects
from attune.core.statistics.mixed.fit import Fit, fit
from attune.core.statistics.mixed.sums import Sums


@dataclass(frozen=True)
class National:
    """The model of one scale, and the sums it was fitted from."""

    scale: Scale
    sums: Sums
    fit: Fit

    @property
    def ratios(self) -> tuple[float, ...]:
        """From where the next fit may begin."""
        return tuple(self.fit.ratios.tolist())


def national(
    services: Mapping[str, ServiceSums], scale: Scale, *, near: tuple[float, ...] | None = None
) -> National:
    """The model of all services. near: ratios of the last fit, tried first; from the beginning where they lead nowhere.

    Raises CannotComputeError with the reason.
    """
    caseloads = [one for mine in services.values() for one in mine.caseloads.get(scale, ())]
    shipped = [mine.shipped[scale] for mine in services.values() if scale in mine.shipped]
    sums = model_sums(caseloads, shipped)
    return National(scale, sums, _fitted(sums, near))


def _fitted(sums: Sums, near: tuple[float, ...] | None) -> Fit:
    if near is not None:
        try:
            return fit(sums, near=np.array(near))
        except CannotComputeError:
            pass  # what is wrong with the sums, the fit without them says
    return fit(sums)


@dataclass(frozen=True)
class Estimated:
    """A service's own effect on change, in points, beside its pairs: shrunk towards its region, more so the fewer pairs it has.

    More is better. low, high: the interval at 95 %; plain: the mean change of its pairs, not shrunk and not adjusted.
    """

    service: str
    region: str
    pairs: int
    plain: float
    effect: float
    low: float
    high: float


def service_estimates(model: National) -> list[Estimated]:
    """Of each service that has pairs, in the order of their random numbers: for a funnel, in which only its own point has a name."""
    pairs: dict[tuple[str, ...], int] = {}
    changes: dict[tuple[str, ...], float] = {}
    for (path, size), cell in model.sums.cells.items():
        pairs[path[:2]] = pairs.get(path[:2], 0) + cell.units * size
        changes[path[:2]] = changes.get(path[:2], 0.0) + float(cell.total[-1])
    return sorted(
        (
            _estimated(path, one, pairs[path], changes[path])
            for path, one in effects(model.fit, "service").items()
        ),
        key=lambda each: each.service,
    )


def _estimated(path: tuple[str, ...], one: Prediction, pairs: int, changes: float) -> Estimated:
    low, high = one.interval()
    return Estimated(path[1], path[0], pairs, changes / pairs, one.value, low, high)
