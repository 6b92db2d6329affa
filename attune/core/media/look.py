"""A first look: how a film's first picture lies and how large it is shown."""

import math
import struct
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from av.sidedata.sidedata import SideData
from av.video.frame import VideoFrame

from attune.core.media.errors import NoPictureError
from attune.core.media.frames import Decoding
from attune.core.media.opening import OpenFilm, Source, open_film


@dataclass(frozen=True, slots=True)
class Look:
    """What must be known of a film before the first frame of a proxy or a cut can be written.

    `start` is the first frame's tick. The stored picture is shown upright when it is first mirrored,
    left for right, if `mirrored` (front cameras), and then turned clockwise by `rotation` (0, 90, 180,
    270). `width` and `height` are as stored, `pixel` the width of a pixel over its height, `rate` the average
    frames per second as stated. `colour` is (matrix, primaries, transfer) as FFmpeg numbers them.
    `sound_rate` and `sound_channels` are None without sound. `seconds` is the stated length.
    """

    start: int
    rotation: int
    mirrored: bool
    width: int
    height: int
    pixel: Fraction
    rate: Fraction
    colour: tuple[int, int, int]
    sound_rate: int | None
    sound_channels: int | None
    seconds: Fraction

    @property
    def light(self) -> str:
        """ "pq" or "hlg" where the film has a high dynamic range (ITU-T H.273, table 3), else ""."""
        return {16: "pq", 18: "hlg"}.get(self.colour[2], "")

    @property
    def upright(self) -> tuple[int, int]:
        """Width and height as shown: square pixels, rotation applied."""
        wide = max(1, round(self.width * self.pixel))
        if self.rotation in (90, 270):
            return self.height, wide
        return wide, self.height

    def size_within(self, short_side: int | None) -> tuple[int, int]:
        """Even width and height as shown, with the short side at most `short_side` if given."""
        width, height = self.upright
        scale = Fraction(1)
        if short_side is not None and min(width, height) > short_side:
            scale = Fraction(short_side, min(width, height))
        return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)


def way_up(frame: VideoFrame) -> tuple[int, bool]:
    """`rotation` and `mirrored` of a `Look`, the turn to the nearest quarter turn.

    They are read from the display matrix (ISO/IEC 14496-12, 8.3.2): the right-hand neighbour of a
    pixel is shown at (a, b) from it and the one below at (c, d), y downwards. Where that turns the
    picture over, the determinant is negative, and the first column without its mirroring is (-a, -b).
    """
    matrix = frame.side_data.get("DISPLAYMATRIX")
    if matrix is None:
        return 0, False
    a, b, _, c, d, *_ = struct.unpack("=9i", bytes(cast("SideData", matrix)))
    mirrored = a * d - b * c < 0
    side = -1 if mirrored else 1
    return round(math.atan2(side * b, side * a) / (math.pi / 2)) % 4 * 90, mirrored


def look_at(film: OpenFilm) -> Look:
    """Decode up to the first picture. The film stands somewhere in its middle afterwards."""
    for tick, frame in Decoding(film).pictures():
        return look_of(film, tick, frame)
    raise NoPictureError


def look_of(film: OpenFilm, tick: int, frame: VideoFrame) -> Look:
    """The look of a film whose first picture is `frame`, shown at `tick`."""
    context = film.video.codec_context
    pixel = context.sample_aspect_ratio or Fraction(1)
    sound = film.sound
    rotation, mirrored = way_up(frame)
    return Look(
        start=tick,
        rotation=rotation,
        mirrored=mirrored,
        width=context.width,
        height=context.height,
        pixel=pixel if pixel > 0 else Fraction(1),
        rate=film.video.average_rate or film.video.guessed_rate or Fraction(30),
        colour=(frame.colorspace, frame.color_primaries, frame.color_trc),
        sound_rate=sound.codec_context.sample_rate if sound else None,
        sound_channels=sound.codec_context.channels if sound else None,
        seconds=Fraction(film.container.duration or 0, 1_000_000),
    )


def first_look(source: Source) -> Look:
    """`look_at` of a film that is opened for it alone."""
    with open_film(source) as film:
        return look_at(film)
