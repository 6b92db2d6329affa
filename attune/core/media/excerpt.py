"""Exactly the frames from one to another, reached by a seek where that is safe.

A seek lands on a key frame by decoding time, which may lie after the wanted frame in presentation
order, and the pictures after it may lean on ones before it. So we seek early, believe only ticks that
are in the frame table, and start again from the beginning when the first wanted one does not come.
"""

from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction

from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from attune.core.clock import FrameTable
from attune.core.media.errors import FilmError
from attune.core.media.frames import Decoding
from attune.core.media.opening import OpenFilm, Source, open_film

EARLY = (Fraction(1), Fraction(4))
"""Seconds before the first wanted frame at which decoding starts; the next where one is too late."""

ANOTHER = "The frame table belongs to another film."


class _MissedError(Exception):
    """The first wanted frame did not come after a seek."""


def excerpt(
    source: Source,
    table: FrameTable,
    first: int,
    last: int,
    seen: Callable[[int, VideoFrame], None],
    heard: Callable[[AudioFrame], None] | None = None,
) -> None:
    """Give frames `first` to `last`, both included, to `seen` with their ticks, in order.

    With `heard`, the sound around them is given as it comes, some of it from before and after. Raises
    `FrameOutOfRangeError` for frames that the film does not have, and a `FilmError` when the film is
    not the one that `table` describes.
    """
    wanted = [tick + table.interval(first)[0] for tick in table.slice(first, last).pts]
    end = table.time_base.seconds(table.interval(last)[1])
    for lead in EARLY:
        early = wanted[0] - table.time_base.nearest_tick(lead)
        with open_film(source) as film:
            if early <= table.start or not film.may_seek(table):
                break
            film.container.seek(early, stream=film.video)
            with suppress(_MissedError):
                return _run(film, wanted, end, seen, heard)
    with open_film(source) as film:
        try:
            _run(film, wanted, end, seen, heard)
        except _MissedError as error:
            raise FilmError(ANOTHER) from error


def _run(
    film: OpenFilm,
    wanted: list[int],
    end: Fraction,
    seen: Callable[[int, VideoFrame], None],
    heard: Callable[[AudioFrame], None] | None,
) -> None:
    left = list(reversed(wanted))
    near = film.base.seconds(wanted[0]) - 1
    waiting: list[AudioFrame] = []  # sound from just before the first wanted picture
    decoding = Decoding(film, sound=heard is not None)
    for item in decoding:
        if isinstance(item, tuple):
            _see(item, left, len(wanted), seen)
            if not left and heard is None:
                return
            if not left:
                decoding.sound_until(end)
        elif _time(item) >= near:
            waiting.append(item)
        if heard is not None and len(left) < len(wanted):
            for frame in waiting:
                heard(frame)
            waiting.clear()
    if len(left) == len(wanted):
        raise _MissedError
    if left:
        raise FilmError(ANOTHER)


def _see(
    item: tuple[int, VideoFrame],
    left: list[int],
    count: int,
    seen: Callable[[int, VideoFrame], None],
) -> None:
    """Pass on a wanted picture; its tick must be the next one wanted."""
    if not left or item[0] < left[-1]:
        return
    if item[0] > left[-1]:
        if len(left) == count:
            raise _MissedError
        raise FilmError(ANOTHER)
    seen(left.pop(), item[1])


def _time(frame: AudioFrame) -> Fraction:
    return (frame.pts or 0) * (frame.time_base or Fraction(0))
