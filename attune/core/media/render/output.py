"""Writes the film of an export: H.264 and AAC, each picture at exactly its tick, chapters."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self, cast

import av
import av.error
import numpy as np
from av.audio.stream import AudioStream
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from attune.core.clock import FrameTable, TimeBase
from attune.core.media.encoders import WHOLE_PICTURES
from attune.core.media.errors import OutputError
from attune.core.media.render.passing import Passing, Unseen
from attune.core.media.render.voice import silence
from attune.core.media.sink import HeadedSink
from attune.core.media.sound import Block

if TYPE_CHECKING:
    from av.container.core import Chapter  # a name that only the types know

LONGEST_GOP = 30
FINEST_MOVIE_CLOCK = 30_000_000
QUALITY, PRESET, SOUND_BITS = 18, "veryfast", 192_000


@dataclass(frozen=True, slots=True)
class Form:
    """What the film is: size in pixels, `rate` about how many pictures a second, colour as in `Look`.

    `sound_rate` None is no sound. `chapters` are (title, first tick, tick after it).
    """

    base: TimeBase
    size: tuple[int, int]
    rate: Fraction
    colour: tuple[int, int, int]
    sound_rate: int | None
    channels: int
    title: str = ""
    chapters: Sequence[tuple[str, int, int]] = ()


class FilmWriter:
    """An MP4 being written to the part `name` of a sink. Give pictures with their ticks, sound with its
    sample positions, in order; then `finish`.

    What is encoded goes to the sink at once, so that memory is flat in the film's length. Its index goes
    before it at the end, when the film was found to be what it should be: without that it is no film.
    No metadata is written but the title and the chapters.
    """

    def __init__(self, form: Form, sink: HeadedSink, name: str) -> None:
        self._form, self._sink, self._name = form, sink, name
        self._file = Passing(sink, name)
        self._held: Packet[VideoStream] | None = None
        self._heard = 0
        rate = form.sound_rate or 1
        movie = math.lcm(form.base.den, rate)
        options = {
            "fflags": "bitexact",  # no note of the program that wrote it
            "video_track_timescale": str(form.base.den),
            "movie_timescale": str(movie if movie <= FINEST_MOVIE_CLOCK else rate),
        }
        self._out = av.open(self._file, "w", format="mp4", options=options)
        self._video = self._add_video()
        self._sound = self._add_sound(form.sound_rate) if form.sound_rate else None
        if form.title:
            self._out.metadata["title"] = form.title
        if form.chapters:
            base = Fraction(1, form.base.den)
            self._out.set_chapters(
                [
                    cast(
                        "Chapter",
                        {
                            "id": number,
                            "start": start,
                            "end": end,
                            "time_base": base,
                            "metadata": {"title": title},
                        },
                    )
                    for number, (title, start, end) in enumerate(form.chapters)
                ]
            )
        self._out.start_encoding()

    def _add_video(self) -> VideoStream:
        options = {
            "preset": PRESET,
            "crf": str(QUALITY),
            "profile": "high",
            "bf": "0",
            "g": str(LONGEST_GOP),
        }
        rate = self._form.rate if 1 <= self._form.rate <= 1000 else Fraction(30)
        video = self._out.add_stream("libx264", rate=rate.limit_denominator(1001), options=options)
        video.width, video.height = self._form.size
        video.pix_fmt = "yuv420p"
        context = video.codec_context
        context.thread_type = WHOLE_PICTURES
        context.colorspace, context.color_primaries, context.color_trc = self._form.colour
        context.color_range = 1  # limited
        video.time_base = context.time_base = Fraction(1, self._form.base.den)
        return video

    def _add_sound(self, rate: int) -> AudioStream:
        layout = "mono" if self._form.channels == 1 else "stereo"
        return self._out.add_stream("aac", rate=rate, layout=layout, bit_rate=SOUND_BITS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the encoders; what they refused becomes an `OutputError`."""
        self._out.close()
        if isinstance(error, av.error.FFmpegError):
            raise OutputError(f"The film cannot be written: {error.strerror}.") from error

    def picture(self, tick: int, frame: VideoFrame) -> None:
        """Encode an upright yuv420p frame of the film's size at `tick`."""
        frame.pts, frame.time_base = tick, Fraction(1, self._form.base.den)
        frame.pict_type = 0  # the source's choice of key frames is not ours
        self._mux(self._video.encode(frame))

    def sound(self, block: Block) -> None:
        """Encode the samples that come next."""
        if self._sound is None or not block.shape[1]:
            return
        layout = "mono" if self._form.channels == 1 else "stereo"
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), "fltp", layout)
        frame.sample_rate = self._form.sound_rate or 1
        frame.pts, frame.time_base = self._heard, Fraction(1, frame.sample_rate)
        self._heard += block.shape[1]
        self._out.mux(self._sound.encode(frame))

    def quiet_until(self, sample: int) -> None:
        """Be silent from where the sound stands up to a sample's position."""
        while self._heard < sample and self._form.sound_rate:
            self.sound(silence(self._form.channels, min(sample - self._heard, 48_000)))

    def _mux(self, packets: "list[Packet[VideoStream]]") -> None:
        # One packet waits for the next, which says how long it is shown.
        for packet in packets:
            self._release(packet.pts or 0)
            self._held = packet

    def _release(self, end: int) -> None:
        if self._held is not None:
            self._held.duration = end - (self._held.pts or 0)
            self._out.mux(self._held)
            self._held = None

    def finish(self, table: FrameTable) -> int:
        """Write what is left, the last picture until the end of `table`; returns the film's bytes.

        Raises `OutputError` unless the film has exactly the frames of `table`, from tick 0.
        """
        self._mux(self._video.encode(None))
        self._release(table.end)
        if self._sound is not None:
            self._out.mux(self._sound.encode(None))
        self._out.close()
        self._file.rest()
        head = self._file.head()
        check(Unseen(head, self._file.size), table)
        self._sink.put_before(self._name, head)
        return len(head) + self._file.size


def check(file: BinaryIO, table: FrameTable) -> None:
    """Raise `OutputError` unless the index of a film names exactly the frames and times of `table`."""
    file.seek(0)
    with av.open(file, "r") as film:
        video = film.streams.video[0]
        base = video.time_base or Fraction(1)
        written = sorted(one.pts for one in film.demux(video) if one.size and one.pts is not None)
    if len(written) != len(table) or any(
        at * base != table.time_base.seconds(tick)
        for at, tick in zip(written, table.pts, strict=True)
    ):
        raise OutputError("The film that was written does not have the frames that it should.")
