"""The `attune` command: the core's tools on files, no server needed.

With --json, stdout holds one JSON value and nothing else. Talk, progress and errors go to stderr. Bad
input ends with status 2 and one plain sentence; an output that exists is replaced, whole or not at
all, unless it is the input itself.
"""

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

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # wrong usage is told in plain lines, not in a drawn box
    help="Tools for Video Interaction Guidance, on files.",
)
film = typer.Typer(no_args_is_help=True, help="What a film is, and exact pieces of it.")
app.add_typer(film, name="film")

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


@app.callback()
def main_options() -> None:
    """Tools for Video Interaction Guidance, on files."""


@film.command("probe")
def film_probe(file: File, as_json: AsJson = False) -> None:
    """Say what a film is: streams, codecs, size, rotation, time base, frames, duration.

    width and height are as stored, before rotation; display_width and display_height as shown.
    """
    from attune.core.media.probe import probe

    with _plain_errors(file):
        facts = probe(file).to_json()
    if as_json:
        _print_json(facts)
    else:
        _print_facts(file, facts)


@film.command("frames")
def film_frames(file: File, as_json: AsJson = False) -> None:
    """List when each frame is shown, in ticks of the film's time base."""
    from attune.core.media.frames import frame_table

    with _plain_errors(file):
        table = frame_table(file)
    if as_json:
        _print_json({**table.to_json(), "variable_rate": table.variable_rate})
        return
    listing = Table("frame", "tick", "seconds", title=str(file))
    for number, tick in enumerate(table.pts):
        listing.add_row(str(number), str(tick), f"{float(table.time_base.seconds(tick)):.6f}")
    Console().print(listing)


@film.command("proxy")
def film_proxy(
    file: File,
    out: Annotated[Path, typer.Argument(metavar="OUT.mp4")],
    as_json: AsJson = False,
) -> None:
    """Write the film that Attune plays: 720p at most, every frame at its own time, no metadata."""
    from attune.core.media.proxy import make_proxy

    with _plain_errors(file, out, {".mp4"}), _progress(out) as progress:
        table = make_proxy(file, out, progress=progress)
    _report(as_json, out, table.from_zero())


@film.command("still")
def film_still(
    file: File,
    out: Annotated[Path, typer.Argument(metavar="OUT.png")],
    frame: Annotated[int, typer.Option("--frame", help="Which frame, counted from 0.")],
    as_json: AsJson = False,
) -> None:
    """Write one exact frame as .png or .jpg, at full size, upright."""
    from attune.core.media.still import make_still

    with _plain_errors(file, out, {".png", ".jpg", ".jpeg"}):
        make_still(file, out, frame)
    if as_json:
        _print_json({"out": str(out), "frame": frame})
    else:
        _say(f"Frame {frame} is in {out}.")


@film.command("cut")
def film_cut(
    file: File,
    out: Annotated[Path, typer.Argument(metavar="OUT.mp4")],
    from_frame: Annotated[int, typer.Option("--from-frame", help="First frame, from 0.")],
    to_frame: Annotated[int, typer.Option("--to-frame", help="Last frame, included.")],
    as_json: AsJson = False,
) -> None:
    """Write exactly the frames from one to another, with their sound, encoded anew."""
    from attune.core.media.cut import make_cut

    with _plain_errors(file, out, {".mp4"}), _progress(out) as progress:
        table = make_cut(file, out, from_frame, to_frame, progress=progress)
    _report(as_json, out, table)


@film.command("invent")
def film_invent(
    out: Annotated[Path, typer.Argument(metavar="OUT")],
    kind: Annotated[str, typer.Option(help="How it is coded.")] = "h264",
    scene: Annotated[str, typer.Option(help="What it shows.")] = "floor-play",
    seconds: Annotated[float, typer.Option(help="How long.")] = 6.0,
    width: Annotated[int, typer.Option(help="As stored, before rotation.")] = 1280,
    height: Annotated[int, typer.Option(help="As stored, before rotation.")] = 720,
    seed: Annotated[int, typer.Option(help="Another number, another film.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Make a film by code: two people at play, and its own number on every frame."""
    from attune.core.media.invented import make_film

    with _plain_errors(None, out, {".mp4", ".mov"}):
        truth = make_film(out, kind, scene=scene, seconds=seconds, size=(width, height), seed=seed)
    _report(as_json, out, truth.table)


# ------------------------------------------------------------------------------ telling


def _say(text: str) -> None:
    Console(stderr=True, highlight=False).print(text, markup=False, soft_wrap=True)


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")


def _report(as_json: bool, out: Path, table: FrameTable) -> None:
    if as_json:
        _print_json({"out": str(out), **table.to_json()})
    else:
        _say(f"{len(table)} frames, {float(table.duration):.3f} seconds, are in {out}.")


def _print_facts(file: Path, facts: dict[str, Any]) -> None:
    listing = Table(show_header=False, title=str(file))
    for name, value in facts.items():
        if name == "streams":
            value = ", ".join(f"{one['type']} ({one['codec']})" for one in value)
        elif isinstance(value, dict):
            value = ", ".join(f"{key} {one}" for key, one in value.items())
        listing.add_row(name, "none" if value is None else str(value))
    Console().print(listing)


@contextmanager
def _progress(out: Path) -> Iterator[Any]:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(out.name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)


# ------------------------------------------------------------------------------ bad input


@contextmanager
def _plain_errors(
    file: Path | None, out: Path | None = None, kinds: Set[str] = frozenset()
) -> Iterator[None]:
    """Turn bad input into one sentence on stderr and status 2."""
    from attune.core.media.errors import FilmError

    try:
        if out is not None:
            _check_output(file, out, kinds)
        yield
    except (FilmError, ClockError) as error:
        _fail(str(error))
    except OSError as error:
        name = error.filename if error.filename is not None else file or out
        saying = SAYINGS.get(error.errno or 0, "{} cannot be read or written.")
        _fail(saying.format(name))


def _check_output(file: Path | None, out: Path, kinds: Set[str]) -> None:
    if out.suffix.lower() not in kinds:
        _fail(f"Name the output with {' or '.join(sorted(kinds))}, not {out.name!r}.")
    if out.is_dir():
        _fail(f"{out} is a folder, not a file.")
    if not out.parent.is_dir():
        _fail(f"There is no folder {out.parent} to write to.")
    if file is not None and out.exists() and file.exists() and out.samefile(file):
        _fail("The output is the film itself: give it another name.")


def _fail(sentence: str) -> NoReturn:
    _say(sentence)
    raise typer.Exit(BAD_INPUT)


def main() -> None:
    """The entry point of the `attune` command."""
    app()
