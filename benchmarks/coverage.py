"""`./run bench coverage [--nations N] [--dyads N] [--regions N] [--seed N]`: how often intervals hold the truth.

Simulated nations whose truth is known: 300 services in regions, 2,000 practitioners, dyads of six years. The
score at the end hangs on the score at the start, on ordered work, on work at a distance, on the practitioner's stage,
on an end that was not planned, and on three random levels. Services differ in size and in whom they see.
Scores at the end are missing more often after low scores at the start and after unplanned ends: at random,
given what is in the model. Numbers are drawn, summed and fitted; no row is kept.

Each line: a figure, how many of its 95 % intervals held the truth, that share with Wilson's own interval,
and how far the estimates were from the truth on average, in their standard deviations.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtr

from attune.core.statistics.clusters import clustered_change, clustered_rate, clustered_smcr
from attune.core.statistics.effects import PairedSums, rate, smcc
from attune.core.statistics.estimate import Estimate
from attune.core.statistics.meta.pool import pool
from attune.core.statistics.mixed.fit import fit
from attune.core.statistics.mixed.intervals import t_interval, variance_interval
from attune.core.statistics.mixed.sums import Sums, of_rows

FIXED = {
    "(Intercept)": 12.0,
    "start": 0.5,
    "ordered": -0.8,
    "remote": -0.3,
    "trainee": -0.5,
    "unplanned": -0.7,
}
"""The known effects, in points; the start score counts from 10."""

SPREAD = {"region": 0.6, "service": 1.0, "practitioner": 1.2, "residual": 3.0}
"""The known standard deviations, in points."""

PAIRS, CHANGE, IMPROVED, BEFORE = 40, 2.0, 4.0, 3.0
"""A service's pairs in the study of effects; in points: the mean change, what counts as improved, the spread before."""


@dataclass(frozen=True)
class Size:
    """How large a nation is."""

    dyads: int = 20_000
    practitioners: int = 2000
    services: int = 300
    regions: int = 11


@dataclass
class Held:
    """How often intervals held the truth, and how far off estimates were (in points of the figure)."""

    truth: float
    times: int = 0
    of: int = 0
    off: list[float] = field(default_factory=list)

    def count(self, interval: tuple[float, float], estimate: float) -> None:
        self.of += 1
        self.times += interval[0] <= self.truth <= interval[1]
        self.off.append(estimate - self.truth)

    def line(self, name: str) -> str:
        share = rate(self.times, self.of)
        spread = float(np.std(self.off)) or 1.0
        return (
            f"{name}: {self.times} of {self.of}, {100 * share.estimate:.1f} % "
            f"({100 * share.ci_lb:.1f} to {100 * share.ci_ub:.1f}); "
            f"estimates off by {float(np.mean(self.off)) / spread:+.2f} of their SD on average"
        )


# ------------------------------------------------------------------------- the mixed model


def nation(size: Size, chance: np.random.Generator) -> Sums:
    """The sums of one drawn nation, of the pairs that are there."""
    n = size.dyads
    region_of = chance.permutation(np.arange(size.services) % size.regions)
    service_of = np.r_[
        np.arange(size.services),
        chance.choice(
            size.services, size.practitioners - size.services, p=_shares(size.services, chance)
        ),
    ]
    person = chance.choice(size.practitioners, n, p=_shares(size.practitioners, chance))
    service = service_of[person]
    year = chance.integers(0, 6, n)
    start = chance.normal(0, 3, n) + chance.normal(0, 1, size.services)[service]
    ordered = chance.random(n) < chance.beta(2, 8, size.services)[service]
    remote = (
        chance.random(n) < (0.05 + 0.05 * year) * chance.uniform(0.4, 1.6, size.services)[service]
    )
    trainee = (chance.random(size.practitioners) < 0.3)[person]
    unplanned = chance.random(n) < expit(-1.2 + 0.6 * ordered - 0.1 * start)
    effects = {
        "start": start,
        "ordered": ordered.astype(float),
        "remote": remote.astype(float),
        "trainee": trainee.astype(float),
        "unplanned": unplanned.astype(float),
    }
    end = FIXED["(Intercept)"] + chance.normal(0, SPREAD["residual"], n)
    for name, values in effects.items():
        end += FIXED[name] * values
    groups = {"region": region_of[service], "service": service, "practitioner": person}
    for name, group in groups.items():
        end += chance.normal(0, SPREAD[name], int(group.max()) + 1)[group]
    there = chance.random(n) < expit(1.3 + 0.15 * start - 1.5 * unplanned)
    return of_rows(
        end[there],
        fixed={name: values[there] for name, values in effects.items()},
        levels={name: group[there] for name, group in groups.items()},
    )


