"""The kinds of film that phones and cameras write, as data."""

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


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of film is written.

    `step` is the ticks between frames; `jitter` the ticks by which a step may differ (0 = constant
    rate), `dim` how often a step is doubled, as phones do in dim light. `rotation` is the clockwise
    turn that a player must make. `skip` frames at the start are hidden by an edit list. `start` is
    the first frame's tick as muxed; `sound_delay` is when the sound begins after the first frame,
    in seconds, None for no sound.
    """

    codec: Literal["libx264", "libx265"] = "libx264"
    suffix: str = ".mp4"
    base: TimeBase = BROADCAST
    step: int = 1001
    jitter: int = 0
    dim: float = 0.0
    rotation: int = 0
    skip: int = 0
    start: int = 0
    sound_delay: Fraction | None = Fraction(0)
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
X265 = {
    "preset": "ultrafast",
    "crf": "26",
    "tag": "hvc1",
    "x265-params": "log-level=none:keyint=30:bframes=3",
}
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
