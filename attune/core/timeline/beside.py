"""Two films of the same moments, from two cameras: which frame of one stands beside which of the other."""

from dataclasses import dataclass
from fractions import Fraction

from attune.core.clock import FrameTable

LONGEST = 24 * 60 * 60
"""Seconds: cameras that began further apart did not film the same."""


class BesideError(ValueError):
    """Two films that cannot stand beside each other so; the message is one plain sentence."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A second film beside a first: at `t` seconds since the first film's first frame, the second is
    at `t + offset` seconds since its own.

    The offset is an exact fraction of a second, never rounded to ticks, because the films' ticks need
    not meet anywhere. Raises `BesideError` for an offset longer than a day.
    """

    first: FrameTable
    second: FrameTable
    offset: Fraction

    def __post_init__(self) -> None:
        if abs(self.offset) > LONGEST:
            raise BesideError("These films are more than a day apart.")

    def second_beside(self, number: int) -> int | None:
        """The second film's frame in the middle of the first film's frame `number`.

        None where the second camera was not filming. Raises `FrameOutOfRangeError` for a frame that
        the first film does not have.
        """
        seconds = self.first.middle(number) + self.offset
        if not 0 <= seconds < self.second.duration:
            return None
        ticks = seconds / self.second.time_base.tick
        return self.second.frame_at(self.second.start + ticks.__floor__())

    def same_moment(self, number: int, other: int) -> "Beside":
        """The films laid so that frame `number` of the first and `other` of the second meet.

        Their middles meet: so the frame beside `number` is `other`. Raises `FrameOutOfRangeError` for
        a frame that is not there.
        """
        return Beside(self.first, self.second, meeting(self.first, number, self.second, other))


def meeting(first: FrameTable, number: int, second: FrameTable, other: int) -> Fraction:
    """The offset in seconds at which the middles of two frames meet, exact."""
    return second.middle(other) - first.middle(number)
