"""Make a film of known truth, as a phone would have written it."""

import math
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from attune.core.clock import FrameTable
from attune.core.media.errors import InventionError
from attune.core.media.invented.boxes import set_rotation, trim_start
from attune.core.media.invented.kinds import KINDS, Kind
from attune.core.media.invented.picture import Painter
from attune.core.media.invented.scene import SCENES
from attune.core.media.invented.voices import RATE, Samples, Turn, sound_of, take_turns

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
    each of them. `width` and `height` are as stored; `rotation` is the clockwise turn that shows the
    picture upright. `sound_start` is when the sound begins after the first presented frame, in
    seconds, None without sound. `turns` count from the first frame written, hidden ones included.
    """

    path: Path
    kind: str
    table: FrameTable
    numbers: tuple[int, ...]
    width: int
    height: int
    rotation: int
    sound_start: Fraction | None
    turns: tuple[Turn, ...]

    @property
    def display_size(self) -> tuple[int, int]:
        """Width and height of the upright picture."""
        if self.rotation in (90, 270):
            return self.height, self.width
        return self.width, self.height


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

    `kind` is one of `KINDS`, `scene` one of `SCENES`, `size` the stored width and height (even, as
    phones store them: landscape). The same arguments make the same film. Raises `InventionError` for an
    unknown name or a size or length that cannot be.
    """
    path = Path(path)
    if path.suffix not in (".mp4", ".mov"):
        raise InventionError(f"An invented film is an .mp4 or .mov, not {path.name!r}.")
    if kind not in KINDS or scene not in SCENES:
        raise InventionError(
            f"Kinds are {', '.join(KINDS)}; scenes are {', '.join(SCENES)}; not {kind!r}, {scene!r}."
        )
    width, height = size
    if width % 2 or height % 2 or min(size) < 64 or not 0 < seconds <= 1800:
        raise InventionError("A film needs an even size of 64 or more, and 0 to 1800 seconds.")
    how = KINDS[kind]
    ticks, end = how.ticks(seconds, seed)
    total = float(how.base.seconds(end - ticks[0]))
    turns = take_turns(total, seed)
    upright = (height, width) if how.rotation in (90, 270) else (width, height)
    painter = Painter(SCENES[scene], turns, *upright)
    tags = APPLE_TAGS if path.suffix == ".mov" else PHONE_TAGS
    # Edit lists are written in the movie's own ticks: fine enough that none is rounded.
    movie = math.lcm(how.base.den, RATE)
    options = {"video_track_timescale": str(how.base.den), "movie_timescale": str(movie)}
    if path.suffix == ".mov":
        options["movflags"] = "use_metadata_tags"
    with av.open(str(path), "w", format=path.suffix[1:], options=options) as out:
        out.metadata.update(tags)
        video = _video_stream(out, how, size)
        sound = None
        if how.sound_delay is not None:
            sound = out.add_stream("aac", rate=RATE, layout="mono", bit_rate=96_000)
        out.start_encoding()
        if sound is not None and how.sound_delay is not None:
            heard = _recorded(sound_of(turns, total, seed), how.sound_delay)
            _write_sound(out, sound, heard, how.base.seconds(ticks[0]) + how.sound_delay)
        _write_pictures(out, video, how, painter, ticks, end)
    if how.rotation:
        set_rotation(path, how.rotation, width, height)
    if how.skip and not how.start:
        trim_start(path, float(how.base.seconds(ticks[how.skip] - ticks[0])))
    return _truth(path, kind, how, ticks, end, size, turns)


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
    shown = tuple(tick - shift for tick in ticks[how.skip :])
    table = FrameTable(how.base, shown, end - shift)
    start = how.sound_delay
    if start is not None and how.skip:
        start = Fraction(0)
    numbers = tuple(range(how.skip, len(ticks)))
    return FilmTruth(path, kind, table, numbers, *size, how.rotation, start, turns)


def _video_stream(out: OutputContainer, how: Kind, size: tuple[int, int]) -> VideoStream:
    options = dict(how.options)
    tag = options.pop("tag", None)
    video = out.add_stream(how.codec, rate=30, options=options)
    video.width, video.height = size
    video.pix_fmt = "yuv420p"
    video.codec_context.time_base = Fraction(how.base.num, how.base.den)
    video.time_base = Fraction(how.base.num, how.base.den)
    if tag:
        video.codec_context.codec_tag = tag
    return video


def _recorded(heard: Samples, delay: Fraction) -> Samples:
    """The part of the sound that a microphone recorded which started `delay` after the picture."""
    count = round(delay * RATE)
    return heard[count:] if count >= 0 else np.pad(heard, (-count, 0))


def _write_sound(
    out: OutputContainer, sound: AudioStream, samples: Samples, start: Fraction
) -> None:
    first = round(start * RATE)
    for at in range(0, len(samples), 1024):
        block = np.ascontiguousarray(samples[at : at + 1024][np.newaxis, :])
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="mono")
        frame.sample_rate = RATE
        frame.time_base = Fraction(1, RATE)
        frame.pts = first + at
        out.mux(sound.encode(frame))
    out.mux(sound.encode(None))


def _write_pictures(
    out: OutputContainer,
    video: VideoStream,
    how: Kind,
    painter: Painter,
    ticks: tuple[int, ...],
    end: int,
) -> None:
    base = Fraction(how.base.num, how.base.den)
    converter = VideoReformatter()  # one for all frames: setting it up is the dear part
    lasts = dict(zip(ticks, (*ticks[1:], end), strict=True))
    for number, tick in enumerate(ticks):
        picture = painter.frame(number, float(how.base.seconds(tick - ticks[0])))
        stored = np.ascontiguousarray(np.rot90(picture, how.rotation // 90))
        drawn = av.VideoFrame.from_ndarray(stored, format="rgb24")
        frame = converter.reformat(drawn, format="yuv420p")
        frame.pts, frame.time_base = tick, base
        _mux(out, video, frame, lasts)
    _mux(out, video, None, lasts)


def _mux(
    out: OutputContainer, video: VideoStream, frame: av.VideoFrame | None, lasts: dict[int, int]
) -> None:
    for packet in video.encode(frame):
        tick = packet.pts or 0
        packet.duration = lasts[tick] - tick
        out.mux(packet)
