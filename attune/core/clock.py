"""Exact media time: the one place that knows ticks, time bases and frames.

A film's time is a whole number of ticks over a rational time base. Nothing in this file computes
in floats: seconds enter and leave as floats only where a browser gives or needs them
(`FrameTable.frame_on_screen`, `FrameTable.seek_seconds`), and are turned into exact fractions at
that door.
"""

import json
import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

LIMIT = 2**63
"""Ticks are 64-bit whole numbers, as in every film container."""


class ClockError(ValueError):
    """A time that cannot be: the message is one plain sentence."""


class FrameOutOfRangeError(ClockError):
    """A frame or a moment was asked for that the film does not have."""


def _whole(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ClockError(f"{name} must be a whole number, not {value!r}.")
    if not -LIMIT <= value < LIMIT:
        raise ClockError(f"{name} is too large for a film: {value}.")
    return value


@dataclass(frozen=True, slots=True)
class TimeBase:
    """The length of one tick: `num` / `den` seconds, kept as written in the film (not reduced).

    Raises `ClockError` unless both are whole numbers above zero.
    """

    num: int
    den: int

    def __post_init__(self) -> None:
        for name, value in (("num", self.num), ("den", self.den)):
            if _whole(f"The time base's {name}", value) <= 0:
                raise ClockError(f"The time base's {name} must be above zero, not {value}.")

    @property
    def tick(self) -> Fraction:
        """One tick in seconds, exact."""
        return Fraction(self.num, self.den)

    def seconds(self, ticks: int) -> Fraction:
        """The exact seconds of `ticks`."""
        return Fraction(ticks * self.num, self.den)

    def nearest_tick(self, seconds: Fraction | int) -> int:
        """The tick nearest to `seconds`; exactly half a tick goes to the later one."""
        return math.floor(seconds / self.tick + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class FrameTable:
    """When every frame of a film is shown, in presentation order.

    `pts` holds the first tick of each frame, strictly increasing, at least one; `end` is the first
    tick after the last frame. Frame numbers count from 0. Raises `ClockError` for anything else.
    """

    time_base: TimeBase
    pts: tuple[int, ...]
    end: int

    def __post_init__(self) -> None:
        if not isinstance(self.time_base, TimeBase):
            raise ClockError("A frame table needs a time base.")
        object.__setattr__(self, "pts", tuple(self.pts))
        if not self.pts:
            raise ClockError("A frame table needs at least one frame.")
        for value in self.pts:
            _whole("A frame's time", value)
        for number, (before, after) in enumerate(pairwise(self.pts)):
            if after <= before:
                raise ClockError(
                    f"Frame {number + 1} starts at {after}, not after frame {number} at {before}."
                )
        if _whole("The end", self.end) <= self.pts[-1]:
            raise ClockError(f"The end {self.end} is not after the last frame at {self.pts[-1]}.")

    def __len__(self) -> int:
        return len(self.pts)

    @property
    def start(self) -> int:
        """The first frame's tick."""
        return self.pts[0]

    @property
    def duration_ticks(self) -> int:
        """From the first frame's start to the last frame's end, in ticks."""
        return self.end - self.start

    @property
    def duration(self) -> Fraction:
        """From the first frame's start to the last frame's end, in seconds, exact."""
        return self.time_base.seconds(self.duration_ticks)

    @property
    def variable_rate(self) -> bool:
        """Whether the frames lie off an even grid by more than one tick.

        One tick is the clock's own rounding: 30 frames a second in milliseconds come at 0, 33, 67
        and are constant.
        """
        last = len(self.pts) - 1
        if last < 2:
            return False
        span = self.pts[last] - self.start
        # |pts - start - n * span / last| > 1, without the division
        return any(
            abs((tick - self.start) * last - number * span) > last
            for number, tick in enumerate(self.pts)
        )

    def interval(self, number: int) -> tuple[int, int]:
        """First tick of frame `number`, and first tick after it.

        Raises `FrameOutOfRangeError` when the film has no such frame (negative numbers included).
        """
        if not 0 <= _whole("A frame number", number) < len(self.pts):
            raise FrameOutOfRangeError(
                f"There is no frame {number}: the film's frames are 0 to {len(self.pts) - 1}."
            )
        after = self.pts[number + 1] if number + 1 < len(self.pts) else self.end
        return self.pts[number], after

    def number_of(self, tick: int) -> int:
        """The frame that starts exactly at `tick`; raises `FrameOutOfRangeError` when none does."""
        number = bisect_left(self.pts, _whole("A tick", tick))
        if number == len(self.pts) or self.pts[number] != tick:
            raise FrameOutOfRangeError(f"No frame starts at tick {tick}.")
        return number

    def frame_at(self, tick: int) -> int:
        """The frame that is on the screen at `tick`; raises `FrameOutOfRangeError` outside the film."""
        if not self.start <= _whole("A tick", tick) < self.end:
            raise FrameOutOfRangeError(
                f"Tick {tick} is outside the film, which runs from {self.start} to {self.end}."
            )
        return bisect_right(self.pts, tick) - 1

    def nearest(self, tick: int) -> int:
        """The frame whose start is nearest to `tick`, wherever that is; a tie goes to the later."""
        after = bisect_left(self.pts, _whole("A tick", tick))
        if after == 0:
            return 0
        if after == len(self.pts):
            return after - 1
        return after if self.pts[after] - tick <= tick - self.pts[after - 1] else after - 1

    def middle(self, number: int) -> Fraction:
        """The middle of frame `number`'s interval in seconds since the first frame, exact."""
        first, after = self.interval(number)
        return self.time_base.seconds(first + after - 2 * self.start) / 2

    def seek_seconds(self, number: int) -> float:
        """Where to set `currentTime` of a proxy so that frame `number` is on the screen."""
        return float(self.middle(number))

    def frame_on_screen(self, media_time: float) -> int:
        """The frame that a browser shows, from the `mediaTime` of its video frame callback.

        `mediaTime` is the frame's start in a proxy (whose first frame is at 0), rounded to
        microseconds by the browser: the frame whose start is nearest. Raises `FrameOutOfRangeError`
        before the first frame or after the end by more than half a millisecond, and `ClockError`
        for a number that is not finite.
        """
        if not math.isfinite(media_time):
            raise ClockError(f"A media time must be a finite number of seconds, not {media_time}.")
        seconds, slack = Fraction(media_time), Fraction(1, 2000)
        if not -slack <= seconds <= self.duration + slack:
            raise FrameOutOfRangeError(
                f"{media_time} s is outside the film of {float(self.duration)} s."
            )
        # Compared as exact fractions, because a microsecond may be less than a tick or more.
        wanted = seconds / self.time_base.tick + self.start
        after = bisect_left(self.pts, wanted)
        if after == 0:
            return 0
        if after == len(self.pts):
            return after - 1
        return after if self.pts[after] - wanted <= wanted - self.pts[after - 1] else after - 1

    def from_zero(self) -> "FrameTable":
        """The same frames with the first one at tick 0, as in the proxy."""
        return self.slice(0, len(self.pts) - 1)

    def slice(self, first: int, last: int) -> "FrameTable":
        """Frames `first` to `last`, both included, with their own spacing and the first at tick 0.

        Raises `FrameOutOfRangeError` when either is not in the film or `first` is after `last`.
        """
        start, _ = self.interval(first)
        _, end = self.interval(last)
        if first > last:
            raise FrameOutOfRangeError(f"The first frame, {first}, is after the last, {last}.")
        ticks = tuple(tick - start for tick in self.pts[first : last + 1])
        return FrameTable(self.time_base, ticks, end - start)

    def to_json(self) -> dict[str, object]:
        """A value for `json.dumps`: `time_base` [num, den], `pts`, `end`."""
        base = self.time_base
        return {"time_base": [base.num, base.den], "pts": list(self.pts), "end": self.end}

    @classmethod
    def from_json(cls, value: object) -> "FrameTable":
        """The table that `to_json` wrote; raises `ClockError` for anything else."""
        if not isinstance(value, dict):
            raise ClockError("A frame table is an object with time_base, pts and end.")
        base, pts, end = value.get("time_base"), value.get("pts"), value.get("end")
        if not isinstance(base, Sequence) or isinstance(base, str) or len(base) != 2:
            raise ClockError("A frame table's time_base is [num, den].")
        if not isinstance(pts, Sequence) or isinstance(pts, str):
            raise ClockError("A frame table's pts is a list of whole numbers.")
        return cls(TimeBase(base[0], base[1]), tuple(pts), _whole("The end", end))

    def to_bytes(self) -> bytes:
        """`to_json` as compact UTF-8, for a file or a database field."""
        return json.dumps(self.to_json(), separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "FrameTable":
        """The table that `to_bytes` wrote; raises `ClockError` for anything else."""
        try:
            value = json.loads(data)
        except ValueError as error:
            raise ClockError("This is not a frame table: it cannot be read as JSON.") from error
        return cls.from_json(value)
