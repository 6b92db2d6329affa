"""The REML and ML criterion of nested random intercepts, with its exact gradient, from the sums.

y = Xβ + Σ Z b + e, Var b = s²t for each level, Var e = s². With M = [X y], repeated Woodbury gives

    M'V⁻¹M = C − Σ_c k_c T_c − Σ_levels Σ_g d_g u_g u_g'

by one upward sweep over the groups, lowest first; the gradient and the predictions follow from one
downward sweep. No step looks at a row. The ratios t may be complex: then a derivative of the gradient is
exact to rounding by one complex step (Squire & Trapp 1998, SIAM Review 40:110–112).

Criterion, as in lme4 (Bates et al. 2015, J Stat Softw 67(1), eqs 34 and 42), without dimension:
f ln(2πs²) + ln|V| + RSS/s², plus ln|X'V⁻¹X| for REML; f = n − p for REML and n for ML; at its best s²,
RSS/f, it is profiled. Checked against lme4 1.1-31: cases 08, 09, 11 (`tests/reference`).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.mixed.sums import Floats, Path, Sums

Numbers = NDArray[Any]
"""Real in every result; complex only while a derivative is taken."""


@dataclass(frozen=True)
class Tree:
    """The sums as arrays, in an orthonormal basis of X, with y as the residual of ordinary least squares.

    `names` are the levels, outermost first, then the unit. `paths[l]` are the groups of a level,
    `starts[l]` where the groups below each begin (for the lowest: its cells), `owner[l]` the parent.
    `basis` (p+1, p+1) leads from the table's columns to these.
    """

    names: tuple[str, ...]
    rows: int
    cross: Floats
    sizes: Floats
    products: Floats
    paths: tuple[tuple[Path, ...], ...]
    starts: tuple[NDArray[np.int64], ...]
    owner: tuple[NDArray[np.int64], ...]
    cell_size: Floats
    cell_units: Floats
    cell_total: Floats
    repeats: bool
    basis: Floats

    @property
    def fixed(self) -> int:
        """How many fixed effects, p."""
        return len(self.cross) - 1

    @property
    def axes(self) -> Floats:
        """The part of the basis that belongs to the fixed effects (p, p)."""
        return self.basis[: self.fixed, : self.fixed]

    @cached_property
    def log_axes(self) -> float:
        """ln|axes|."""
        return float(np.linalg.slogdet(self.axes)[1])

    @cached_property
    def cell_rows(self) -> Floats:
        """How many rows each cell has, and under it the sum of them (p+2, cells)."""
        return np.vstack([self.cell_units * self.cell_size, self.cell_total])

    def seen_through(self, map_: Floats) -> "Tree":
        """The same groups with other columns: the table times `map_` (p+1, q+1)."""
        return Tree(
            self.names,
            self.rows,
            map_.T @ self.cross @ map_,
            self.sizes,
            map_.T @ self.products @ map_,
            self.paths,
            self.starts,
            self.owner,
            self.cell_size,
            self.cell_units,
            map_.T @ self.cell_total,
            self.repeats,
            self.basis @ map_,
        )


def tree(sums: Sums) -> Tree:
    """The sums made ready. Refused: too few rows, fixed effects that cannot be told apart, an outcome
    that the fixed effects explain wholly, a level whose groups cannot be told from those below."""
    raw = _arranged(sums)
    if raw.rows <= raw.fixed:
        raise CannotComputeError("there are not more rows than fixed effects")
    if not raw.names:
        raise CannotComputeError("no level of groups is named")
    _refuse_confounded(sums, raw)
    return raw.seen_through(orthonormal(raw.cross))


def _arranged(sums: Sums) -> Tree:
    keys = sorted(sums.cells)
    members: list[Path] = [path for path, _ in keys]
    paths: list[tuple[Path, ...]] = []
    starts: list[NDArray[np.int64]] = []
    owner: list[NDArray[np.int64]] = []
    for _ in sums.levels:
        groups, first, own = _groups(members)
        paths.insert(0, groups)
        starts.insert(0, first)
        owner.insert(0, own)
        members = [path[:-1] for path in groups]
    if sums.levels:
        owner.insert(0, np.zeros(len(members), dtype=np.int64))
    sizes = sorted(sums.within)
    columns = len(sums.fixed) + 1
    products = [sums.within[size] for size in sizes]
    return Tree(
        (*sums.levels, *([sums.unit] if sums.unit else [])),
        sums.rows,
        sums.cross,
        np.array(sizes, dtype=np.float64),
        np.array(products).reshape(len(sizes), columns, columns),
        tuple(paths),
        tuple(starts),
        tuple(owner),
        np.array([size for _, size in keys], dtype=np.float64),
        np.array([sums.cells[key].units for key in keys], dtype=np.float64),
        np.array([sums.cells[key].total for key in keys]).reshape(len(keys), columns).T.copy(),
        sums.unit is not None,
        np.eye(columns),
    )


def _groups(members: list[Path]) -> tuple[tuple[Path, ...], NDArray[np.int64], NDArray[np.int64]]:
    """The groups in their order, where the members of each begin, and each member's own; members of a
    group stand together."""
    groups: dict[Path, int] = {}
    starts: list[int] = []
    for at, path in enumerate(members):
        if path not in groups:
            groups[path] = len(groups)
            starts.append(at)
    own = [groups[path] for path in members]
    return tuple(groups), np.array(starts, dtype=np.int64), np.array(own, dtype=np.int64)


def _refuse_confounded(sums: Sums, raw: Tree) -> None:
    units = int(raw.cell_units.sum())
    counts = [len(paths) for paths in raw.paths]
    names = [*sums.levels]
    if sums.unit:
        counts.append(units)
        names.append(sums.unit)
    for name, count, below in zip(names, counts, [*counts[1:], raw.rows], strict=True):
        if count < 2:
            raise CannotComputeError(f"there is only one {name}")
        if count == below:
            raise CannotComputeError(f"no {name} has more than one of what is below it")


def orthonormal(cross: Floats) -> Floats:
    """The basis (p+1, p+1) in which X'X = I and y is the residual of least squares, given M'M.

    Refused: fixed effects that cannot be told apart, or that explain the outcome wholly.
    """
    p = len(cross) - 1
    scale = np.sqrt(np.diag(cross)[:p])
    if np.any(scale == 0):
        raise CannotComputeError("a fixed effect is zero in every row")
    values, vectors = np.linalg.eigh(cross[:p, :p] / np.outer(scale, scale))
    if p and values[0] < 1e-12 * p:
        raise CannotComputeError("the fixed effects cannot be told apart")
    axes = vectors / np.sqrt(values) / scale[:, None]
    least_squares = axes @ (axes.T @ cross[:p, p])
    left = cross[p, p] - cross[:p, p] @ least_squares
    if left <= 1e-12 * cross[p, p]:
        raise CannotComputeError("the fixed effects leave nothing of the outcome to vary")
    basis = np.zeros((p + 1, p + 1))
    basis[:p, :p] = axes
    basis[:p, p] = -least_squares
    basis[p, p] = 1
    return basis


# ------------------------------------------------------------------------- the sweeps


@dataclass(frozen=True)
class Upward:
    """What the upward sweep found: M'V⁻¹M, ln|V|, and for each level, outermost first, 1'V⁻¹1 (a), 1'V⁻¹M (u)
    of each group without its own variance, 1/(1 + t a) (shrink), and a and u with it, (p+2, groups)."""

    moment: Numbers
    log_det: Any
    weight: list[Numbers]
    total: list[Numbers]
    shrink: list[Numbers]
    shrunk: list[Numbers]


def upward(nest: Tree, ratios: Numbers) -> Upward:
    """From the cells to the outermost groups; `ratios` as `nest.names`, without unit."""
    moment: Numbers = nest.cross
    log_det: Any = 0.0
    sums: Numbers = nest.cell_rows
    if nest.repeats:
        k = 1 / (1 + nest.cell_size * ratios[-1])
        log_det = -np.dot(nest.cell_units, np.log(k))
        share = ratios[-1] / (1 + nest.sizes * ratios[-1])
        moment = moment - np.einsum("c,cij->ij", share, nest.products)
        sums = sums * k
    found = Upward(moment, log_det, [], [], [], [])
    for level in reversed(range(len(nest.paths))):
        starts = nest.starts[level]
        if len(starts) < sums.shape[1]:
            sums = np.add.reduceat(sums, starts, axis=1)
        a, u = sums[0], sums[1:]
        shrink = 1 / (1 + ratios[level] * a)
        log_det = log_det - np.log(shrink).sum()
        shrunk = sums * shrink
        moment = moment - ratios[level] * products(u, shrunk[1:])
        for kept, value in (
            (found.weight, a),
            (found.total, u),
            (found.shrink, shrink),
            (found.shrunk, shrunk),
        ):
            kept.insert(0, value)
        sums = shrunk
    return Upward(moment, log_det, found.weight, found.total, found.shrink, found.shrunk)


def products(one: Numbers, other: Numbers) -> Numbers:
    """one·other' (rows by rows), row by row: such small products must not wake the threads of a matrix
    library, which would then wait for each other longer than the product takes."""
    return np.asarray(np.vecdot(np.conj(one)[:, None], other[None]))


@dataclass(frozen=True)
class Downward:
    """What the downward sweep found for each level, outermost first, and last for the cells.

    `effect[l]` the prediction of t Z'V⁻¹M summed over a group and all above it (p+1, groups);
    `spread[l]` its variance given everything, over s²; `own[l]` 1'V⁻¹M of each group; `precision[l]`
    1'V⁻¹1 of each group.
    """

    effect: list[Numbers]
    spread: list[Numbers]
    own: list[Numbers]
    precision: list[Numbers]


def downward(nest: Tree, ratios: Numbers, up: Upward) -> Downward:
    """From the outermost groups to the cells."""
    found = Downward([], [], [], [])
    effect = np.zeros((nest.fixed + 1, 1), dtype=ratios.dtype)
    spread = np.zeros(1, dtype=ratios.dtype)
    for level in range(len(nest.paths)):
        above, doubt = effect[:, nest.owner[level]], spread[nest.owner[level]]
        shrink = up.shrink[level]
        a = up.shrunk[level][0]
        own = up.shrunk[level][1:] - a * above
        effect = above + ratios[level] * own
        spread = ratios[level] * shrink + doubt * shrink**2
        found.effect.append(effect)
        found.spread.append(spread)
        found.own.append(own)
        found.precision.append(a - a**2 * doubt)
    return found


def slopes(nest: Tree, ratios: Numbers, up: Upward, weight: Numbers) -> tuple[Numbers, Numbers]:
    """For each ratio: d ln|V|/dt, and −tr(weight · d(M'V⁻¹M)/dt), both exact; `weight` is (p+1)²."""
    down = downward(nest, ratios, up)
    pairs = [
        (b.sum(), (weight * products(own, own)).sum())
        for b, own in zip(down.precision, down.own, strict=True)
    ]
    if nest.repeats:
        pairs.append(_unit_slope(nest, ratios, down, weight))
    return np.array([first for first, _ in pairs]), np.array([second for _, second in pairs])


def _unit_slope(nest: Tree, ratios: Numbers, down: Downward, weight: Numbers) -> tuple[Any, Any]:
    c, units = nest.cell_size, nest.cell_units
    k = 1 / (1 + c * ratios[-1])
    if nest.paths:
        effect, spread = down.effect[-1][:, nest.owner[-1]], down.spread[-1][nest.owner[-1]]
    else:
        effect, spread = np.zeros_like(nest.cell_total), np.zeros_like(c)
    ck = c * k
    determinant = np.dot(units, ck - ck**2 * spread)
    squares = np.sum(
        weight * np.einsum("c,cij->ij", 1 / (1 + nest.sizes * ratios[-1]) ** 2, nest.products)
    )
    crossed = (
        products(effect, ck * k * nest.cell_total) - products(effect, ck**2 * units * effect) / 2
    )
    return determinant, squares - 2 * (weight * crossed).sum()


# ------------------------------------------------------------------------- the criterion


@dataclass(frozen=True)
class Solved:
    """Given the ratios: β in the tree's basis, (X'V⁻¹X)⁻¹ of it, RSS and the best s²."""

    beta: Numbers
    inverse: Numbers
    rss: Any
    variance: Any


def solved(nest: Tree, up: Upward, *, reml: bool) -> Solved:
    """Generalised least squares from M'V⁻¹M."""
    p = nest.fixed
    inverse = np.linalg.inv(up.moment[:p, :p])
    beta = inverse @ up.moment[:p, p]
    rss = up.moment[p, p] - up.moment[:p, p] @ beta
    return Solved(beta, inverse, rss, rss / freedom(nest, reml=reml))


def freedom(nest: Tree, *, reml: bool) -> int:
    """f: rows, less the fixed effects for REML."""
    return nest.rows - nest.fixed if reml else nest.rows


def criterion(
    nest: Tree, ratios: Numbers, *, reml: bool, variance: Any = None
) -> tuple[Any, Numbers, Any]:
    """The criterion, its gradient by the ratios at a fixed s², and its slope by s².

    Without `variance` s² is the best one, so that the gradient is that of the profiled criterion.
    """
    up = upward(nest, ratios)
    at = solved(nest, up, reml=reml)
    sigma2 = at.variance if variance is None else variance
    p, nu = nest.fixed, freedom(nest, reml=reml)
    w = np.concatenate([-at.beta, np.ones(1)])
    weight = np.outer(w, w) / sigma2
    value = nu * np.log(2 * np.pi * sigma2) + up.log_det + at.rss / sigma2
    if reml:
        weight[:p, :p] += at.inverse
        value -= 2 * nest.log_axes
        value += _log_determinant(up.moment[:p, :p])
    determinant, squares = slopes(nest, ratios, up, weight)
    return value, determinant - squares, nu / sigma2 - at.rss / sigma2**2


def _log_determinant(matrix: Numbers) -> Any:
    """ln|matrix| of a positive definite matrix, complex while a derivative is taken."""
    sign, size = np.linalg.slogdet(matrix)
    return size + np.log(sign) if np.iscomplexobj(matrix) else size
