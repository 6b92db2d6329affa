"""Films whose times or ends are odd, as real cameras and recorders write them; their truth is known."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import av

from attune.core.clock import FrameTable
from attune.core.media.invented import FilmTruth
from tests.films.made import made
from tests.films.oracle import ffmpeg

PES_START = b"\x00\x00\x01\xe0"


@cache
def joined(kind: str) -> FilmTruth:
    """A transport stream twice in one file: the camera's clock begins anew in the middle."""
    one = made(kind)
    path = one.path.with_name(f"joined-{one.path.name}")
    path.write_bytes(one.path.read_bytes() * 2)
    # The second goes on where picture and sound of the first have both ended.
    with av.open(str(one.path)) as film:
        ends = [
            (packet.pts + packet.duration) * packet.time_base
            for packet in film.demux()
            if packet.size
        ]
    shift = round(max(ends) / one.table.time_base.tick) - _first_tick(one)
    table = one.table
    return replace(
        one,
        path=path,
        table=FrameTable(
            table.time_base, (*table.pts, *(tick + shift for tick in table.pts)), table.end + shift
        ),
        numbers=one.numbers * 2,
    )


def _first_tick(film: FilmTruth) -> int:
    """The time of the first packet of the file, which may be of sound."""
    with av.open(str(film.path)) as opened:
        return next(packet.pts for packet in opened.demux())


@cache
def untimed(kind: str, every: int) -> FilmTruth:
    """A transport stream in which only one picture of so many states its time."""
    film = made(kind)
    size = 192 if film.path.suffix == ".mts" else 188
    data = bytearray(film.path.read_bytes())
    count = 0
    for at in range(size - 188, len(data), size):
        begin = data.find(PES_START, at, at + 188)
        if data[at + 1] & 0x40 and begin > 0:
            count += 1
            if count % every != 1:
                length = data[begin + 8]
                data[begin + 7] &= 0x3F  # no times; their place is filled up
                data[begin + 9 : begin + 9 + length] = b"\xff" * length
    path = film.path.with_name(f"untimed-{film.path.name}")
    path.write_bytes(data)
    return replace(film, path=path)


@cache
def repeating(kind: str, *numbers: int) -> FilmTruth:
    """A Matroska film in which some frames state the time of the frame before them."""
    film = made(kind)
    path = film.path.with_name(f"repeating-{film.path.name}")
    ticks = film.table.pts
    stated = {ticks[number]: ticks[number - 1] for number in numbers}
    with av.open(str(film.path)) as source, av.open(str(path), "w", format="matroska") as out:
        video = out.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.size:
                packet.pts = packet.dts = stated.get(packet.pts, packet.pts)
                packet.stream = video
                out.mux(packet)
    kept = [number for number in range(len(ticks)) if number not in numbers]
    return replace(
        film,
        path=path,
        table=FrameTable(film.table.time_base, tuple(ticks[each] for each in kept), film.table.end),
        numbers=tuple(film.numbers[each] for each in kept),
        sound_start=None,
    )


@cache
def recorded(how: str) -> FilmTruth:
    """A film as a recorder writes it while it is made: `webm` or `ts` or fragments of `mp4`.

    No length is stated. The truth is the frames of the whole recording; `broken_off` cuts it.
    """
    film = made("vp9-webm" if how == "webm" else "h264")
    path = film.path.with_name(f"recorded.{how}")
    options = {
        "webm": ("-c", "copy", "-live", 1, "-cluster_time_limit", 300),
        "mp4": ("-c:v", "libx264", "-bf", 0, "-g", 8, "-c:a", "copy", "-frag_duration", 200_000,
                "-movflags", "empty_moov+default_base_moof+skip_trailer"),
        "ts": ("-c:v", "libx264", "-bf", 0, "-g", 8, "-c:a", "copy"),
    }  # fmt: skip
    ffmpeg("-copyts", "-i", film.path, *options[how], path)
    return replace(film, path=path)


def broken_off(film: FilmTruth, share: float) -> Path:
    """The recording without its end, as where a battery was empty."""
    data = film.path.read_bytes()
    path = film.path.with_name(f"broken-{share}{film.path.suffix}")
    path.write_bytes(data[: int(len(data) * share)])
    return path


def at_a_fragments_edge(film: FilmTruth, fragments: int) -> Path:
    """The recording up to the end of a fragment: nothing in it shows that more was recorded."""
    data = film.path.read_bytes()
    at = -1
    for _ in range(fragments + 1):
        at = data.index(b"moof", at + 1)
    path = film.path.with_name("edge.mp4")
    path.write_bytes(data[: at - 4])
    return path


@cache
def outlasted(by: str, suffix: str) -> FilmTruth:
    """The plain film with something that goes on for seconds after its picture: `subtitles`, or a
    second `sound`."""
    film = made("vp9-webm" if suffix == ".webm" else "h264")
    path = film.path.with_name(f"outlasted-by-{by}{suffix}")
    if by == "subtitles":
        words = path.with_suffix(".srt")
        words.write_text("1\n00:00:00,100 --> 00:00:01,000\nHere\n\n"
                         "2\n00:00:05,000 --> 00:00:08,000\nThe end\n\n")  # fmt: skip
        kind = {".mkv": "srt", ".webm": "webvtt"}.get(suffix, "mov_text")
        more: tuple[object, ...] = ("-i", words, "-map", 0, "-map", 1, "-c", "copy", "-c:s", kind)
    else:
        more = ("-f", "lavfi", "-i", "sine=300:d=6", "-map", 0, "-map", 1, "-c:v", "copy")
    ffmpeg("-copyts", "-i", film.path, *more, path)
    return replace(film, path=path)


@cache
def soundless(suffix: str, **options: str) -> FilmTruth:
    """A film that says it has sound, and has not one piece of it, as of a microphone that was off."""
    film = made("no-audio")
    path = film.path.with_name(f"soundless{len(options)}{suffix}")
    with av.open(str(film.path)) as source, av.open(str(path), "w", options=options) as out:
        video = out.add_stream_from_template(source.streams.video[0])
        out.add_stream("aac", rate=48_000, layout="stereo")
        for packet in source.demux(source.streams.video[0]):
            if packet.size:
                packet.stream = video
                out.mux(packet)
    return replace(film, path=path)
