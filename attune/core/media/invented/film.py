"""Make a film of known truth, as a phone, a camera or a browser would have written it."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from attune.core.clock import FrameTable
from attune.core.media.errors import InventionError
from attune.core.media.invented.boxes import Edit, set_edits, set_way_up
from attune.core.media.invented.encoding import (
    FORMATS,
    container_options,
    sound_streams,
    video_stream,
    write_pictures,
    write_sound,
)
from attune.core.media.invented.kinds import CAMERAS, KINDS, Kind
from attune.core.media.invented.picture import Painter
from attune.core.media.invented.scene import SCENES
from attune.core.media.invented.voices import RATE, Samples, Turn, sound_of, take_turns

WRAP = 1 << 33
"""The clock of a transport stream has 33 bits (ISO/IEC 13818-1)."""

PHONE_TAGS = {
    "creation_time": "2026-03-14T10:15:00.000000Z",
    "location": "+52.5145+013.3501+034.000/",
    "make": "Invented Phones",
    "model": "Invented One",
}
APPLE_TAGS = {
    "creation_time": PHONE_TAGS["creation_time"],
    "com.apple.quicktime.location.ISO6709": PHONE_TAGS["location"],
    "com.apple.quicktime.make": PHONE_TAGS["make"],
    "com.apple.quicktime.model": PHONE_TAGS["model"],
}


@dataclass(frozen=True, slots=True)
class FilmTruth:
    """What is true of a film that `make_film` wrote.

    `table` holds the ticks at which a player presents its frames, and `numbers` the number painted in
    each of them. `width` and `height` are as stored; to be shown, the picture is `mirrored` left for
    right and then turned clockwise by `rotation`; `pixel` is the width of a pixel over its height.
    `sound_start` is when the sound begins after the first presented frame, in seconds, None without
    sound. `turns` count from the first frame written, hidden ones included.
    """

    path: Path
    kind: str
    table: FrameTable
    numbers: tuple[int, ...]
    width: int
    height: int
    rotation: int
    mirrored: bool
    pixel: Fraction
    sound_start: Fraction | None
    turns: tuple[Turn, ...]

    @property
    def display_size(self) -> tuple[int, int]:
        """Width and height of the upright picture."""
        wide = round(self.width * self.pixel)
        if self.rotation in (90, 270):
            return self.height, wide
        return wide, self.height


def make_film(
    path: Path | str,
    kind: str = "h264",
    *,
    scene: str = "floor-play",
    seconds: float = 6,
    size: tuple[int, int] = (480, 270),
    seed: int = 1,
) -> FilmTruth:
    """Draw, voice and encode a film of `seconds`, and return its truth.

    `kind` is one of `KINDS` (whose container may be MP4 or MOV) or of `CAMERAS` (in the container that
    the kind says), `scene` one of `SCENES`, `size` the stored width and height (even, as cameras store
    them: landscape). The same arguments make the same film. Raises `InventionError` for an unknown name
    or a size or length that cannot be.
    """
    path = Path(path)
    how = _kind(path, kind, scene)
    width, height = size
    if width % 2 or height % 2 or min(size) < 64 or not 0 < seconds <= 1800:
        raise InventionError("A film needs an even size of 64 or more, and 0 to 1800 seconds.")
    size = (width - how.odd, height - how.odd)
    ticks, end = how.ticks(seconds, seed)
    total = float(how.base.seconds(end - ticks[0]))
    turns = take_turns(total, seed)
    upright = size[::-1] if how.rotation in (90, 270) else size
    painter = Painter(SCENES[scene], turns, *upright)
    options = container_options(path.suffix, how)
    with av.open(str(path), "w", format=FORMATS[path.suffix], options=options) as out:
        out.metadata.update(APPLE_TAGS if path.suffix == ".mov" else PHONE_TAGS)
        video = video_stream(out, how, size)
        sounds = sound_streams(out, how, path.suffix)
        out.start_encoding()
        if how.sound_delay is not None:
            heard = _recorded(sound_of(turns, total, seed), how.sound_delay)
            write_sound(out, sounds, heard, how.base.seconds(ticks[0]) + how.sound_delay)
        write_pictures(out, video, how, painter, ticks, end)
    if how.rotation or how.mirrored:
        set_way_up(path, how.rotation, *size, mirrored=how.mirrored)
    edits = _edits(how, ticks, end)
    if edits:
        set_edits(path, edits)
    return _truth(path, kind, how, ticks, end, size, turns)


def _kind(path: Path, kind: str, scene: str) -> Kind:
    if kind not in {**KINDS, **CAMERAS} or scene not in SCENES:
        raise InventionError(
            f"Kinds are {', '.join((*KINDS, *CAMERAS))}; scenes are {', '.join(SCENES)}; "
            f"not {kind!r}, {scene!r}."
        )
    suffixes = (".mp4", ".mov") if kind in KINDS else (CAMERAS[kind].suffix,)
    if path.suffix not in suffixes:
        raise InventionError(f"Such a film is an {' or '.join(suffixes)}, not {path.name!r}.")
    return KINDS[kind] if kind in KINDS else CAMERAS[kind]


def _recorded(heard: Samples, delay: Fraction) -> Samples:
    """The part of the sound that a microphone recorded which started `delay` after the picture."""
    count = round(delay * RATE)
    return heard[count:] if count >= 0 else np.pad(heard, (-count, 0))


def _edits(how: Kind, ticks: tuple[int, ...], end: int) -> list[Edit]:
    """The edit list that must be written afterwards; none where the muxer writes the right one."""
    starts = (*ticks, end)

    def part(first: int, last: int) -> Edit:
        begin, stop = starts[first] - starts[0], starts[last + 1] - starts[0]
        return how.base.seconds(begin), how.base.seconds(stop - begin)

    if how.skip and not how.start:
        return [part(how.skip, len(ticks) - 1)]
    return [
        (None, how.base.seconds(each * how.step)) if isinstance(each, int) else part(*each)
        for each in how.parts
    ]


def _truth(
    path: Path,
    kind: str,
    how: Kind,
    ticks: tuple[int, ...],
    end: int,
    size: tuple[int, int],
    turns: tuple[Turn, ...],
) -> FilmTruth:
    shift = 0 if how.start else ticks[how.skip]
    if ticks[0] < WRAP <= end:  # the clock begins anew on the way: players count back from there
        shift = WRAP
    shown = tuple(tick - shift for tick in ticks[how.skip :])
    table = FrameTable(how.base, shown, end - shift)
    numbers = tuple(range(how.skip, len(ticks)))
    if how.parts:
        table, numbers = _presented(how, (*ticks, end))
    start = how.sound_delay
    if start is not None and (how.skip or how.parts):
        start = Fraction(0)
    return FilmTruth(
        path, kind, table, numbers, *size, how.rotation, how.mirrored, how.pixel, start, turns
    )


def _presented(how: Kind, starts: tuple[int, ...]) -> tuple[FrameTable, tuple[int, ...]]:
    """What is seen of a film with several parts, one after the other."""
    at = 0
    ticks: list[int] = []
    numbers: list[int] = []
    for part in how.parts:
        if isinstance(part, int):
            at += part * how.step
            continue
        first, last = part
        ticks += [at + tick - starts[first] for tick in starts[first : last + 1]]
        numbers += range(first, last + 1)
        at += starts[last + 1] - starts[first]
    return FrameTable(how.base, tuple(ticks), at), tuple(numbers)
