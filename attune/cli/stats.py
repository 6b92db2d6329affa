"""`attune stats`: the statistics kernel on CSV files, one command for each question.

`meta` and `mixed` are in a module of their own, `stats_models`.

Every file has a line of names, is UTF-8, and an empty cell, or NA, is a missing value. What has no answer is said in
one sentence and ends with status 2. With --json the keys are those of docs/method/statistics.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.table import Table as Listing

from attune.cli.stats_models import stats_meta, stats_mixed
from attune.cli.stats_table import Table, read_table
from attune.cli.telling import AsJson, fail, plain_errors, print_json, say
from attune.core.statistics.errors import CannotComputeError

stats = typer.Typer(
    no_args_is_help=True, help="Statistics of CSV files: change, agreement, services, sequences."
)
stats.command("meta")(stats_meta)
stats.command("mixed")(stats_mixed)

Data = Annotated[Path, typer.Argument(metavar="DATA.csv", help="CSV with a line of names.")]
Confidence = Annotated[float, typer.Option("--confidence", help="Of the interval, as a share.")]
RatersInRows = Annotated[
    bool, typer.Option("--raters-in-rows", help="Each row is a rater; else each column is.")
]
Categories = Annotated[
    str | None,
    typer.Option("--categories", help="The whole scale in its order, with commas between."),
]


@contextmanager
def _asked(file: Path) -> Iterator[Table]:
    with plain_errors(file):
        try:
            yield read_table(file)
        except CannotComputeError as error:
            fail(str(error))


def _tell(answer: dict[str, Any] | list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        print_json(answer)
        return
    console = Console()
    if isinstance(answer, list):
        console.print(_listing(answer))
        return
    facts = Listing("figure", "value")
    for name, value in answer.items():
        if not _is_listing(value):
            facts.add_row(name, _written(value))
    console.print(facts)
    for value in answer.values():
        if _is_listing(value):
            console.print(_listing(value))


def _is_listing(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _listing(rows: list[dict[str, Any]]) -> Listing:
    listing = Listing(*rows[0])
    for row in rows:
        listing.add_row(*[_written(value) for value in row.values()])
    return listing


def _written(value: object) -> str:
    if isinstance(value, dict) and "ci_lb" in value:
        ends = _written([value["ci_lb"], value["ci_ub"]])
        return f"{_written(value['estimate'])} ({ends})"
    if isinstance(value, dict):
        return ", ".join(f"{name} {_written(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(_written(each) for each in value)
    if isinstance(value, float):
        return f"{value:.4g}"
    return "none" if value is None else str(value)


# ------------------------------------------------------------------------- change


@stats.command("smcc")
def stats_smcc(data: Data, confidence: Confidence = 0.95, as_json: AsJson = False) -> None:
    """The mean change in SDs of the change, corrected. Columns: pre, post, a row for each person.

    Or n, m_pre, m_post, sd_pre, sd_post, r, a row for each group.
    """
    _effect("SMCC", data, confidence, as_json)


@stats.command("smcr")
def stats_smcr(data: Data, confidence: Confidence = 0.95, as_json: AsJson = False) -> None:
    """The mean change in SDs of the scores before, corrected. Columns as smcc."""
    _effect("SMCR", data, confidence, as_json)


def _effect(kind: str, data: Path, confidence: float, as_json: bool) -> None:
    from attune.cli import stats_answers

    with _asked(data) as table:
        answer = stats_answers.effect(kind, table, confidence)
    if isinstance(answer, dict):
        _say_left_out(answer)
    _tell(answer, as_json)


def _say_left_out(answer: dict[str, Any]) -> None:
    if answer["left_out"]:
        say(f"{answer['left_out']} without a score before or after are left out.")


@stats.command("rci")
def stats_rci(
    data: Data,
    reliability: Annotated[float, typer.Option("--reliability", help="Of the measure, 0 to 1.")],
    method: Annotated[
        Literal["JT", "GLN", "HLL", "EN", "NK", "HA"], typer.Option("--method")
    ] = "JT",
    sd: Annotated[
        float | None, typer.Option("--sd", help="Of the scores before; the file's if not said.")
    ] = None,
    reliability_post: Annotated[
        float | None, typer.Option("--reliability-post", help="After, for NK.")
    ] = None,
    cutoff: Annotated[
        float | None, typer.Option("--cutoff", help="Between clinical and functional scores.")
    ] = None,
    higher_is_better: Annotated[
        bool, typer.Option("--higher-is-better/--lower-is-better", help="Which way is good.")
    ] = False,
    confidence: Annotated[
        float | None, typer.Option("--confidence", help="0.95, and 0.90 for HA, if not said.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Who changed by more than the measure's error. Columns: pre, post, a row for each person."""
    from attune.cli import stats_answers

    with _asked(data) as table:
        answer = stats_answers.reliable_change(
            table,
            method=method,
            reliability=reliability,
            reliability_post=reliability_post,
            sd=sd,
            cutoff=cutoff,
            higher_is_better=higher_is_better,
            confidence=confidence,
        )
    _say_left_out(answer)
    _tell(answer, as_json)


