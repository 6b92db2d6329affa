"""What `attune stats` answers, as values that JSON can hold. Slow to load: only `stats` loads it, late."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from attune.cli.stats_table import Table
from attune.cli.telling import fail
from attune.core.statistics import change, effects, funnel, sequence, synchrony
from attune.core.statistics.estimate import Estimate
from attune.core.statistics.inputs import finite, positive
from attune.core.statistics.reliability.cronbach import cronbach_alpha
from attune.core.statistics.reliability.icc import Icc, icc
from attune.core.statistics.reliability.kappa import cohen_kappa
from attune.core.statistics.reliability.krippendorff import Metric, krippendorff_alpha
from attune.core.statistics.reliability.multirater import (
    conger_kappa,
    fleiss_kappa,
    gwet_ac,
    light_kappa,
)
from attune.core.statistics.reliability.ratings import read
from attune.core.statistics.reliability.weights import Weights

Answer = dict[str, Any]

SUMMARY = ("n", "m_pre", "m_post", "sd_pre", "sd_post", "r")
OUTER = 0.998
SEED = 20


# ------------------------------------------------------------------------- change


def effect(kind: str, table: Table, confidence: float) -> Answer | list[Answer]:
    """One answer for scores of people, a list of one for each row of group summaries."""
    if table.has(SUMMARY):
        sizes = table.whole_numbers("n")
        columns = [table.numbers(name) for name in SUMMARY[1:]]
        groups = [
            effects.Paired(n, pre, post, sd_pre, sd_post, r)
            for n, pre, post, sd_pre, sd_post, r in zip(sizes, *columns, strict=True)
        ]
        return [_effect(kind, group, confidence) for group in groups]
    pre, post, left_out = table.pairs("pre", "post")
    return _effect(kind, effects.paired(pre, post), confidence) | {"left_out": left_out}


def _effect(kind: str, group: effects.Paired, confidence: float) -> Answer:
    told = effects.EFFECTS[kind](group, confidence)
    return asdict(told) | {"variance": told.se**2, "n": group.n}


def reliable_change(
    table: Table,
    *,
    method: str,
    reliability: float,
    reliability_post: float | None,
    sd: float | None,
    cutoff: float | None,
    higher_is_better: bool,
    confidence: float | None,
) -> Answer:
    """Each person's index and verdict, and how many there are of each."""
    chosen = change.Method(method)
    level = 0.90 if chosen is change.Method.HAGEMAN_ARRINDELL else 0.95
    if confidence is not None:
        level = confidence
    pre, post, left_out = table.pairs("pre", "post")
    group = effects.paired(pre, post)
    sample = change.Sample(
        group.sd_pre if sd is None else sd,
        group.mean_pre,
        group.sd_post,
        group.mean_post,
        group.correlation,
    )
    people = []
    for before, after in zip(pre, post, strict=True):
        index = change.change_index(
            chosen,
            before,
            after,
            sample=sample,
            reliability=reliability,
            reliability_post=reliability_post,
        )
        said = change.verdict(index, higher_is_better=higher_is_better, confidence=level)
        person = {"pre": before, "post": after, "change": after - before, "index": index}
        person["verdict"] = said.value
        if cutoff is not None:
            person["outcome"] = change.outcome(
                before, after, cutoff, said=said, higher_is_better=higher_is_better
            ).value
        people.append(person)
    answer: Answer = {"method": chosen.value, "n": len(people), "left_out": left_out}
    answer |= {"sd": sample.sd_pre, "confidence": level}
    if chosen is change.Method.JACOBSON_TRUAX:
        answer["threshold"] = change.reliable_change_threshold(sample.sd_pre, reliability, level)
    verdicts = [person["verdict"] for person in people]
    answer |= {each.value: verdicts.count(each.value) for each in change.Verdict}
    if cutoff is not None:
        outcomes = [person["outcome"] for person in people]
        answer["outcomes"] = {each.value: outcomes.count(each.value) for each in change.Outcome}
    return answer | {"people": people}


# ------------------------------------------------------------------------- agreement


def kappa(
    table: Table,
    *,
    kind: str,
    weights: str,
    categories: str | None,
    turned: bool,
    confidence: float,
) -> Answer:
    """Cohen's kappa of two raters, Fleiss' of more, or another that is asked for."""
    rows = table.cells(turned=turned)
    ratings = read(rows, _scale(categories, rows))
    if kind == "auto":
        kind = "cohen" if len(rows[0]) == 2 else "fleiss"
    functions: dict[str, Callable[..., Estimate]] = {
        "cohen": cohen_kappa,
        "fleiss": fleiss_kappa,
        "gwet": gwet_ac,
        "conger": conger_kappa,
        "light": light_kappa,
    }
    told = functions[kind](ratings, Weights(weights), confidence)
    return _agreement(told, kind, rows) | {"weights": weights}


def alpha(
    table: Table, *, kind: str, metric: str, categories: str | None, turned: bool, confidence: float
) -> Answer:
    """Krippendorff's alpha of raters, or Cronbach's of items."""
    rows = table.cells(turned=turned)
    if kind == "cronbach":
        return _agreement(cronbach_alpha(_scores(rows), confidence), kind, rows)
    told = krippendorff_alpha(read(rows, _scale(categories, rows)), Metric(metric), confidence)
    return _agreement(told, kind, rows) | {"metric": metric}


