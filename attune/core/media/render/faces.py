"""The faces of a film as tracks, each with a small picture, so that a person chooses whom to hide.

Suggestions only: faces in profile, from behind, far away or covered are missed, and one person may have
several tracks. What is hidden is looked at whole before it is given away.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from av.video.frame import VideoFrame
from PIL import Image

from attune.core.clock import FrameTable
from attune.core.media.excerpt import excerpt
from attune.core.media.frames import frame_table
from attune.core.media.look import Look, first_look
from attune.core.media.opening import Source
from attune.core.media.proxy import Progress, Teller
from attune.core.media.render.detect import Found, alike, faces_in
from attune.core.media.render.plan import WHOLE, Box
from attune.core.media.upright import Picture, Upright

EVERY = Fraction(1, 8)
"""Seconds between two pictures that are looked at; between them a face's place is interpolated."""
WIDEST = 960
"""Pixels of the longer side of the pictures that are looked at."""
FOLLOWED, APART = 0.2, Fraction(1)
"""How alike two boxes of one face are, and the seconds for which a face may be out of sight."""
FEWEST = 2
"""Sightings of which a track has at least so many; fewer are mistakes more often than faces."""
THUMB = 160


@dataclass(slots=True)
class Track:
    """One face through time: its boxes, in order, and its best picture as a JPEG."""

    boxes: list[Box] = field(default_factory=list)
    picture: bytes = b""
    _latest: Found = field(default_factory=lambda: Found(0, 0, 0, 0, 0))
    _best: float = -1.0

    def add(self, tick: int, found: Found, picture: Picture) -> None:
        """Take another sighting."""
        self._latest = found
        self.boxes.append(
            Box(
                tick,
                _within(round((found.x - found.width / 2) * WHOLE), -WHOLE),
                _within(round((found.y - found.height / 2) * WHOLE), -WHOLE),
                _within(round(found.width * WHOLE), 1),
                _within(round(found.height * WHOLE), 1),
            )
        )
        worth = found.score * found.width * found.height
        if worth > self._best:
            self._best, self.picture = worth, thumb(picture, found)

    def likeness(self, found: Found) -> float:
        """How alike a sighting is to this track's latest."""
        return alike(self._latest, found)


def _within(value: int, least: int) -> int:
    return max(least, min(2 * WHOLE, value))


def thumb(picture: Picture, found: Found) -> bytes:
    """A small JPEG of a face and a little around it."""
    high, wide = picture.shape[:2]
    half_x, half_y = found.width * 0.7, found.height * 0.7
    left, right = sorted(_pixel(found.x + side * half_x, wide) for side in (-1, 1))
    top, low = sorted(_pixel(found.y + side * half_y, high) for side in (-1, 1))
    small = Image.fromarray(picture[top : low + 1, left : right + 1])
    small.thumbnail((THUMB, THUMB))
    out = io.BytesIO()
    small.save(out, format="JPEG", quality=85)
    return out.getvalue()


def _pixel(part: float, length: int) -> int:
    return max(0, min(length - 1, round(part * length)))


class Tracks:
    """Puts sightings together: each goes to the track whose latest is most alike."""

    def __init__(self, apart: int) -> None:
        self._apart = apart
        self._all: list[Track] = []

    def see(self, tick: int, found: Sequence[Found], picture: Picture) -> None:
        """Take all the faces of one picture."""
        open_ones = [track for track in self._all if tick - track.boxes[-1].tick <= self._apart]
        pairs = sorted(
            (
                (track.likeness(face), number, place)
                for number, track in enumerate(open_ones)
                for place, face in enumerate(found)
            ),
            reverse=True,
        )
        taken: dict[int, int] = {}
        for likeness, number, place in pairs:
            if likeness >= FOLLOWED and number not in taken.values() and place not in taken:
                taken[place] = number
        for place, face in enumerate(found):
            if place in taken:
                track = open_ones[taken[place]]
            else:
                track = Track()
                self._all.append(track)
            track.add(tick, face, picture)

    def kept(self) -> list[Track]:
        """The tracks that were seen often enough, the longest first."""
        often = [track for track in self._all if len(track.boxes) >= FEWEST]
        return sorted(often, key=lambda track: -len(track.boxes))


def small_size(look: Look) -> tuple[int, int]:
    """Even width and height, as shown, of the pictures that are looked at."""
    width, height = look.upright
    scale = min(Fraction(1), Fraction(WIDEST, max(width, height)))
    return max(16, round(width * scale / 2) * 2), max(16, round(height * scale / 2) * 2)


def faces(
    source: Source,
    first: int,
    last: int,
    *,
    table: FrameTable | None = None,
    progress: Progress | None = None,
) -> list[Track]:
    """The faces in frames `first` to `last` (numbers) of a film, the one seen longest first.

    Raises `FrameOutOfRangeError`, a `FilmError` for what is not a film, and what `progress` raises.
    """
    table = table or frame_table(source)
    part = table.slice(first, last)
    look = first_look(source)
    base, start = table.time_base, table.pts[first]
    tracks, teller = Tracks(base.nearest_tick(APART)), Teller(progress, part.duration)
    upright = Upright(look.rotation, *small_size(look), mirrored=look.mirrored, form="rgb24")
    step = base.nearest_tick(EVERY)
    due = [start]

    def see(ready: Sequence[tuple[int, VideoFrame]]) -> None:
        for tick, frame in ready:
            teller.at(base.seconds(tick - start))
            if tick >= due[0]:
                due[0] = tick + step
                picture = np.asarray(frame.to_ndarray(), dtype=np.uint8)
                tracks.see(tick, faces_in(picture), picture)

    excerpt(source, table, first, last, lambda tick, frame: see(upright.push(tick, frame)))
    see(upright.rest())
    teller.done()
    return tracks.kept()


def to_json(track: Track, name: str) -> dict[str, Any]:
    """What a page needs: the name of its picture, and boxes as in a plan's `faces`."""
    boxes = [[box.tick, box.x, box.y, box.width, box.height] for box in track.boxes]
    return {"picture": name, "boxes": boxes}
