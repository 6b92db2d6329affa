"""`attune national`: what concerns figures of many services."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from attune.cli.stats_table import read_table
from attune.cli.telling import AsJson, fail, plain_errors, print_json, say
from attune.core.statistics.disclosure.rules import Found, Rules
from attune.core.statistics.disclosure.tables import Cell, Published, Release, cells, said

national = typer.Typer(
    no_args_is_help=True, help="National figures: whether released tables tell too much."
)
ALL, HIDDEN, COUNT = "All", "*", "count"
GIVEN_AWAY = 1


@national.command("check-release")
def check_release(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="A folder for each release, oldest first by name."),
    ],
    growing: Annotated[
        bool, typer.Option("--growing", help="Counts of a later release are never smaller.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Try to work out hidden counts from all released tables together. Status 1: it can be done.

    Each table is a CSV file in the folder of its release: a column for each dimension, and `count`. “All”
    stands for every category together, and * for a hidden count.
    """
    from attune.core.statistics.disclosure.attacker import pinned

    with plain_errors(folder):
        releases = _releases(folder)
        weak = pinned(releases, Rules(), growing=growing)
    hidden = sum(value is None for release in releases for value in release.values.values())
    if as_json:
        print_json(
            {
                "releases": [release.name for release in releases],
                "hidden": hidden,
                "pinned": [_told(one) for one in weak],
            }
        )
    else:
        for one in weak:
            sys.stdout.write(f"{one.release}, {said(one.cell)}: {_ends(one)}\n")
        say(f"Releases: {len(releases)}. Hidden counts: {hidden}. Known too well: {len(weak)}.")
    if weak:
        raise typer.Exit(GIVEN_AWAY)


def _told(one: Found) -> dict[str, object]:
    return {
        "release": one.release,
        "cell": dict(sorted(one.cell)),
        "low": one.low,
        "high": one.high,
    }


def _ends(one: Found) -> str:
    return f"exactly {one.low}" if one.is_exact() else f"{one.low} to {one.high}"


def _releases(folder: Path) -> list[Release]:
    if not folder.is_dir():
        fail(f"{folder} is not a folder.")
    names = sorted(path for path in folder.iterdir() if path.is_dir())
    if not names:
        fail(f"{folder} holds no release: a folder for each is expected.")
    return [Release(path.name, tuple(_tables(path))) for path in names]


def _tables(folder: Path) -> list[Published]:
    files = sorted(folder.glob("*.csv"))
    if not files:
        fail(f"{folder} holds no table: .csv files are expected.")
    return [_table(file) for file in files]


def _table(file: Path) -> Published:
    table = read_table(file)
    if COUNT not in table.names:
        fail(f"{file} has no column {COUNT}.")
    names = [name for name in table.names if name != COUNT]
    columns = {name: table.words(name) for name in names}
    values: dict[Cell, int | None] = {}
    for line, count in enumerate(table.words(COUNT)):
        cell = frozenset(
            (name, column[line]) for name, column in columns.items() if column[line] != ALL
        )
        if cell in values:
            fail(f"{file} has {said(cell)} twice.")
        values[cell] = _count(file, count)
    dimensions = {name: tuple(sorted({*column} - {ALL})) for name, column in columns.items()}
    if missing := set(cells(dimensions)) - values.keys():
        fail(f"{file} lacks {said(min(missing, key=said))}.")
    return Published(dimensions, values)


def _count(file: Path, text: str) -> int | None:
    if text == HIDDEN:
        return None
    if not text.isdecimal():
        fail(f"{file}: {text!r} is no count; a hidden one is written {HIDDEN}.")
    return int(text)
