"""The kinds of film that phones, cameras and browsers write, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

import numpy as np

from attune.core.clock import TimeBase

BROADCAST = TimeBase(1, 30000)
ANDROID = TimeBase(1, 90000)
APPLE = TimeBase(1, 600)
MATROSKA = TimeBase(1, 1000)

Part = tuple[int, int] | int
"""A part of an edit list: frames from one to another, both included, or a pause of so many frames."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of film is written.

    `step` is the ticks between frames; `jitter` the ticks by which a step may differ (0 = constant
    rate), `dim` how often a step is doubled, as phones do in dim light. To show the picture a player
    must mirror it left for right if `mirrored`, and then turn it clockwise by `rotation`. `pixel` is
    the width of a pixel over its height; `odd` makes the picture a pixel less wide and high. `skip`
    frames at the start are hidden by an edit list; `parts` is a whole edit list, in frames. `start` is
    the first frame's tick as muxed; `sound_delay` is when the sound begins after the first frame, in
    seconds, None for no sound; `sounds` is how many tracks of sound there are.
    `depth` is the bits of a sample, `fields` which field of an interlaced film comes first, `light`
    the transfer of a film of high dynamic range.
    """

    codec: str = "libx264"
    suffix: str = ".mp4"
    base: TimeBase = BROADCAST
    step: int = 1001
    jitter: int = 0
    dim: float = 0.0
    rotation: int = 0
    mirrored: bool = False
    pixel: Fraction = Fraction(1)
    odd: bool = False
    skip: int = 0
    parts: tuple[Part, ...] = ()
    start: int = 0
    sound_delay: Fraction | None = Fraction(0)
    sounds: int = 1
    depth: int = 8
    fields: Literal["", "top", "bottom"] = ""
    light: Literal["", "pq", "hlg"] = ""
    options: Mapping[str, str] = field(default_factory=dict)

    def ticks(self, seconds: float, seed: int) -> tuple[tuple[int, ...], int]:
        """Every frame's tick as muxed, and the end, for a film of about `seconds` after `skip`."""
        random = np.random.default_rng(seed)
        count = max(1, round(seconds / float(self.base.seconds(self.step)))) + self.skip
        steps = np.full(count, self.step, dtype=np.int64)
        if self.jitter:
            steps += random.integers(-self.jitter, self.jitter + 1, count)
            steps[random.random(count) < self.dim] *= 2
            # With B-frames a film says how long its last frame is shown only by how long the frames
            # decoded around it are; evenly spaced ones leave no doubt about the truth.
            steps[-8:] = self.step
        starts = self.start + np.concatenate(([0], np.cumsum(steps)))
        return tuple(int(tick) for tick in starts[:-1]), int(starts[-1])


X264_PHONE = {"preset": "ultrafast", "crf": "23", "g": "30", "bf": "2"}
X264_PLAIN = {"preset": "ultrafast", "crf": "23", "g": "30", "bf": "0"}
X264_DEEP = {
    "preset": "superfast",
    "crf": "23",
    "x264-params": "keyint=24:bframes=7:b-adapt=0:b-pyramid=normal:open-gop=1:ref=4",
}
X264_TOP = {**X264_PHONE, "x264-params": "tff=1"}
X264_BOTTOM = {**X264_PHONE, "x264-params": "bff=1"}
X265 = {
    "preset": "ultrafast",
    "crf": "26",
    "tag": "hvc1",
    "x265-params": "log-level=none:keyint=30:bframes=3",
}
X265_OPEN = {**X265, "x265-params": "log-level=none:keyint=12:bframes=4:b-adapt=0:open-gop=1"}
VP9 = {"deadline": "realtime", "cpu-used": "8", "crf": "30", "b": "0", "g": "12"}
AV1 = {"preset": "12", "crf": "30", "g": "12", "svtav1-params": "lp=1"}
ASP = {"q": "3", "bf": "2", "g": "12", "tag": "XVID"}
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "h264": Kind(options=X264_PHONE),
        "vfr": Kind(base=ANDROID, step=3000, jitter=700, dim=0.1, options=X264_PLAIN),
        "b-frames": Kind(base=TimeBase(1, 12800), step=512, options=X264_DEEP),
        "hevc": Kind("libx265", ".mov", APPLE, 20, options=X265),
        "hevc-vfr-rotated": Kind(
            "libx265", ".mov", APPLE, 20, jitter=4, dim=0.15, rotation=90, options=X265
        ),
        "rotated": Kind(rotation=90, options=X264_PHONE),
        "rotated-180": Kind(rotation=180, options=X264_PHONE),
        "rotated-270": Kind(rotation=270, options=X264_PHONE),
        "late-audio": Kind(sound_delay=Fraction(1, 2), options=X264_PHONE),
        "no-audio": Kind(sound_delay=None, options=X264_PHONE),
        "edit-list": Kind(skip=7, options=X264_PLAIN),
        "negative-start": Kind(start=-10010, skip=10, options=X264_PHONE),
        "late-start": Kind(start=15015, sound_delay=Fraction(-1, 4), options=X264_PLAIN),
    }
)
"""What phones write."""