def _shares(many: int, chance: np.random.Generator) -> NDArray[np.float64]:
    """Unequal shares: a standard deviation of seven tenths of the mean."""
    drawn = chance.gamma(2, size=many)
    return np.asarray(drawn / drawn.sum())


def mixed(
    nations: int, size: Size, seed: int, components: Sequence[str] = tuple(SPREAD)
) -> dict[str, Held]:
    """Fixed effects by Satterthwaite's interval, these variances by the profile interval."""
    held = {name: Held(truth) for name, truth in FIXED.items()}
    held |= {f"variance: {name}": Held(SPREAD[name] ** 2) for name in components}
    for chance in _draws(nations, seed):
        found = fit(nation(size, chance))
        for name, estimate in found.fixed.items():
            held[name].count(t_interval(found, {name: 1}), estimate)
        for name in components:
            interval = variance_interval(found, name)
            held[f"variance: {name}"].count(interval, found.variance[name])
    return held


def _draws(many: int, seed: int) -> Iterator[np.random.Generator]:
    for child in np.random.SeedSequence(seed).spawn(many):
        yield np.random.default_rng(child)


# ------------------------------------------------------------------------- effects and rates


def effects(nations: int, size: Size, seed: int) -> dict[str, Held]:
    """SMCC and the rate of improvement: of one service whose dyads stand alone; of the nation as if its dyads
    stood alone; of the services' figures pooled (REML, Knapp–Hartung); and with services as groups (clusters)."""
    spread = {name: SPREAD[name] for name in ("service", "practitioner", "residual")}
    total = float(np.sqrt(sum(each**2 for each in spread.values())))
    inside = float(np.sqrt(spread["practitioner"] ** 2 + spread["residual"] ** 2))
    share = float(ndtr((CHANGE - IMPROVED) / total))
    held = {
        "SMCC, 40 dyads that stand alone": Held(CHANGE / inside),
        "SMCC, a nation as if its dyads stood alone": Held(CHANGE / total),
        "SMCC, its services pooled": Held(CHANGE / inside),
        "rate, 40 dyads that stand alone": Held(float(ndtr((CHANGE - IMPROVED) / inside))),
        "rate, a nation as if its dyads stood alone": Held(share),
        "rate, its services pooled": Held(share),
        "SMCR, its services as groups": Held(CHANGE / BEFORE),
        "change, its services as groups": Held(CHANGE),
        "rate, its services as groups": Held(share),
    }
    for chance in _draws(nations, seed):
        alone = CHANGE + chance.normal(0, inside, PAIRS)
        service, change = _changes(size, spread, chance)
        for name, some in (
            ("40 dyads that stand", alone),
            ("a nation as if its dyads stood", change),
        ):
            figure = smcc(_pairs(some, chance).paired())
            held[f"SMCC, {name} alone"].count((figure.ci_lb, figure.ci_ub), figure.estimate)
            figure = rate(int(np.sum(some >= IMPROVED)), len(some))
            held[f"rate, {name} alone"].count((figure.ci_lb, figure.ci_ub), figure.estimate)
        for name, (values, variances) in _by_service(service, change, chance).items():
            one = pool(values, variances, knapp_hartung=True).coefficient()
            held[f"{name}, its services pooled"].count(one.interval(), one.estimate)
        for name, figure in _as_groups(service, change, chance).items():
            held[f"{name}, its services as groups"].count(
                (figure.ci_lb, figure.ci_ub), figure.estimate
            )
    return held


