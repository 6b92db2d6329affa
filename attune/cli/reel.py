"""`attune film blur` and `attune film reel`: films to give away, made by a plan."""

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from attune.cli.film import film
from attune.cli.telling import AsJson, File, fail, plain_errors, print_json, progress, say

if TYPE_CHECKING:
    from attune.core.clock import FrameTable
    from attune.core.media.render.plan import Clip, Face, Plan, Region

REGION = re.compile(r"(-?\d+),(-?\d+),(\d+),(\d+)(?:@(\d+)-(\d+))?")
CLIP = re.compile(r"(?P<file>.+?)(?:@(?P<first>\d+)-(?P<last>\d+))?(?:\*(?P<speed>\d+(?:/\d+)?))?")
Out = Annotated[Path, typer.Argument(metavar="OUT.mp4")]
Line = Annotated[str, typer.Option(help="Words across the top of every picture.")]


@film.command("blur")
def film_blur(
    file: File,
    out: Out,
    region: Annotated[
        list[str] | None,
        typer.Option(help="x,y,width,height in pixels as shown; @from-to: in these frames only."),
    ] = None,
    follow: Annotated[bool, typer.Option(help="Follow what is in the regions.")] = False,
    everything: Annotated[bool, typer.Option(help="Hide the whole picture.")] = False,
    faces: Annotated[
        bool, typer.Option(help="Hide every face that is found; some never are.")
    ] = False,
    fill: Annotated[bool, typer.Option(help="Fill with grey instead of pixelating.")] = False,
    masked: Annotated[bool, typer.Option(help="Change the voices too.")] = False,
    line: Line = "",
    as_json: AsJson = False,
) -> None:
    """Write the film with places of its picture hidden. Look at the whole result before you give it away:
    people and voices can often still be recognised."""
    from attune.core.media.frames import frame_table
    from attune.core.media.look import first_look
    from attune.core.media.render.plan import EVERYTHING, Clip, Plan, Region

    style = "fill" if fill else "pixelate"
    with plain_errors(file, out, {".mp4"}):
        if not (region or everything or faces):
            fail("Say what to hide: --region x,y,width,height, --faces, or --everything.")
        table, size = frame_table(file), first_look(file).upright
        regions = [_region(one, size, table, style, follow) for one in region or []]
        if everything:
            regions.append(Region(0, EVERYTHING, style=style))
        whole = Clip(0, table.pts[0], table.pts[-1], sound="masked" if masked else "kept")
        found = _faces(file, table, style) if faces else ()
        plan = Plan((whole,), tuple(regions), found, line=line)
        _make(plan, [file], [table], out, as_json)


@film.command("reel")
def film_reel(
    out: Out,
    clips: Annotated[
        list[str],
        typer.Argument(
            metavar="CLIP...", help="FILE, FILE@from-to (frames), FILE@from-to*1/2 (slow)."
        ),
    ],
    plan: Annotated[
        Path | None, typer.Option(help="A plan in JSON; the clips are its films.")
    ] = None,
    line: Line = "",
    title: Annotated[str, typer.Option(help="A first card with these words.")] = "",
    as_json: AsJson = False,
) -> None:
    """Write clips of one or several films into one, each with exactly its frames."""
    with plain_errors(None, out, {".mp4"}):
        if plan is not None:
            _make(_read(plan), [_there(one) for one in clips], None, out, as_json)
            return
        made, films, tables = _reel(clips, line, title)
        _make(made, films, tables, out, as_json)


def _region(
    words: str, size: tuple[int, int], table: "FrameTable", style: str, follow: bool
) -> "Region":
    from attune.core.media.render.plan import WHOLE, Region

    found = REGION.fullmatch(words)
    if found is None:
        fail(f"A region is x,y,width,height or x,y,width,height@from-to, not {words!r}.")
    x, y, width, height = (int(found[number]) for number in range(1, 5))
    left, top = max(0, x), max(0, y)
    right, low = min(size[0], x + width), min(size[1], y + height)
    if left >= right or top >= low:
        fail(f"The region {words} is outside the picture of {size[0]} by {size[1]}.")
    # Outwards to whole ten-thousandths: never a pixel less than asked for.
    across = left * WHOLE // size[0], -(-right * WHOLE // size[0])
    down = top * WHOLE // size[1], -(-low * WHOLE // size[1])
    shape = tuple((across[i], down[j]) for i, j in ((0, 0), (1, 0), (1, 1), (0, 1)))
    frames = None if found[5] is None else (int(found[5]), int(found[6]))
    first, last = (table.interval(one)[0] for one in frames) if frames else (None, None)
    return Region(0, shape, first, last, style, follow)


def _faces(file: Path, table: "FrameTable", style: str) -> "tuple[Face, ...]":
    from attune.core.media.render.faces import faces
    from attune.core.media.render.plan import Face

    found = faces(file, 0, len(table) - 1, table=table)
    say(f"{len(found)} faces were found. Look at the whole result for those that were not.")
    return tuple(Face(0, tuple(track.boxes), style) for track in found)


def _there(name: str) -> Path:
    path = Path(name)
    path.stat()
    return path


def _reel(clips: list[str], line: str, title: str) -> tuple["Plan", list[Path], list["FrameTable"]]:
    from attune.core.media.frames import frame_table
    from attune.core.media.render.plan import Plan, TitleCard

    films: list[Path] = []
    tables: list[FrameTable] = []
    items: list[Any] = [TitleCard((title,), title=title)] if title.strip() else []
    for words in clips:
        # A file whose own name looks like a clip is meant as it is.
        found = CLIP.fullmatch(words)
        plain = found is None or Path(words).exists()
        path = _there(words if plain or found is None else found["file"])
        if path not in films:
            films.append(path)
            tables.append(frame_table(path))
        number = films.index(path)
        items.append(
            _clip(number, tables[number], {} if plain or found is None else found.groupdict())
        )
    return Plan(tuple(items), line=line, title=title), films, tables


def _clip(number: int, table: "FrameTable", asked: dict[str, str | None]) -> "Clip":
    from attune.core.media.render.plan import Clip

    first, last = int(asked.get("first") or 0), asked.get("last")
    ends = table.interval(first)[0], table.interval(int(last) if last else len(table) - 1)[0]
    return Clip(number, *ends, speed=Fraction(asked.get("speed") or 1))


def _read(path: Path) -> "Plan":
    from attune.core.media.render.plan import Plan

    try:
        told = json.loads(path.read_bytes())
    except ValueError:
        fail(f"{path} is not JSON.")
    return Plan.from_json(told)


def _make(
    plan: "Plan",
    films: list[Path],
    tables: "list[FrameTable] | None",
    out: Path,
    as_json: bool,
) -> None:
    from attune.core.media.render.reel import render
    from attune.core.media.sink import FileSink
    from attune.core.media.whole import whole_file

    for path in films:
        if out.exists() and out.samefile(path):
            fail("The output is one of the films: give it another name.")
    with progress(out) as told, whole_file(out) as draft:
        facts = render(plan, films, FileSink(draft), tables=tables, progress=told)
    if as_json:
        print_json({"out": str(out), **facts})
        return
    for note in facts["notes"]:
        say(note)
    say(f"{facts['frames']} frames, {facts['seconds']:.3f} seconds, are in {out}.")
