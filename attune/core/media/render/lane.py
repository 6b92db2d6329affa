"""The sound of one clip on its way into an export: cut to length, changed, with silence in the freezes."""

from collections import deque
from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

from attune.core.media.render.voice import Change, Masked, Slower, silence
from attune.core.media.sound import Block, within


def changes_of(sound: str, speed: Fraction, rate: int, channels: int) -> list[Change]:
    """What a clip's sound passes through."""
    changes: list[Change] = []
    if sound == "masked":
        changes.append(Masked(rate, channels))
    if speed != 1:
        changes.append(Slower(speed, rate, channels))
    return changes


class Hearer(Protocol):
    """What a film does with sound that comes in order."""

    def sound(self, block: Block) -> None:
        """Take the samples that come next."""

    def quiet_until(self, sample: int) -> None:
        """Be silent up to a sample's position."""


class Lane:
    """Takes a clip's sound by its position since the clip's first picture, and writes it to the film.

    `count` is how many samples the clip itself has; `start` and `end` are where it begins and ends in
    the film's sound, and `pauses` the silences between, in samples too. Whatever comes, the film's
    sound stands at `end` afterwards.
    """

    def __init__(
        self,
        film: Hearer,
        changes: Sequence[Change],
        channels: int,
        count: int,
        span: tuple[int, int],
        pauses: Sequence[tuple[int, int]],
    ) -> None:
        self._film, self._changes, self._count = film, changes, count
        self._came = 0
        self._channels = channels
        self._at, self._end = span
        self._pauses = deque(pauses)

    def push(self, at: int, block: Block) -> None:
        """Take a block that starts at sample `at`; what lies outside the clip is left out."""
        at, block = within(at, block, self._came, self._count)
        if not block.shape[1]:
            return
        if at > self._came:
            self._change(silence(self._channels, at - self._came))
        self._came = at + block.shape[1]
        self._change(block)

    def finish(self) -> None:
        """Write what is still inside, and be silent to the clip's end."""
        if self._came < self._count:
            self._change(silence(self._channels, self._count - self._came))
        for number, change in enumerate(self._changes):
            self._change(change.rest(), number + 1)
        self._film.quiet_until(self._end)

    def _change(self, block: Block, first: int = 0) -> None:
        for change in self._changes[first:]:
            if block.shape[1]:
                block = change.push(block)
        self._write(block)

    def _write(self, block: Block) -> None:
        while block.shape[1]:
            stop = self._pauses[0][0] if self._pauses else self._end
            part, block = block[:, : max(0, stop - self._at)], block[:, max(0, stop - self._at) :]
            self._film.sound(part)
            self._at += part.shape[1]
            if not self._pauses:
                return  # anything more is past the clip's end
            if self._at >= stop:
                self._at = max(self._at, self._pauses.popleft()[1])
                self._film.quiet_until(self._at)
