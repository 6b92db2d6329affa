"""`attune film`: what a film is, and exact pieces of it."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from attune.cli.telling import (
    AsJson,
    File,
    fail,
    plain_errors,
    print_facts,
    print_json,
    progress,
    report,
    say,
)

film = typer.Typer(no_args_is_help=True, help="What a film is, and exact pieces of it.")


@film.command("probe")
def film_probe(file: File, as_json: AsJson = False) -> None:
    """Say what a film is: streams, codecs, size, rotation, time base, frames, duration.

    width and height are as stored, before rotation; display_width and display_height as shown.
    """
    from attune.core.media.probe import probe

    with plain_errors(file):
        facts = probe(file).to_json()
    if as_json:
        print_json(facts)
    else:
        print_facts(file, facts)


@film.command("frames")
def film_frames(file: File, as_json: AsJson = False) -> None:
    """List when each frame is shown, in ticks of the film's time base."""
    from attune.core.media.frames import frame_table

    with plain_errors(file):
        table = frame_table(file)
    if as_json:
        print_json({**table.to_json(), "variable_rate": table.variable_rate})
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

    with plain_errors(file, out, {".mp4"}), progress(out) as told:
        table = make_proxy(file, out, progress=told)
    report(as_json, out, table.from_zero())


@film.command("ingest")
def film_ingest(
    file: File,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="It is made if need be.")],
    as_json: AsJson = False,
) -> None:
    """Make all that Attune makes of a film that arrives: proxy, frame table, poster, thumbnails, peaks.

    proxy.mp4 is the film to play. All of it appears, or nothing.
    """
    from attune.core.media.ingest import FRAMES, ingest
    from attune.core.media.playable import write_playable
    from attune.core.media.sink import FolderSink
    from attune.core.media.whole import whole_folder

    with plain_errors(file), progress(folder) as told:
        if folder.exists() and not folder.is_dir():
            fail(f"{folder} is a file: name a folder.")
        with whole_folder(folder, FRAMES) as draft:
            made = ingest(file, FolderSink(draft), progress=told)
            write_playable(draft, draft / "proxy.mp4")
    if as_json:
        facts = {**made.probe.to_json(), "sha256": made.sha256, "loudness_lufs": made.loudness}
        print_json({"out": str(folder), **facts})
    else:
        report(False, folder, made.table)


@film.command("still")
def film_still(
    file: File,
    out: Annotated[Path, typer.Argument(metavar="OUT.png")],
    frame: Annotated[int, typer.Option("--frame", help="Which frame, counted from 0.")],
    as_json: AsJson = False,
) -> None:
    """Write one exact frame as .png or .jpg, at full size, upright."""
    from attune.core.media.still import make_still

    with plain_errors(file, out, {".png", ".jpg", ".jpeg"}):
        make_still(file, out, frame)
    if as_json:
        print_json({"out": str(out), "frame": frame})
    else:
        say(f"Frame {frame} is in {out}.")


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

    with plain_errors(file, out, {".mp4"}), progress(out) as told:
        table = make_cut(file, out, from_frame, to_frame, progress=told)
    report(as_json, out, table)


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

    with plain_errors(None, out, {".mp4", ".mov"}):
        truth = make_film(out, kind, scene=scene, seconds=seconds, size=(width, height), seed=seed)
    report(as_json, out, truth.table)
