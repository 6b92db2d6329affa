"""Writes a smart cut as a film, and says why where that is not possible."""

import io
import math
from collections import deque
from fractions import Fraction
from typing import Any, cast

import av
import numpy as np
from av.audio.stream import AudioStream
from av.packet import Packet
from av.sidedata.sidedata import SideData
from av.video.frame import VideoFrame

from attune.core.media.excerpt import excerpt
from attune.core.media.opening import open_film
from attune.core.media.render.front import index_first
from attune.core.media.render.h264 import NotPossibleError, write_config
from attune.core.media.render.hidden import Film
from attune.core.media.render.lane import Lane, changes_of
from attune.core.media.render.output import FINEST_MOVIE_CLOCK, SOUND_BITS
from attune.core.media.render.plan import Clip, Plan
from attune.core.media.render.smart import Cut, check_cut, cut, decode_times
from attune.core.media.render.voice import silence
from attune.core.media.sink import Sink
from attune.core.media.sound import Block, SoundLine, plain_rate


def only_clip(plan: Plan) -> Clip:
    """The clip of a plan on whose pictures nothing is drawn; raises `NotPossibleError`."""
    item = plan.items[0]
    if len(plan.items) > 1 or not isinstance(item, Clip):
        raise NotPossibleError("it holds more than one clip")
    if item.speed != 1 or item.freezes:
        raise NotPossibleError("its time is changed")
    if plan.regions or plan.faces or plan.line.strip():
        raise NotPossibleError("something is drawn on the picture")
    if plan.short_side is not None:
        raise NotPossibleError("its size is changed")
    return item


def copy_clip(plan: Plan, clip: Clip, film: Film, sink: Sink, name: str) -> dict[str, Any]:
    """Write a clip with the film's own pictures to the part `name`; returns facts.

    Raises `NotPossibleError` where that is not possible, and `OutputError` where what was written is not
    exact; then nothing has been handed on.
    """
    first, last = film.table.number_of(clip.first), film.table.number_of(clip.last)
    sounds = clip.sound != "muted" and film.look.sound_rate is not None
    made = cut(film, first, last, sound=sounds)
    file = io.BytesIO()
    _Copying(file, plan, clip, film, made, sounds=sounds).write(first, last)
    check_cut(file, made, film.table.slice(first, last))
    size = 0
    with file.getbuffer() as data:
        for piece in index_first(data):
            sink.append(name, piece)
            size += len(piece)
    width, height = film.look.upright
    return {
        "frames": last - first + 1,
        "size": size,
        "copied": len(made.copied),
        "width": width,
        "height": height,
    }


class _Copying:
    """The film of a smart cut being written."""

    def __init__(
        self, file: io.BytesIO, plan: Plan, clip: Clip, film: Film, made: Cut, *, sounds: bool
    ) -> None:
        self._clip, self._film, self._made = clip, film, made
        self._rate = plain_rate(film.look.sound_rate or 48_000)
        self._channels = min(2, film.look.sound_channels or 1)
        self._blocks: deque[Block] = deque()
        self._heard = self._encoded = 0
        den = film.table.time_base.den
        movie = math.lcm(den, self._rate)
        options = {
            "fflags": "bitexact",
            "video_track_timescale": str(den),
            "movie_timescale": str(movie if movie <= FINEST_MOVIE_CLOCK else self._rate),
        }
        self._out = av.open(file, "w", format="mp4", options=options)
        with open_film(film.source) as source:
            self._video = self._out.add_stream_from_template(source.video)
        self._video.metadata.clear()
        self._video.codec_context.extradata = write_config(made.sets)
        self._video.time_base = Fraction(1, den)
        self._video.set_display_matrix(_matrix(film))
        self._sound: AudioStream | None = None
        if sounds:
            layout = "mono" if self._channels == 1 else "stereo"
            self._sound = self._out.add_stream(
                "aac", rate=self._rate, layout=layout, bit_rate=SOUND_BITS
            )
        if plan.title:
            self._out.metadata["title"] = plan.title

    def write(self, first: int, last: int) -> None:
        """Write everything."""
        table = self._film.table
        if self._sound is not None:
            self._hear(first, last)
        self._out.start_encoding()
        start, end = table.pts[first], table.interval(last)[1]
        ticks = [one.tick - start for one in self._made.pictures]
        due = decode_times(ticks)
        lengths = np.diff([*sorted(ticks), end - start]).tolist()
        base = Fraction(1, table.time_base.den)
        for coded, tick, at, length in zip(self._made.pictures, ticks, due, lengths, strict=True):
            packet = Packet(coded.data)
            packet.stream, packet.time_base = self._video, base
            packet.pts, packet.dts = tick * table.time_base.num, at * table.time_base.num
            packet.duration = length * table.time_base.num
            packet.is_keyframe = coded.key
            self._encode_until(round(table.time_base.seconds(tick) * self._rate))
            self._out.mux(packet)
        self._encode_until(self._heard)
        if self._sound is not None:
            self._out.mux(self._sound.encode(None))
        self._out.close()

    def _hear(self, first: int, last: int) -> None:
        table = self._film.table
        start, end = table.pts[first], table.interval(last)[1]
        count = round(table.time_base.seconds(end - start) * self._rate)
        changes = changes_of(self._clip.sound, Fraction(1), self._rate, self._channels)
        lane = Lane(self, changes, self._channels, count, (0, count), [])
        line = SoundLine(self._rate, self._channels, table.time_base.seconds(start))
        for frame in self._made.heard:
            for at, block in line.lay(frame):
                lane.push(at, block)
        for at, block in line.rest():
            lane.push(at, block)
        lane.finish()

    def sound(self, block: Block) -> None:
        """Keep the samples that come next."""
        if block.shape[1]:
            self._blocks.append(block)
            self._heard += block.shape[1]

    def quiet_until(self, sample: int) -> None:
        """Be silent from where the sound stands up to a sample's position."""
        self.sound(silence(self._channels, max(0, sample - self._heard)))

    def _encode_until(self, sample: int) -> None:
        while self._sound is not None and self._blocks and self._encoded < sample:
            block = self._blocks.popleft()
            layout = "mono" if self._channels == 1 else "stereo"
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), "fltp", layout)
            frame.sample_rate, frame.time_base = self._rate, Fraction(1, self._rate)
            frame.pts = self._encoded
            self._encoded += block.shape[1]
            self._out.mux(self._sound.encode(frame))


def _matrix(film: Film) -> tuple[int, ...] | None:
    """How a player must turn the film's pictures, as the film says it."""
    found: list[VideoFrame] = []
    excerpt(film.source, film.table, 0, 0, lambda _, frame: found.append(frame))
    matrix = found[0].side_data.get("DISPLAYMATRIX")
    if matrix is None:
        return None
    return tuple(np.frombuffer(bytes(cast(SideData, matrix)), dtype=np.int32).tolist())
