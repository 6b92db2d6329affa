"""`./run bench statistics [--dyads N …] [--studies K] [--only change|occasions] [--limit SECONDS]`: the mixed
model against R's lme4, the meta-analysis against R's metafor; the same rows in the same run.

Processor time of the fit alone on both sides; reading the rows is not counted on either. Ours is counted
twice: from rows to figures, and from sums to figures, which is what a dashboard waits for once the rows
are in, and which hardly grows with them. Ours is the least of three runs, R's is one. R and its
packages are Debian's (r-base-core, r-cran-lme4, r-cran-metafor); without them ours is measured alone, and it says so. Up to ten
thousand change scores are also given to statsmodels, where it can be imported.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from attune.core.statistics.meta.heterogeneity import Method
from attune.core.statistics.meta.pool import pool
from attune.core.statistics.mixed.fit import Fit, fit
from attune.core.statistics.mixed.live import Live
from attune.core.statistics.mixed.sums import Sums, of_rows

PRACTITIONERS, SERVICES, REGIONS = 2000, 300, 20
SPREAD = {"region": 0.6, "service": 1.2, "practitioner": 1.5, "dyad": 4.0, "residual": 5.0}
UPDATES = 200
MANY = 20
STREAM = 2**28
"""Bytes that are read to find out how fast memory is."""
SMALL = 10_000
"""The most dyads that statsmodels, which takes a table of every group in a region, is asked about."""
ROUNDS = 3

R = """
suppressMessages(library(lme4))
args <- commandArgs(TRUE)
read <- function(name, what) { path <- file.path(args[1], name)
  readBin(path, what, n = file.size(path) / 8, size = 8) }
d <- data.frame(y = read("y", "double"), x = read("x", "double"), time = read("time", "double"))
for (name in c("region", "service", "practitioner", "dyad"))
  d[[name]] <- factor(read(name, "double"))
form <- if (args[2] == "long")
  y ~ time + x + (1 | region) + (1 | service) + (1 | practitioner) + (1 | dyad) else
  y ~ x + (1 | region) + (1 | service) + (1 | practitioner)
took <- system.time(m <- lmer(form, d))
v <- as.data.frame(VarCorr(m))
cat(sprintf('{"cpu": %f, "criterion": %.10f, "fixed": [%s], "variance": {%s}}', took[1] + took[2], REMLcrit(m),
  paste(sprintf("%.12g", fixef(m)), collapse = ", "),
  paste(sprintf('"%s": %.12g', v$grp, v$vcov), collapse = ", ")))
"""


META = """
suppressMessages(library(metafor))
args <- commandArgs(TRUE)
read <- function(name) { path <- file.path(args[1], name)
  readBin(path, "double", n = file.size(path) / 8, size = 8) }
yi <- read("yi"); vi <- read("vi")
took <- system.time(m <- rma(yi, vi, method = "REML", test = "knha",
  control = list(threshold = 1e-12, maxiter = 1000)))
