"""Writes an MP4 that every browser plays, in which each frame has exactly the time it was given."""

import math
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import av.error
import numpy as np
from av.audio.stream import AudioStream
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from attune.core.clock import FrameTable, TimeBase
from attune.core.media.encoders import Settings, picture_options, stated_rate
from attune.core.media.errors import OutputError
from attune.core.media.look import Look
from attune.core.media.sound import Block, plain_rate
from attune.core.media.upright import Upright, shown_colour

FINEST_MOVIE_CLOCK = 10_000_000


class FilmWriter:
    """An H.264/AAC MP4 being written: no B-frames, a key frame at least every 15 frames, index first.

    Give pictures with their ticks (in the source's time base, the first at 0) and sound blocks with
    their sample positions; then `finish` with the tick at which the last picture ends. No metadata
    of the source is written. Without `finish` the file is not a film.
    """

    def __init__(self, path: Path, base: TimeBase, look: Look, settings: Settings) -> None:
        self._look, self._base = look, base
        self.size = look.size_within(settings.short_side)
        self._upright = Upright(look.rotation, *self.size, mirrored=look.mirrored)
        self.sound_rate = plain_rate(look.sound_rate) if look.sound_rate else None
        self.channels = min(2, look.sound_channels or 1)
        self._held: list[Packet[VideoStream]] = []
        rate = self.sound_rate or 1
        movie = math.lcm(base.den, rate)
        options = {
            "movflags": "faststart",
            "fflags": "bitexact",  # no note of the program that wrote it
            "video_track_timescale": str(base.den),
            # Late sound is placed in the movie's own ticks: fine enough that nothing is rounded.
            "movie_timescale": str(movie if movie <= FINEST_MOVIE_CLOCK else rate),
        }
        try:
            self._out = av.open(str(path), "w", format="mp4", options=options)
            self._video = self._add_video(settings)
            self._sound = self._add_sound(settings) if self.sound_rate else None
            self._out.start_encoding()
        except av.error.FFmpegError as error:
            raise OutputError(f"The film cannot be written there: {error.strerror}.") from error

    def _add_video(self, settings: Settings) -> VideoStream:
        video = self._out.add_stream(
            "libx264", rate=stated_rate(self._look), options=picture_options(settings)
        )
        video.width, video.height = self.size
        video.pix_fmt = "yuv420p"
        context = video.codec_context
        context.colorspace, context.color_primaries, context.color_trc = shown_colour(
            self._look.colour
        )
        context.color_range = 1  # limited
        # With num = 1, so that the muxer's clock of 1/den holds every tick.
        video.time_base = context.time_base = Fraction(1, self._base.den)
        return video

    def _add_sound(self, settings: Settings) -> AudioStream:
        layout = "mono" if self.channels == 1 else "stereo"
        return self._out.add_stream(
            "aac", rate=self.sound_rate, layout=layout, bit_rate=settings.sound_bits
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file; what the encoder or the disk refused becomes an `OutputError`."""
        with suppress(av.error.FFmpegError):  # after `finish` there is nothing left to close
            self._out.close()
        if isinstance(error, av.error.FFmpegError):
            raise OutputError(f"The film cannot be written: {error.strerror}.") from error

    def picture(self, tick: int, frame: VideoFrame) -> None:
        """Encode a decoded frame at `tick`."""
        self._encode(self._upright.push(tick, frame))

    def _encode(self, pictures: list[tuple[int, VideoFrame]]) -> None:
        for tick, upright in pictures:
            upright.pts, upright.time_base = tick * self._base.num, Fraction(1, self._base.den)
            upright.pict_type = 0  # the source's choice of key frames is not ours
            self._mux(self._video.encode(upright))

    def sound(self, at: int, block: Block) -> None:
        """Encode the samples that start at position `at` (0 or later)."""
        if self._sound is None or self.sound_rate is None or not block.shape[1]:
            return
        layout = "mono" if self.channels == 1 else "stereo"
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), "fltp", layout)
        frame.sample_rate = self.sound_rate
        frame.pts, frame.time_base = at, Fraction(1, self.sound_rate)
        self._out.mux(self._sound.encode(frame))

    def _mux(self, packets: list["Packet[VideoStream]"]) -> None:
        # One packet waits for the next, which says how long it is shown.
        for packet in packets:
            self._release(packet.pts or 0)
            self._held.append(packet)

    def _release(self, end: int) -> None:
        for packet in self._held:
            packet.duration = end - (packet.pts or 0)
            self._out.mux(packet)
        self._held.clear()

    def finish(self, end: int) -> None:
        """Write what is left; the last picture is shown until tick `end`."""
        self._encode(self._upright.rest())
        self._mux(self._video.encode(None))
        self._release(end * self._base.num)
        if self._sound is not None:
            self._out.mux(self._sound.encode(None))
        self._out.close()


def check_written(path: Path, table: FrameTable) -> None:
    """Raise `OutputError` unless the film at `path` has exactly the frames and times of `table`."""
    with av.open(str(path)) as film:
        video = film.streams.video[0]
        base = video.time_base or Fraction(1)
        packets = [one for one in film.demux(video) if one.size and one.pts is not None]
    written = sorted((one.pts or 0) * base for one in packets)
    if written != [table.time_base.seconds(tick) for tick in table.pts]:
        raise OutputError("The film that was written does not have the frames of its source.")
