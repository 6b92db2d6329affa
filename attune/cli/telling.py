"""How the commands speak: facts on stdout, talk on stderr, bad input as one sentence and status 2."""

import errno
import json
import sys
from collections.abc import Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from attune.core.clock import ClockError, FrameTable
from attune.core.instruments.errors import InstrumentError
from attune.core.statistics.errors import CannotComputeError
from attune.core.vault.errors import VaultError

File = Annotated[Path, typer.Argument(metavar="FILE", help="A film.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON value on stdout, nothing else.")]

BAD_INPUT = 2
SAYINGS = {
    errno.ENOENT: "There is no file or folder named {}.",
    errno.EISDIR: "{} is a folder, not a file.",
    errno.ENOTDIR: "{} is not in a folder.",
    errno.EACCES: "{} may not be read or written by you.",
    errno.EPERM: "{} may not be read or written by you.",
    errno.EROFS: "{} is on a disk that cannot be written.",
    errno.ENOSPC: "The disk is full: make room and try again.",
    errno.ENAMETOOLONG: "That file name is too long.",
}


def say(text: str) -> None:
    Console(stderr=True, highlight=False).print(text, markup=False, soft_wrap=True)


def print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")


def report(as_json: bool, out: Path, table: FrameTable) -> None:
    if as_json:
        print_json({"out": str(out), **table.to_json()})
    else:
        say(f"{len(table)} frames, {float(table.duration):.3f} seconds, are in {out}.")


def print_facts(file: Path, facts: dict[str, Any]) -> None:
    listing = Table(show_header=False, title=str(file))
    for name, value in facts.items():
        if name == "streams":
            value = ", ".join(f"{one['type']} ({one['codec']})" for one in value)
        elif isinstance(value, dict):
            value = ", ".join(f"{key} {one}" for key, one in value.items())
        listing.add_row(name, "none" if value is None else str(value))
    Console().print(listing)


@contextmanager
def progress(out: Path) -> Iterator[Any]:
    film = TextColumn("{task.fields[film]}")
    columns = (TextColumn("{task.description}"), BarColumn(), film, TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(out.name, total=None, film="")

        def tell(done: float, total: float) -> None:
            film = f"{done:.0f} of {total:.0f} s of film"
            bar.update(task, completed=done, total=total or None, film=film)

        yield tell


# ------------------------------------------------------------------------------ bad input


@contextmanager
def plain_errors(
    file: Path | None, out: Path | None = None, kinds: Set[str] = frozenset()
) -> Iterator[None]:
    """Turn bad input into one sentence on stderr and status 2."""
    from attune.core.media.errors import FilmError

    try:
        if out is not None:
            check_output(file, out, kinds)
        yield
    except (FilmError, ClockError, CannotComputeError, InstrumentError, VaultError) as error:
        fail(str(error))
    except OSError as error:
        name = error.filename if error.filename is not None else file or out
        saying = SAYINGS.get(error.errno or 0, "{} cannot be read or written.")
        fail(saying.format(name))


def check_output(file: Path | None, out: Path, kinds: Set[str]) -> None:
    if out.suffix.lower() not in kinds:
        fail(f"Name the output with {' or '.join(sorted(kinds))}, not {out.name!r}.")
    if out.is_dir():
        fail(f"{out} is a folder, not a file.")
    if not out.parent.is_dir():
        fail(f"There is no folder {out.parent} to write to.")
    if file is not None and out.exists() and file.exists() and out.samefile(file):
        fail("The output is the film itself: give it another name.")


def fail(sentence: str) -> NoReturn:
    say(sentence)
    raise typer.Exit(BAD_INPUT)
