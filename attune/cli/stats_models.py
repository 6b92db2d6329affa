"""`attune stats meta` and `attune stats mixed`: effects put together, and nested groups, from a CSV file.

The group of commands is joined in `stats`. The JSON keys are a promise: see docs/method/statistics.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer
from rich.console import Console
from rich.table import Table as Listing

from attune.cli.stats_table import Table, read_table
from attune.cli.telling import AsJson, fail, plain_errors, print_json, say
from attune.core.statistics.errors import CannotComputeError

if TYPE_CHECKING:
    from attune.core.statistics.meta.pool import Meta
    from attune.core.statistics.mixed.fit import Fit

MISSING = frozenset({"", "NA"})
METHODS = ("FE", "DL", "HE", "SJ", "PM", "ML", "REML")
TESTS = ("z", "knha")

Data = Annotated[Path, typer.Argument(metavar="DATA.csv", help="A table with a header, in UTF-8.")]
Columns = dict[str, list[str]]


class MixedFacts(TypedDict):
    """What `mixed --json` says, by name: fixed effects, variances, criterion."""

    fixed: dict[str, dict[str, float]]
    variance: dict[str, float]
    reml_criterion: float


def stats_meta(
    data: Data,
    method: Annotated[
        str, typer.Option(help="How tau2 is estimated: FE, DL, HE, SJ, PM, ML, REML.")
    ] = "REML",
    test: Annotated[str, typer.Option(help="z, or knha for Knapp-Hartung.")] = "z",
    as_json: AsJson = False,
) -> None:
    """Put the effects of several studies together: columns yi (effect) and vi (its variance).

    The prediction interval is normal with `z`, Student's with k - 1 with `knha`.
    """
    if method.upper() not in METHODS:
        fail(f"There is no method {method}: choose one of {', '.join(METHODS)}.")
    if test not in TESTS:
        fail(f"There is no test {test}: choose z or knha.")
    with _told(data):
        from attune.core.statistics.meta.heterogeneity import Method
        from attune.core.statistics.meta.pool import pool

        columns = whole_rows(read_table(data), ["yi", "vi"])
        found = pool(
            numbers(columns, "yi"),
            numbers(columns, "vi"),
            method=Method(method.upper()),
            knapp_hartung=test == "knha",
        )
        facts = meta_facts(found)
    _print(facts, as_json=as_json, title=f"{len(columns['yi'])} studies, {method.upper()}")


def meta_facts(found: "Meta") -> dict[str, float]:
    """What `meta --json` says."""
    pooled = found.coefficient()
    (ci_lb, ci_ub), (pi_lb, pi_ub) = pooled.interval(), found.prediction_interval()
    return {
        "estimate": pooled.estimate,
        "se": pooled.se,
        "ci_lb": ci_lb,
        "ci_ub": ci_ub,
        "pi_lb": pi_lb,
        "pi_ub": pi_ub,
        "tau2": found.tau2,
        "I2": found.i2,
        "H2": found.h2,
        "Q": found.q,
        "Q_p": found.q_p,
    }


def stats_mixed(
    data: Data,
    formula: Annotated[str, typer.Option(help='Outcome and fixed effects, as "y ~ x + z".')],
    groups: Annotated[
        str, typer.Option(help="Columns of the groups, outermost first: service/practitioner.")
    ],
    as_json: AsJson = False,
) -> None:
    """Fit nested random intercepts by REML, as lme4 does with (1 | service/practitioner).

    A column of words becomes one fixed effect for each word but the first of the alphabet.
    """
    outcome, terms = parsed(formula)
    levels = [each.strip() for each in groups.split("/")]
    with _told(data):
        from attune.core.statistics.mixed import sums
        from attune.core.statistics.mixed.fit import fit

        columns = whole_rows(read_table(data), [outcome, *terms, *levels])
        found = fit(
            sums.of_rows(
                numbers(columns, outcome),
                fixed={
                    name: values for term in terms for name, values in coded(columns, term).items()
                },
                levels={level: columns[level] for level in levels},
            )
        )
    facts = mixed_facts(found)
    if as_json:
        print_json(facts)
        return
    listing = Listing("fixed effect", "estimate", "standard error", title=formula)
    for name, each in facts["fixed"].items():
        listing.add_row(name, f"{each['estimate']:.6g}", f"{each['se']:.6g}")
    Console().print(listing)
    shares = Listing("variance of", "points squared")
    for name, value in facts["variance"].items():
        shares.add_row(name, f"{value:.6g}")
    Console().print(shares)
    say(f"REML criterion {found.criterion:.4f}, {len(columns[outcome])} rows.")


def mixed_facts(found: "Fit") -> MixedFacts:
    """What `mixed --json` says."""
    errors = found.standard_errors
    return {
        "fixed": {
            name: {"estimate": value, "se": errors[name]} for name, value in found.fixed.items()
        },
        "variance": found.variance,
        "reml_criterion": found.criterion,
    }


# ------------------------------------------------------------------------- the table


def whole_rows(table: Table, names: list[str]) -> Columns:
    """These columns, without the rows in which one of them is empty or NA; says how many those are."""
    rows = list(zip(*(table.words(name) for name in names), strict=True))
    whole = [row for row in rows if MISSING.isdisjoint(row)]
    if not whole:
        fail(f"{table.path} has no row with a value in every column that is asked for.")
    if len(whole) < len(rows):
        say(f"{len(rows) - len(whole)} of {len(rows)} rows lack a value and are left out.")
    return dict(zip(names, (list(each) for each in zip(*whole, strict=True)), strict=True))


def numbers(columns: Columns, name: str) -> list[float]:
    """A column as numbers."""
    found = []
    for value in columns[name]:
        try:
            found.append(float(value))
        except ValueError:
            fail(f"The column {name} has {value!r}, which is not a number.")
    return found


def coded(columns: Columns, name: str) -> dict[str, list[float]]:
    """A column as fixed effects: itself if it holds numbers, else one of 0 and 1 for each word but the
    first, named as R names it (column and word together)."""
    words = sorted({value for value in columns[name] if not _is_number(value)})
    if not words:
        return {name: numbers(columns, name)}
    if any(_is_number(value) for value in columns[name]):
        fail(f"The column {name} has numbers and words: {words[0]!r}.")
    return {
        f"{name}{word}": [float(value == word) for value in columns[name]] for word in words[1:]
    }


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def parsed(formula: str) -> tuple[str, list[str]]:
    """The outcome and the fixed effects of "y ~ x + z"; the intercept is always in."""
    outcome, mark, right = (part.strip() for part in formula.partition("~"))
    terms = [term.strip() for term in right.split("+")]
    if not outcome or not mark or any(not term or set(term) & set("~*:-^()|") for term in terms):
        fail(f'The formula {formula!r} is not of the form "y ~ x + z".')
    if "0" in terms:
        fail("A model without intercept is not fitted here.")
    return outcome, [term for term in dict.fromkeys(terms) if term != "1"]


# ------------------------------------------------------------------------- telling


@contextmanager
def _told(data: Path) -> Iterator[None]:
    """Bad input and what has no answer as one sentence and status 2."""
    with plain_errors(data):
        try:
            yield
        except CannotComputeError as error:
            fail(str(error))


def _print(facts: dict[str, float], *, as_json: bool, title: str) -> None:
    if as_json:
        print_json(facts)
        return
    listing = Listing(show_header=False, title=title)
    for name, value in facts.items():
        listing.add_row(name, f"{value:.6g}")
    Console().print(listing)