def _as_groups(
    service: NDArray[np.int64], change: NDArray[np.float64], chance: np.random.Generator
) -> dict[str, Estimate]:
    """The figures of the nation as its pages give them: dyads come in services."""
    pre = chance.normal(0, BEFORE, len(change))
    post = pre + change
    columns = [np.bincount(service, each) for each in (pre, post, pre**2, post**2, pre * post)]
    many = np.bincount(service)
    better = np.bincount(service, change >= IMPROVED).astype(int)
    groups = [
        PairedSums(int(n), *(float(column[one]) for column in columns))
        for one, n in enumerate(many)
    ]
    return {
        "SMCR": clustered_smcr(groups),
        "change": clustered_change(groups),
        "rate": clustered_rate(list(zip(better.tolist(), many.tolist(), strict=True))),
    }


def _changes(
    size: Size, spread: Mapping[str, float], chance: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    person = chance.integers(0, size.practitioners, size.dyads)
    service = chance.integers(0, size.services, size.practitioners)[person]
    change = CHANGE + chance.normal(0, spread["residual"], size.dyads)
    change += chance.normal(0, spread["service"], size.services)[service]
    change += chance.normal(0, spread["practitioner"], size.practitioners)[person]
    return service, change


def _pairs(change: NDArray[np.float64], chance: np.random.Generator) -> PairedSums:
    """Scores before and after with these changes."""
    pre = chance.normal(0, BEFORE, len(change))
    post = pre + change
    sums = (pre, post, pre**2, post**2, pre * post)
    return PairedSums(len(change), *(float(np.sum(each)) for each in sums))


def _by_service(
    service: NDArray[np.int64], change: NDArray[np.float64], chance: np.random.Generator
) -> dict[str, tuple[list[float], list[float]]]:
    """Each service's SMCC and rate with their variances; a rate's by the nation's rate, so that it doesn't
    hang on its own. Services of fewer than eight pairs are left out."""
    everywhere = float(np.mean(change >= IMPROVED))
    found: dict[str, tuple[list[float], list[float]]] = {"SMCC": ([], []), "rate": ([], [])}
    for here in (change[service == each] for each in np.unique(service)):
        if len(here) < 8:
            continue
        figure = smcc(_pairs(here, chance).paired())
        found["SMCC"][0].append(figure.estimate)
        found["SMCC"][1].append(figure.se**2)
        found["rate"][0].append(float(np.mean(here >= IMPROVED)))
        found["rate"][1].append(everywhere * (1 - everywhere) / len(here))
    return found


def main() -> None:
    """Both studies, a line for each figure."""
    words = argparse.ArgumentParser(prog="./run bench coverage")
    words.add_argument("--nations", type=int, default=200)
    words.add_argument("--dyads", type=int, default=20_000)
    words.add_argument("--regions", type=int, default=11)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--study", choices=("mixed", "effects"), help="one of the two alone")
    wish = words.parse_args(sys.argv[2:])
    size = Size(dyads=wish.dyads, regions=wish.regions)
    begin = time.process_time()
    for study in (mixed, effects):
        if wish.study not in (None, study.__name__):
            continue
        for name, held in study(wish.nations, size, wish.seed).items():
            sys.stdout.write(held.line(name) + "\n")
            sys.stdout.flush()
    sys.stdout.write(f"{wish.nations} nations of {wish.dyads:,} dyads in {wish.regions} regions: ")
    sys.stdout.write(f"{time.process_time() - begin:.0f} s of the processor\n")


if __name__ == "__main__":
    main()
