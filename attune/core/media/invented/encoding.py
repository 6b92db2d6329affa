"""Encodes the pictures and the sound of an invented film into its container."""

import math
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any, cast

import av
import numpy as np
import numpy.typing as npt
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from attune.core.media.invented.kinds import Kind
from attune.core.media.invented.picture import Painter
from attune.core.media.invented.voices import RATE, Samples

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        ".mp4": "mp4",
        ".mov": "mov",
        ".mkv": "matroska",
        ".webm": "webm",
        ".avi": "avi",
        ".mts": "mpegts",
        ".ts": "mpegts",
    }
)
"""The containers, by the ending of a file's name."""

SOUNDS = {".webm": "libopus", ".avi": "pcm_s16le"}
TRANSFERS = {"pq": 16, "hlg": 18}
"""Numbers of ITU-T H.273: SMPTE ST 2084 and ARIB STD-B67."""
BT2020 = 9


def container_options(suffix: str, how: Kind) -> dict[str, str]:
    """What the muxer must be told so that it writes every tick as it is given."""
    if suffix in (".mp4", ".mov"):
        # Edit lists are written in the movie's own ticks: fine enough that none is rounded.
        movie = math.lcm(how.base.den, RATE)
        options = {"video_track_timescale": str(how.base.den), "movie_timescale": str(movie)}
        return {**options, "movflags": "use_metadata_tags"} if suffix == ".mov" else options
    if suffix in (".mts", ".ts"):
        return {"mpegts_copyts": "1", "mpegts_m2ts_mode": "1" if suffix == ".mts" else "0"}
    return {}


def video_stream(out: OutputContainer, how: Kind, size: tuple[int, int]) -> VideoStream:
    """The stream of pictures of `size` as stored."""
    options = dict(how.options)
    tag = options.pop("tag", None)
    quality = options.pop("q", None)
    rate = 1 / how.base.seconds(how.step)
    video = cast("VideoStream", out.add_stream(how.codec, rate=rate, options=options))
    video.width, video.height = size
    video.pix_fmt = pixel_format(how)
    context = video.codec_context
    context.time_base = Fraction(how.base.num, how.base.den)
    video.time_base = Fraction(how.base.num, how.base.den)
    context.sample_aspect_ratio = how.pixel
    if quality:
        context.qmin = context.qmax = int(quality)
    if how.light:
        context.color_primaries = context.colorspace = BT2020
        context.color_trc = TRANSFERS[how.light]
    if tag:
        context.codec_tag = tag
    return video


def pixel_format(how: Kind) -> str:
    """How the encoder takes its pictures."""
    if how.depth == 10:
        return "yuv420p10le"
    return "yuvj420p" if how.codec == "mjpeg" else "yuv420p"


def sound_streams(out: OutputContainer, how: Kind, suffix: str) -> list[AudioStream]:
    """As many tracks of sound as the kind has."""
    if how.sound_delay is None:
        return []
    coding = SOUNDS.get(suffix, "aac")
    tracks: list[AudioStream] = []
    for _ in range(how.sounds):
        track = out.add_stream(coding, rate=RATE, layout="mono", bit_rate=96_000)
        tracks.append(cast("AudioStream", track))
    return tracks


def write_sound(
    out: OutputContainer, sounds: list[AudioStream], samples: Samples, start: Fraction
) -> None:
    """The samples from `start` seconds on the first track; the others hold silence as long."""
    first = round(start * RATE)
    for number, sound in enumerate(sounds):
        track = samples * 0 if number else samples
        size = sound.codec_context.frame_size or 1024
        form = sound.codec_context.format.name
        for at in range(0, len(track), size):
            block = np.ascontiguousarray(track[at : at + size][np.newaxis, :])
            frame = av.AudioFrame.from_ndarray(_as_taken(block, form), format=form, layout="mono")
            frame.sample_rate = RATE
            frame.time_base = Fraction(1, RATE)
            frame.pts = first + at
            out.mux(sound.encode(frame))
        out.mux(sound.encode(None))


def _as_taken(block: Samples, form: str) -> npt.NDArray[Any]:
    """The samples as an encoder of this format takes them: floats, or whole numbers of 16 bits."""
    return np.round(block * 32767).astype(np.int16) if form.startswith("s16") else block


def write_pictures(
    out: OutputContainer,
    video: VideoStream,
    how: Kind,
    painter: Painter,
    ticks: tuple[int, ...],
    end: int,
) -> None:
    """Every picture at its tick, turned as the camera would have stored it."""
    base = Fraction(how.base.num, how.base.den)
    converter = VideoReformatter()  # one for all frames: setting it up is the dear part
    lasts = dict(zip(ticks, (*ticks[1:], end), strict=True))
    form = pixel_format(how)
    for number, tick in enumerate(ticks):
        picture = painter.frame(number, float(how.base.seconds(tick - ticks[0])))
        stored = np.rot90(picture, how.rotation // 90)
        if how.mirrored:
            stored = stored[:, ::-1]
        drawn = av.VideoFrame.from_ndarray(np.ascontiguousarray(stored), format="rgb24")
        frame = converter.reformat(drawn, video.width, video.height, format=form)
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
