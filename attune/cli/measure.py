"""`attune measure`: the measures that are shipped, a package of one's own, and what a form scores.

`import` is in a module of its own, `measure_import`.
"""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from attune.cli.csv_file import csv_lines
from attune.cli.measure_import import measure_import
from attune.cli.telling import AsJson, fail, plain_errors, print_json, say
from attune.core.instruments.catalogue import find, newest
from attune.core.instruments.errors import PackageError
from attune.core.instruments.model import Measure
from attune.core.instruments.package import read_package
from attune.core.instruments.vectors import scored_texts

measures = typer.Typer(
    no_args_is_help=True, help="Measures: what is shipped, and what a form scores."
)

measures.command("import")(measure_import)

COLUMNS = ["item", "value"]
LARGEST = 1 << 20
REFUSED = 1


@measures.command("list")
def measure_list(as_json: AsJson = False) -> None:
    """Say which measures are shipped, for whom, and what may be shown of each."""
    with plain_errors(None):
        found = newest()
    if as_json:
        print_json([_facts(one) for one in found])
        return
    listing = Table("id", "version", "measure", "for", "what is shipped")
    for one in found:
        listing.add_row(one.id, one.version, one.name, one.ages, one.rights.rights_class)
    Console().print(listing)


def _facts(one: Measure) -> dict[str, object]:
    return {
        "measure": one.id,
        "version": one.version,
        "sha256": one.sha256,
        "title": one.title,
        "name": one.name,
        "ages": one.ages,
        "respondents": list(one.respondents),
        "items": len(one.items),
        "scales": {scale.id: [scale.low, scale.high] for scale in one.scales},
        "rights": one.rights.rights_class,
        "unverified": list(one.unverified),
    }


@measures.command("check")
def measure_check(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="PACKAGE_DIR", help="A package; all shipped if not said."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read packages and have them score their own filled forms. Status 1: a package is refused."""
    with plain_errors(folder):
        if folder is not None and not folder.is_dir():
            fail(f"There is no folder named {folder}.")
        try:
            found = newest() if folder is None else (read_package(folder),)
        except PackageError as error:
            if as_json:
                print_json({"measure": error.name, "faults": list(error.faults)})
            for fault in error.faults:
                say(fault)
            raise typer.Exit(REFUSED) from error
    if as_json:
        print_json([_facts(one) for one in found])
    for one in found:
        say(f"{one.id} {one.version} is whole: {len(one.items)} items, {len(one.scales)} scales.")


@measures.command("score")
def measure_score(
    measure_id: Annotated[str, typer.Argument(metavar="ID", help="A measure, as `list` names it.")],
    answers: Annotated[
        Path, typer.Option("--answers", help="CSV with the columns item, value; empty: no answer.")
    ],
    version: Annotated[str | None, typer.Option("--version", help="Newest if not said.")] = None,
    as_json: AsJson = False,
) -> None:
    """Score one filled form, by the rules of the measure and by nothing else.

    An answer is counted in the order of the form from the least number of its item; "na" is a question
    that does not apply. Where only totals are known, `item` is the name of a scale.
    """
    with plain_errors(answers):
        chosen = find(measure_id, version)
        scored = scored_texts(chosen, _rows(answers))
    if as_json:
        print_json(
            {
                "measure": chosen.id,
                "version": chosen.version,
                "scores": dict(scored.scores),
                "missing": [int(item) for item in scored.missing],
                "bands": dict(scored.bands),
                "risk": [int(item) for item in scored.risk],
            }
        )
        return
    listing = Table("scale", "score", "runs from", "band", title=chosen.name)
    for scale in chosen.scales:
        number = scored.scores[scale.id]
        told = "cannot be computed" if number is None else f"{number:g}"
        listing.add_row(
            scale.title, told, f"{scale.low:g} to {scale.high:g}", scored.bands.get(scale.id)
        )
    Console().print(listing)
    if scored.missing:
        say(f"Without an answer: {', '.join(scored.missing)}.")
    for alert in chosen.safety.alerts:
        if alert.item in scored.risk:
            say(f"Needs a person's response now: {alert.says}")


def _rows(path: Path) -> dict[str, str]:
    if path.stat().st_size > LARGEST:
        fail(f"{path} is larger than a filled form can be.")
    names, *rows = csv_lines(path) or [[]]
    if names != COLUMNS or not rows or any(len(row) != len(COLUMNS) for row in rows):
        fail(f"{path} needs rows, and exactly the columns item and value.")
    found: dict[str, str] = {}
    for item, value in rows:
        if item.strip() in found:
            fail(f"{path} answers item {item.strip()} twice.")
        found[item.strip()] = value
    return found