cat(sprintf('{"cpu": %f, "estimate": %.12g, "se": %.12g, "tau2": %.12g}', took[1] + took[2], m$beta, m$se, m$tau2))
"""


@dataclass(frozen=True)
class Rows:
    """A simulated nation, a value for each row; groups are numbered throughout."""

    y: NDArray[np.float64]
    x: NDArray[np.float64]
    time: NDArray[np.float64]
    region: NDArray[np.int64]
    service: NDArray[np.int64]
    practitioner: NDArray[np.int64]
    dyad: NDArray[np.int64]


def nation(dyads: int, *, long: bool, seed: int = 1) -> Rows:
    """Change scores of dyads, or (long) two to three scores of each, in points; the truth is SPREAD."""
    chance = np.random.default_rng(seed)
    service_of = chance.integers(0, SERVICES, PRACTITIONERS)
    region_of = chance.integers(0, REGIONS, SERVICES)
    practitioner = chance.integers(0, PRACTITIONERS, dyads)
    dyad = np.arange(dyads)
    if long:
        dyad = np.repeat(dyad, chance.integers(2, 4, dyads))
        practitioner = practitioner[dyad]
    service = service_of[practitioner]
    region = region_of[service]
    x = chance.normal(size=dyads)[dyad]
    first = np.r_[0, np.flatnonzero(np.diff(dyad)) + 1]
    counted = np.arange(len(dyad)) - np.repeat(first, np.diff(np.r_[first, len(dyad)]))
    y = 10 + 0.5 * x + chance.normal(scale=SPREAD["residual"], size=len(dyad))
    for name, of, size in (
        ("region", region, REGIONS),
        ("service", service, SERVICES),
        ("practitioner", practitioner, PRACTITIONERS),
    ):
        y += chance.normal(scale=SPREAD[name], size=size)[of]
    if long:
        y += chance.normal(scale=SPREAD["dyad"], size=dyads)[dyad] - 3 * counted
    return Rows(y, x, counted.astype(float), region, service, practitioner, dyad)


def sums_of(rows: Rows, *, long: bool) -> Sums:
    fixed = {"time": rows.time, "x": rows.x} if long else {"x": rows.x}
    levels = {
        "region": rows.region,
        "service": rows.service,
        "practitioner": rows.practitioner,
    }
    unit = ("dyad", rows.dyad) if long else None
    return of_rows(rows.y, fixed=fixed, levels=levels, unit=unit)


def reading(rows: Rows, *, long: bool) -> float:
    """Seconds in which memory gives the columns of these rows once: what sums can't be faster than."""
    names = ("y", "x", "region", "service", "practitioner", *(("time", "dyad") if long else ()))
    size = sum(getattr(rows, name).nbytes for name in names)
    block = np.ones(STREAM // 8)
    times = []
    for _each in range(ROUNDS):
        begin = time.perf_counter()
        block.max()
        times.append(time.perf_counter() - begin)
    return size * min(times) / STREAM


def ours(rows: Rows, *, long: bool) -> tuple[Fit, float, float, float]:
    """The fit, and the processor seconds of the sums, of the fit, and of one dyad more; the least of each."""
    times = []
    for _each in range(ROUNDS):
        begin = time.process_time()
        sums = sums_of(rows, long=long)
        middle = time.process_time()
        found = fit(sums)
        times.append((middle - begin, time.process_time() - middle))
    live = Live(sums, found)
    path = tuple(str(int(each[0])) for each in (rows.region, rows.service, rows.practitioner))
    width = 4 if long else 3
    block = np.ones((2 if long else 1, width))
    updating = time.process_time()
    for _each in range(UPDATES):
        live.add(path, block)
        live.figures()
    update = (time.process_time() - updating) / UPDATES
    summing, fitting = (min(each) for each in zip(*times, strict=True))
    return found, summing, fitting, update


def lme4(rows: Rows, folder: Path, *, long: bool, limit: float) -> dict[str, Any] | None:
    """What lme4 finds and how long its processor took; None where R or lme4 is not installed or not in time."""
    for name in ("y", "x", "time", "region", "service", "practitioner", "dyad"):
        getattr(rows, name).astype(np.float64).tofile(folder / name)
    return in_r(R, folder, "long" if long else "change", limit=limit)


def statsmodels(rows: Rows) -> dict[str, float] | None:
    """The change score by statsmodels' MixedLM: fixed effects, and how long its processor took; None where it is not installed."""
    try:
        import pandas as pd  # noqa: PLC0415 -- the peer's own
        from statsmodels.regression.mixed_linear_model import MixedLM  # noqa: PLC0415 -- an extra peer
    except ImportError:
        return None
    columns = ("y", "x", "region", "service", "practitioner")
    table = pd.DataFrame({name: getattr(rows, name) for name in columns})
    inside = {name: f"0 + C({name})" for name in ("service", "practitioner")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it did not converge is said in the line
        begin = time.process_time()
        model = MixedLM.from_formula("y ~ x", table, groups="region", vc_formula=inside)
        found = model.fit(reml=True)
        took = time.process_time() - begin
    said = {"intercept": found.fe_params["Intercept"], "x": found.fe_params["x"]}
    return {"cpu": took, "converged": float(found.converged), **said}


def in_r(
    script: str, folder: Path, *words: str, limit: float | None = None
) -> dict[str, Any] | None:
    """What a script in R says in JSON; None where it can't run, or not within so many seconds."""
    program = shutil.which("Rscript")
    if program is None:
        return None
    (folder / "script.R").write_text(script)
    command = [program, str(folder / "script.R"), str(folder), *words]
    try:
        done = subprocess.run(  # noqa: S603 -- our own script
            command, capture_output=True, text=True, check=False, timeout=limit
        )
    except subprocess.TimeoutExpired:
        say(f"    R was stopped after {limit:.0f} s by the clock")
        return None
    if done.returncode:
        sys.stderr.write(done.stderr)
        return None
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def meta(studies: int) -> None:
    """A random-effects meta-analysis by REML with Knapp and Hartung's test, against R's metafor."""
    chance = np.random.default_rng(1)
    vi = chance.uniform(0.01, 0.2, studies)
    yi = 0.4 + chance.normal(scale=np.sqrt(0.05 + vi))
    begin = time.process_time()
    for _each in range(MANY):
        found = pool(yi, vi, method=Method.REML, knapp_hartung=True)
    took = (time.process_time() - begin) / MANY
    say(f"meta-analysis of {studies:,} studies: ours {took:.4f} s of the processor")
    with tempfile.TemporaryDirectory() as place:
        yi.tofile(Path(place) / "yi")
        vi.tofile(Path(place) / "vi")
        peer = in_r(META, Path(place))
    if peer is None:
        say("    metafor is not installed: Debian's r-base-core and r-cran-metafor")
        return
    mine = found.coefficient()
    apart = max(
        abs(mine.estimate / peer["estimate"] - 1),
        abs(mine.se / peer["se"] - 1),
        abs(found.tau2 / peer["tau2"] - 1),
    )
    say(
        f"    metafor {peer['cpu']:.2f} s: {peer['cpu'] / took:,.0f} × (goal 1,000); "
        f"estimate, standard error and tau2 within {apart:.1e}"
    )


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def compare(dyads: int, *, long: bool, limit: float) -> None:
    """One line of ratios, and how far the figures are apart."""
    rows = nation(dyads, long=long)
    found, summing, fitting, update = ours(rows, long=long)
    name = f"{dyads:,} dyads, {'occasions with a dyad level' if long else 'change score'}"
    say(
        f"{name}: ours {summing + fitting:.3f} s of the processor from {len(rows.y):,} rows "
        f"({summing:.3f} sums, {fitting:.3f} fit); one dyad more {update * 1e6:.0f} µs, "
        f"1/{(summing + fitting) / update:,.0f} of that (goal 1/1,000)"
    )
    floor = reading(rows, long=long)
    say(
        f"    memory gives these rows in {floor * 1000:.2f} ms: the sums take {summing / floor:.0f} times that"
    )
    with tempfile.TemporaryDirectory() as place:
        peer = lme4(rows, Path(place), long=long, limit=limit)
    if peer is None:
        say("    no figures of lme4 (Debian's r-base-core and r-cran-lme4)")
        return
    cpu = peer["cpu"]
    fixed = max(
        abs(mine - its) / abs(its)
        for mine, its in zip(found.fixed.values(), peer["fixed"], strict=True)
    )
    say(
        f"    lme4 {cpu:.2f} s: {cpu / (summing + fitting):,.0f} × from rows (goal 100), "
        f"{cpu / fitting:,.0f} × from sums; criterion ours − lme4 "
        f"{found.criterion - peer['criterion']:.1e}, fixed effects within {fixed:.1e}"
    )

    if not long and dyads <= SMALL:
        beside_statsmodels(rows, found, summing + fitting)


def beside_statsmodels(rows: Rows, found: Fit, took: float) -> None:
    """A line where it is installed."""
    peer = statsmodels(rows)
    if peer is None:
        say("    statsmodels is not installed")
        return
    ended = "converged" if peer["converged"] else "did not converge"
    apart = max(
        abs(mine / peer[its] - 1)
        for mine, its in zip(found.fixed.values(), ("intercept", "x"), strict=True)
    )
    say(
        f"    statsmodels {peer['cpu']:.2f} s, {ended}: {peer['cpu'] / took:,.0f} × from rows; "
        f"fixed effects within {apart:.1e}"
    )


def main() -> None:
    """Both models, at each number of dyads."""
    words = argparse.ArgumentParser(prog="./run bench statistics")
    words.add_argument("--dyads", type=int, nargs="+", default=[10_000, 100_000])
    words.add_argument("--studies", type=int, default=2000)
    words.add_argument("--only", choices=("change", "occasions"), help="one of the two models")
    words.add_argument("--limit", type=float, default=3600, help="seconds that R may take")
    wish = words.parse_args(sys.argv[2:])
    for dyads in wish.dyads:
        for long in (False, True):
            if wish.only in (None, "occasions" if long else "change"):
                compare(dyads, long=long, limit=wish.limit)
    meta(wish.studies)


if __name__ == "__main__":
    main()