def correlation(table: Table, *, kind: str, turned: bool, confidence: float) -> Answer:
    """One of the six intraclass correlations."""
    rows = table.cells(turned=turned)
    return _agreement(icc(_scores(rows), Icc(kind), confidence), kind, rows)


def _agreement(told: Estimate, kind: str, rows: Sequence[Sequence[object]]) -> Answer:
    return asdict(told) | {"kind": kind, "units": len(rows), "raters": len(rows[0])}


def _scores(rows: Sequence[Sequence[float | str | None]]) -> list[list[float | None]]:
    """The cells as numbers; a word is as good as missing, and missing is refused."""
    return [[None if isinstance(cell, str) else cell for cell in row] for row in rows]


def _scale(
    categories: str | None, rows: Sequence[Sequence[float | str | None]]
) -> list[float | str] | None:
    """The categories as they were given, numbers when the ratings are."""
    if categories is None:
        return None
    named = [each.strip() for each in categories.split(",")]
    if any(isinstance(cell, str) for row in rows for cell in row):
        return list(named)
    try:
        return [float(each) for each in named]
    except ValueError:
        return list(named)


# ------------------------------------------------------------------------- services


def services(table: Table, confidence: float) -> Answer:
    """Every service with its rate, its limits and its shrunken rate, and the overdispersion of all."""
    counted = table.whole_numbers("improved" if table.has(["improved"]) else "count")
    found = [
        funnel.Service(n, count) for n, count in zip(table.whole_numbers("n"), counted, strict=True)
    ]
    target, between = funnel.target_rate(found), funnel.between_services(found)
    scores = funnel.z_scores(found)
    listed = []
    for name, each, z, shrunken in zip(
        table.words("service"),
        found,
        scores,
        funnel.shrunken_rates(found, confidence),
        strict=True,
    ):
        one: Answer = {"service": name, "n": each.n, "count": each.count, "rate": each.rate, "z": z}
        one["limits"] = list(funnel.exact_limits(target, each.n, confidence))
        one["outer_limits"] = list(funnel.exact_limits(target, each.n, OUTER))
        one["limits_overdispersed"] = list(
            funnel.arcsine_limits(target, each.n, confidence, between)
        )
        listed.append(one | {"shrunken": asdict(shrunken)})
    return {
        "target": target,
        "phi": funnel.overdispersion(scores),
        "tau2": between,
        "services": listed,
    }


# ------------------------------------------------------------------------- in time


def lag_sequence(table: Table, *, lag: int, repeats: bool) -> Answer:
    """The table of transitions, cell by cell, and its test. Sessions are not joined."""
    column = table.names[0] if len(table.names) == 1 else "code"
    written = table.words(column)
    names = table.words("session") if table.has(["session"]) else [""] * len(written)
    sessions: dict[str, list[str]] = {}
    for name, code in zip(names, written, strict=True):
        sessions.setdefault(name, []).append(code)
    codes = sorted(set(written), key=lambda code: (not code.isdecimal(), code.zfill(9)))
    counts = sequence.transitions(list(sessions.values()), codes, lag)
    told = sequence.lag_sequential(counts, codes, repeats=repeats)
    answer: Answer = {"lag": lag, "transitions": int(counts.sum()), "codes": codes}
    answer |= {"g2": told.g2, "df": told.freedom, "p": told.p}
    return answer | {"cells": [asdict(cell) for cell in told.cells]}


def movements(
    table: Table,
    *,
    rate: float,
    window: float,
    step: float,
    reach: float,
    peak: float,
    surrogates: int,
) -> Answer:
    """Windowed correlations in seconds: positive lags say that the first column leads."""
    if len(table.names) != 2:
        fail(f"{table.path} needs two columns: one for each series.")
    first, second = (table.numbers(name) for name in table.names)
    plan = {
        "window": _samples("the window", window, rate),
        "step": _samples("the step", step, rate),
        "reach": _samples("the longest lag", reach, rate),
    }
    told = synchrony.windowed(first, second, **plan)
    highest = synchrony.peaks(told, _samples("the sides of a peak", peak, rate))
    listed = []
    for start, best, top in zip(told.starts, told.best_lags(), highest, strict=True):
        one: Answer = {"start": start / rate, "best_lag": None if best is None else best / rate}
        one["peak_lag"] = None if top is None else top.lag / rate
        one["peak_correlation"] = None if top is None else top.correlation
        listed.append(one)
    answer: Answer = {"leads": table.names[0], "abs_mean_z": told.mean_z(absolute=True)}
    answer["mean_z"] = told.mean_z(absolute=False)
    if surrogates:
        beside = synchrony.against_surrogates(first, second, **plan, seed=SEED, draws=surrogates)
        answer |= {"by_chance": beside.by_chance, "effect": beside.effect, "p": beside.p}
    return answer | {"windows": listed}


def _samples(name: str, seconds: float, rate: float) -> int:
    return round(finite(name, seconds) * positive("the number of samples a second", rate))