CAMERAS: Mapping[str, Kind] = MappingProxyType(
    {
        "mirrored": Kind(mirrored=True, options=X264_PLAIN),
        "mirrored-90": Kind(mirrored=True, rotation=90, options=X264_PLAIN),
        "mirrored-180": Kind(mirrored=True, rotation=180, options=X264_PLAIN),
        "mirrored-270": Kind(mirrored=True, rotation=270, options=X264_PLAIN),
        "hevc-10-bit": Kind("libx265", ".mov", APPLE, 20, depth=10, options=X265),
        "hevc-pq": Kind("libx265", ".mp4", ANDROID, 3003, depth=10, light="pq", options=X265),
        "hevc-hlg": Kind("libx265", ".mov", APPLE, 20, depth=10, light="hlg", options=X265),
        "hevc-open-groups": Kind("libx265", base=ANDROID, step=3000, options=X265_OPEN),
        "vp9-webm": Kind("libvpx-vp9", ".webm", MATROSKA, 40, start=80, options=VP9),
        "vp9-vfr-webm": Kind(
            "libvpx-vp9", ".webm", MATROSKA, 33, jitter=9, dim=0.2, start=80, options=VP9
        ),
        "av1-mp4": Kind("libsvtav1", ".mp4", BROADCAST, 1001, options=AV1),
        "av1-vfr-mkv": Kind(
            "libsvtav1", ".mkv", MATROSKA, 33, jitter=6, dim=0.1, start=80, options=AV1
        ),
        "h264-vfr-mkv": Kind(
            suffix=".mkv", base=MATROSKA, step=33, jitter=6, dim=0.1, start=80, options=X264_PHONE
        ),
        "mpeg4-avi": Kind("mpeg4", ".avi", TimeBase(1, 25), 1, options=ASP),
        "h264-avi": Kind(suffix=".avi", base=TimeBase(1, 25), step=1, options=X264_DEEP),
        "mpeg4-mp4": Kind("mpeg4", ".mp4", BROADCAST, 1001, options={"q": "3", "g": "12"}),
        "mjpeg-avi": Kind("mjpeg", ".avi", TimeBase(1, 30), 1, options={"q": "3"}),
        "mjpeg-mov": Kind("mjpeg", ".mov", APPLE, 25, jitter=3, options={"q": "3"}),
        "h264-mts": Kind(suffix=".mts", base=ANDROID, step=3600, start=126_000, options=X264_PHONE),
        "h264-wrap-ts": Kind(
            suffix=".ts", base=ANDROID, step=3003, start=2**33 - 60_060, options=X264_PHONE
        ),
        "interlaced-mts": Kind(
            suffix=".mts", base=ANDROID, step=3600, start=126_000, fields="top", options=X264_TOP
        ),
        "interlaced-bottom": Kind(
            suffix=".mov", base=TimeBase(1, 25000), step=1000, fields="bottom", options=X264_BOTTOM
        ),
        "wide-pixels": Kind(pixel=Fraction(4, 3), options=X264_PHONE),
        "odd-size": Kind("libvpx-vp9", ".mkv", MATROSKA, 40, start=80, odd=True, options=VP9),
        "odd-size-rotated": Kind(
            "mjpeg", ".mov", APPLE, 20, rotation=90, odd=True, options={"q": "3"}
        ),
        "two-sounds": Kind(sounds=2, options=X264_PHONE),
        "pause-first": Kind(parts=(6, (0, 29)), options=X264_PHONE),
        "several-edits": Kind(parts=((4, 12), (20, 34)), options=X264_PLAIN),
        "several-edits-b-frames": Kind(parts=(3, (5, 11), (17, 33)), options=X264_PHONE),
    }
)
"""What else comes: cameras, browsers, screen recorders, and edits made without encoding anew."""
