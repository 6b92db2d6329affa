"""Gathers coded pictures and sound into fragments that each begin with a key frame."""

from collections import deque
from dataclasses import replace

from attune.core.clock import TimeBase
from attune.core.media.boxes import (
    PictureTrack,
    Sample,
    SoundTrack,
    fragment,
    init_segment,
)
from attune.core.media.errors import OutputError
from attune.core.media.playable import FRAGMENTS, INDEX, INIT, LARGEST, Fragment
from attune.core.media.sink import Sink


class Fragments:
    """Writes the three parts of a playable film (see `playable`) to a sink as packets come.

    `start` is the first frame's tick in the original, which is 0 in the film. Give coded pictures in
    their order, and sound as it comes; a fragment ends before each picture that is a `cut`, and takes
    the sound up to there that has come.
    """

    def __init__(
        self,
        sink: Sink,
        base: TimeBase,
        start: int,
        picture: PictureTrack,
        sound: SoundTrack | None,
    ) -> None:
        self._sink, self._base, self._start = sink, base, start
        self._sound_track = sound
        self._pictures: list[Sample] = []
        self._sounds: deque[Sample] = deque()
        self._written = self._until = 0
        self.complete = 0
        """How many fragments are in the sink."""
        self.pictures = 0
        """How many pictures are in them."""
        sink.replace(INIT, init_segment(picture, sound))

    def picture(self, at: int, key: bool, data: bytes, *, cut: bool) -> None:
        """Take the picture that is due at `at` (ticks of the film, in units of its clock)."""
        if self._pictures:
            self._end_last(at)
            if cut:
                self._close()
        self._pictures.append(Sample(at, 0, key, data))

    def sound(self, at: int, length: int, data: bytes) -> None:
        """Take the sound that begins at sample `at`, priming counted."""
        self._sounds.append(Sample(at, length, True, data))

    def finish(self, end: int) -> None:
        """Write what is left; the last picture is shown until `end`, and sound after it left out."""
        if self._pictures:
            self._end_last(end)
            self._close()

    def _end_last(self, at: int) -> None:
        last = self._pictures[-1]
        if at <= last.at:
            raise OutputError("The film that was written does not have the frames of its source.")
        # A picture that is longer than a number holds ends its fragment, and the next says its time.
        self._pictures[-1] = replace(last, length=min(LARGEST, at - last.at))
        self._until = at

    def _close(self) -> None:
        sounds = self._sounds_until(self._until)
        self._written += 1
        data = fragment(self._written, self._pictures, sounds)
        ticks = tuple(self._start + one.at // self._base.num for one in self._pictures)
        told = Fragment(self._base, len(data), ticks, self._start + self._until // self._base.num)
        self._sink.append(FRAGMENTS, data)
        self._sink.append(INDEX, told.to_line(first=self._written == 1))
        self.pictures += len(self._pictures)
        self._pictures.clear()
        self.complete = self._written

    def _sounds_until(self, until: int) -> list[Sample]:
        track, taken = self._sound_track, []
        while self._sounds and track is not None:
            begins = (self._sounds[0].at - track.priming) * self._base.den
            if begins >= until * track.rate:
                break
            taken.append(self._sounds.popleft())
        return taken
