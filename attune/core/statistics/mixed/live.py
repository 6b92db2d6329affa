"""A model that follows single records: one unit more or less in O(p²) for each level, without a refit.

The variance ratios stay those of the last fit; fixed effects, standard errors and residual variance are
then exact for the sums as they now are. The ratios are fitted anew from time to time (`fit`, with the
old ratios as `near`); the cost of either does not depend on the number of rows. Units as in `fit`.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from attune.core.statistics.mixed import likelihood
from attune.core.statistics.mixed.fit import Fit
from attune.core.statistics.mixed.sums import Floats, Path, Sums


class Live:
    """Sums and the figures that follow them, at the ratios of one fit."""

    def __init__(self, sums: Sums, fitted: Fit) -> None:
        """`sums` are those that `fitted` was made from; they are counted on in place."""
        self.sums = sums
        self._fit = fitted
        nest = fitted.nest
        up = likelihood.upward(nest, fitted.ratios)
        self._moment: Floats = np.array(up.moment)
        self._log_det = float(up.log_det)
        self._ratios: list[float] = fitted.ratios.tolist()
        self._basis, self._axes = nest.basis, nest.axes
        self._nothing = np.zeros(len(nest.basis))
        self._weight: list[dict[Path, float]] = []
        self._total: list[dict[Path, Floats]] = []
        for level, paths in enumerate(nest.paths):
            self._weight.append(dict(zip(paths, up.weight[level].tolist(), strict=True)))
            self._total.append(dict(zip(paths, up.total[level].T, strict=True)))

    def add(self, path: Path, rows: ArrayLike) -> None:
        """Count one unit (`Sums.add`); a new group is welcome."""
        self.sums.add(path, rows)
        self._change(path, np.asarray(rows, dtype=np.float64), 1)

    def remove(self, path: Path, rows: ArrayLike) -> None:
        """Take one unit away (`Sums.remove`)."""
        self.sums.remove(path, rows)
        self._change(path, np.asarray(rows, dtype=np.float64), -1)

    def _change(self, path: Path, rows: Floats, sign: int) -> None:
        ratios, block = self._ratios, rows @ self._basis
        own = ratios[-1] if self._fit.nest.repeats else 0.0
        size, k = len(block), 1 / (1 + len(block) * own)
        total = block.sum(axis=0)
        shares, vectors = [float(sign)] * size, [*block]
        shares.append(-sign * own * k)
        vectors.append(total)
        self._log_det -= sign * math.log(k)
        weight, total = sign * size * k, sign * k * total
        for level in reversed(range(len(self._weight))):
            group, t = path[: level + 1], ratios[level]
            a = self._weight[level].get(group, 0.0)
            u = self._total[level].get(group, self._nothing)
            b, v = a + weight, u + total
            self._weight[level][group], self._total[level][group] = b, v
            before, after = 1 / (1 + t * a), 1 / (1 + t * b)
            self._log_det += math.log(before / after)
            shares += (t * before, -t * after)
            vectors += (u, v)
            weight, total = b * after - a * before, v * after - u * before
        table = np.array(vectors)
        self._moment += table.T @ (np.array(shares)[:, None] * table)

    def figures(self) -> tuple[dict[str, float], dict[str, float], float]:
        """Fixed effects, their standard errors, and the residual variance, as of now, in O(p³)."""
        p, axes = len(self._moment) - 1, self._axes
        inverse = np.linalg.inv(self._moment[:p, :p])
        right = self._moment[:p, p]
        beta = inverse @ right
        rss = float(self._moment[p, p] - right @ beta)
        residual = rss / (self.sums.rows - (p if self._fit.reml else 0))
        estimates = axes @ beta - self._basis[:p, p]
        errors = np.sqrt(residual * ((axes @ inverse) * axes).sum(axis=1))
        names = self._fit.names
        return (
            dict(zip(names, estimates.tolist(), strict=True)),
            dict(zip(names, errors.tolist(), strict=True)),
            residual,
        )

    def criterion(self) -> float:
        """The criterion as of now, at the ratios of the last fit: how far it is from a refit's shows
        when one is due."""
        nest, p = self._fit.nest, self._fit.nest.fixed
        inside = self._moment[:p, :p]
        rss = float(
            self._moment[p, p] - self._moment[:p, p] @ np.linalg.solve(inside, self._moment[:p, p])
        )
        freedom = self.sums.rows - (p if self._fit.reml else 0)
        value = freedom * (1 + math.log(2 * math.pi * rss / freedom)) + self._log_det
        if self._fit.reml:
            value += float(np.linalg.slogdet(inside)[1] - 2 * np.linalg.slogdet(nest.axes)[1])
        return value
