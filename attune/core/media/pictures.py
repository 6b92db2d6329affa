"""The poster and the thumbnails of a film, made while its proxy is."""

import io
import json
from collections.abc import Callable, Iterator
from fractions import Fraction

import numpy as np
from av.video.frame import VideoFrame
from PIL import Image

from attune.core.media.proxy import Made
from attune.core.media.upright import Picture

POSTER, SPRITE = "poster.jpg", "sprite.json"
COLUMNS, ROWS = 10, 10
LONG_SIDE = 160
"""Pixels of the longer side of a thumbnail."""
MOST = 900
"""A long film has about so many thumbnails, a short one a thumbnail a second."""


def jpeg(picture: Picture, quality: int) -> bytes:
    """The picture as a JPEG file."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, format="JPEG", quality=quality)
    return file.getvalue()


class Poster:
    """The first picture at once, and later the one a third of the way in, which shows more."""

    def __init__(self, length: Fraction, seconds: Callable[[int], Fraction]) -> None:
        self._after = iter((Fraction(0), length / 3) if length > 0 else (Fraction(0),))
        self._next: Fraction | None = next(self._after)
        self._seconds = seconds

    def see(self, tick: int, frame: VideoFrame) -> Iterator[Made]:
        """The poster, when this picture is to be it."""
        if self._next is not None and self._seconds(tick) >= self._next:
            self._next = next(self._after, None)
            yield Made(
                POSTER, jpeg(np.asarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8), 85)
            )


class Sprite:
    """Sheets of thumbnails, one a second or fewer, so that a timeline shows what is where.

    A sheet is sent as soon as it is full. `sprite.json` says `width` and `height` of a thumbnail,
    `columns` and `rows` of a sheet, and the `ticks` of the thumbnails' frames in the original.
    """

    def __init__(self, start: int, length: Fraction, seconds: Callable[[int], Fraction]) -> None:
        self._every = max(Fraction(1), length / MOST)
        self._next = Fraction(0)
        self._start, self._seconds = start, seconds
        self._size = (0, 0)
        self._sheet: Picture | None = None
        self._ticks: list[int] = []

    def see(self, tick: int, frame: VideoFrame) -> Iterator[Made]:
        """A sheet, when this picture fills it."""
        if self._seconds(tick) < self._next:
            return
        self._next = (self._seconds(tick) // self._every + 1) * self._every
        if not self._ticks:
            scale = Fraction(LONG_SIDE, max(frame.width, frame.height))
            self._size = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
        width, height = self._size
        if self._sheet is None:
            self._sheet = np.zeros((height * ROWS, width * COLUMNS, 3), dtype=np.uint8)
        place = len(self._ticks) % (ROWS * COLUMNS)
        down, across = place // COLUMNS * height, place % COLUMNS * width
        small = frame.reformat(width, height, "rgb24", interpolation="AREA").to_ndarray()
        self._sheet[down : down + height, across : across + width] = small
        self._ticks.append(self._start + tick)
        if place == ROWS * COLUMNS - 1:
            yield from self._full()

    def _full(self) -> Iterator[Made]:
        if self._sheet is not None:
            number = (len(self._ticks) - 1) // (ROWS * COLUMNS)
            yield Made(f"sprite-{number:03}.jpg", jpeg(self._sheet, 75))
            self._sheet = None

    def rest(self) -> Iterator[Made]:
        """The last sheet, and what the sheets hold."""
        yield from self._full()
        told = {
            "width": self._size[0],
            "height": self._size[1],
            "columns": COLUMNS,
            "rows": ROWS,
            "ticks": self._ticks,
        }
        yield Made(SPRITE, json.dumps(told, separators=(",", ":")).encode())