# ------------------------------------------------------------------------- agreement


@stats.command("kappa")
def stats_kappa(
    data: Data,
    kind: Annotated[
        Literal["auto", "cohen", "fleiss", "gwet", "conger", "light"], typer.Option("--kind")
    ] = "auto",
    weights: Annotated[
        Literal["unweighted", "linear", "quadratic", "ordinal"], typer.Option("--weights")
    ] = "unweighted",
    categories: Categories = None,
    raters_in_rows: RatersInRows = False,
    confidence: Confidence = 0.95,
    as_json: AsJson = False,
) -> None:
    """Agreement on categories. A column for each rater, a row for each unit; empty: not rated.

    Two raters: Cohen's kappa. More: Fleiss'. `--kind gwet` gives AC1, and AC2 with weights.
    Conger's and Light's go by each rater's own shares.
    """
    from attune.cli import stats_answers

    with _asked(data) as table:
        answer = stats_answers.kappa(
            table,
            kind=kind,
            weights=weights,
            categories=categories,
            turned=raters_in_rows,
            confidence=confidence,
        )
    _tell(answer, as_json)


@stats.command("alpha")
def stats_alpha(
    data: Data,
    kind: Annotated[Literal["krippendorff", "cronbach"], typer.Option("--kind")] = "krippendorff",
    metric: Annotated[
        Literal["nominal", "ordinal", "interval", "ratio"], typer.Option("--metric")
    ] = "nominal",
    categories: Categories = None,
    raters_in_rows: RatersInRows = False,
    confidence: Confidence = 0.95,
    as_json: AsJson = False,
) -> None:
    """Krippendorff's alpha. A column for each rater, a row for each unit; empty: not rated.

    `--kind cronbach`: Cronbach's alpha of a scale, a column for each item, a row for each person.
    """
    from attune.cli import stats_answers

    with _asked(data) as table:
        answer = stats_answers.alpha(
            table,
            kind=kind,
            metric=metric,
            categories=categories,
            turned=raters_in_rows,
            confidence=confidence,
        )
    _tell(answer, as_json)


@stats.command("icc")
def stats_icc(
    data: Data,
    kind: Annotated[
        Literal["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"], typer.Option("--kind")
    ] = "ICC2",
    raters_in_rows: RatersInRows = False,
    confidence: Confidence = 0.95,
    as_json: AsJson = False,
) -> None:
    """Intraclass correlation of scores. A column for each rater, a row for each unit, none empty."""
    from attune.cli import stats_answers

    with _asked(data) as table:
        answer = stats_answers.correlation(
            table, kind=kind, turned=raters_in_rows, confidence=confidence
        )
    _tell(answer, as_json)


# ------------------------------------------------------------------------- services and sequences


@stats.command("funnel")
def stats_funnel(data: Data, confidence: Confidence = 0.95, as_json: AsJson = False) -> None:
    """Services beside each other. Columns: service, n, and count (or improved) of those n."""
    from attune.cli import stats_answers

    with _asked(data) as table:
        answer = stats_answers.services(table, confidence)
    _tell(answer, as_json)


@stats.command("lagseq")
def stats_lagseq(
    data: Data,
    lag: Annotated[int, typer.Option("--lag", help="Places between the two codes.")] = 1,
    repeats: Annotated[
        bool, typer.Option("--repeats/--no-repeats", help="Whether a code can follow itself.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """What follows what. Columns: code, in order of time; session too, where there are several."""
    from attune.cli import stats_answers

    with _asked(data) as table:
        answer = stats_answers.lag_sequence(table, lag=lag, repeats=repeats)
    _tell(answer, as_json)


@stats.command("wcc")
def stats_wcc(
    data: Data,
    rate: Annotated[float, typer.Option("--rate", help="Samples a second.")] = 25,
    window: Annotated[float, typer.Option("--window", help="Seconds.")] = 10,
    step: Annotated[float, typer.Option("--step", help="Seconds.")] = 5,
    reach: Annotated[float, typer.Option("--reach", help="The longest lag, in seconds.")] = 2,
    peak: Annotated[float, typer.Option("--peak", help="A peak's sides, in seconds.")] = 0.4,
    surrogates: Annotated[int, typer.Option("--surrogates", help="Random draws; 0: none.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Windowed cross-correlation of two movements. Two columns of samples, the leader's first."""
    from attune.cli import stats_answers

    with _asked(data) as table:
        answer = stats_answers.movements(
            table,
            rate=rate,
            window=window,
            step=step,
            reach=reach,
            peak=peak,
            surrogates=surrogates,
        )
    _tell(answer, as_json)
