"""The frame table: when each frame is shown, found by decoding and by nothing else.

The decoder gives frames in presentation order, with the edit list applied as a player would: frames
before the edit's start are decoded and not shown. What packets, averages and frame counts say is not
believed.
"""

from array import array
from collections.abc import Iterator
from fractions import Fraction
from heapq import heapify, heappop, heappush

import av
import av.error
from av.audio.frame import AudioFrame
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame

from attune.core.clock import LIMIT, FrameTable, TimeBase
from attune.core.media.errors import NoPictureError, TruncatedFilmError
from attune.core.media.opening import OpenFilm, Source, open_film

SLACK = Fraction(1, 5)
"""Seconds by which a film without an index may end before the length that it states."""
LATE = Fraction(2)
"""Seconds of pictures after which sound that belongs before them is not waited for any longer."""
PRIMING = Fraction(1, 4)
"""Seconds of sound that a decoder may still hold when it is given the next."""
RARE = 50
"""One frame in so many may state a time that runs backwards before decoding times are believed."""


class FrameTimes:
    """Collects the ticks of decoded frames as they come, and mends what a film leaves out.

    `missing` counts frames that came without a time, `repeated` those that a player would never show
    because the frame before them starts at the same tick or later.
    """

    def __init__(self, base: TimeBase) -> None:
        self._base = base
        self._ticks = array("q")  # a long film has hundreds of thousands
        self._length = 0
        self._latest: dict[str, int] = {}
        self._faults = {"pts": 0, "dts": 0}
        self._told = 0
        self.missing = 0
        self.repeated = 0

    def add(self, pts: int | None, dts: int | None, length: int) -> int | None:
        """The tick at which a decoded frame is shown; None when it is never shown.

        `pts` and `dts` are what the decoder says of the frame, `length` its duration (0: unknown).
        """
        tick = self._believed(pts, dts)
        if pts is None:
            self.missing += 1
        if self._ticks and tick <= self._ticks[-1]:
            self.repeated += 1
            return None
        self._ticks.append(tick)
        self._length = length
        return tick

    def _believed(self, pts: int | None, dts: int | None) -> int:
        """Presentation times, unless they run backwards often, and more often than decoding times.

        Some films state decoding times only, and presentation times guessed from them come out of
        order. A rare time that is repeated or runs back is no reason to mistrust all others.
        """
        self._told += 1
        for name, tick in (("pts", pts), ("dts", dts)):
            if tick is not None:
                self._faults[name] += tick <= self._latest.get(name, tick - 1)
                self._latest[name] = tick
        rare = self._faults["pts"] <= self._faults["dts"] + self._told // RARE + 1
        if pts is not None and (dts is None or rare):
            return pts
        if dts is not None:
            return dts
        return min(self._end(), LIMIT - 1) if self._ticks else 0

    def _end(self) -> int:
        if self._length > 0:
            return self._ticks[-1] + self._length
        if len(self._ticks) > 1:
            return 2 * self._ticks[-1] - self._ticks[-2]
        return self._ticks[-1] + max(1, self._base.nearest_tick(Fraction(1, 25)))

    def table(self) -> FrameTable:
        """The table so far; raises `NoPictureError` when there is no frame."""
        if not self._ticks:
            raise NoPictureError
        return FrameTable(self._base, tuple(self._ticks), self._end())


class Decoding:
    """One pass over an open film, from where it stands to its end.

    Iterate to get (tick, picture) pairs and sounds as they come; afterwards `times` has the table,
    `heard` says whether any sound came, and `refuse_truncated` compares what came with what the film
    said would come.
    """

    def __init__(self, film: OpenFilm, *, sound: bool = False) -> None:
        self.times = FrameTimes(film.base)
        self.undecodable = 0
        self.interlaced = 0
        self.heard = False
        self._film, self._sound = film, sound
        self._arrived = 0
        self._torn = False
        self._reached = Fraction(0)
        self._counted: list[int] = []  # of packets whose frame has not come yet, the least first
        self._sound_until: Fraction | None = None

    def sound_until(self, seconds: Fraction) -> None:
        """From now on decode no more pictures, and end when the sound has come to `seconds` of the film's
        own time, or when it is so late that none will come."""
        self._sound_until = seconds

    def _is_over(self, packet: "Packet[Stream]") -> bool:
        if self._sound_until is None:
            return False
        at = packet.pts if packet.pts is not None else packet.dts or 0
        patience = LATE if packet.stream is self._film.video else PRIMING
        return at * packet.time_base >= self._sound_until + patience

    def __iter__(self) -> Iterator[tuple[int, VideoFrame] | AudioFrame]:
        for packet in self._film.packets():
            if self._is_over(packet):
                return
            self._notice(packet)
            for frame in self._decode(packet):
                if isinstance(frame, VideoFrame):
                    tick = self._tick(frame)
                    if tick is not None:
                        yield tick, frame
                else:
                    yield frame

    def _tick(self, frame: VideoFrame) -> int | None:
        self.interlaced += frame.interlaced_frame
        self.undecodable += frame.is_corrupt
        if self._film.counted:
            # As many frames are shown as packets came, each in its turn, whatever their order was.
            counted = heappop(self._counted) if self._counted else None
            return self.times.add(counted, None, frame.duration)
        return self.times.add(frame.pts, frame.dts, frame.duration)

    def pictures(self) -> Iterator[tuple[int, VideoFrame]]:
        """The pictures alone."""
        for item in self:
            if isinstance(item, tuple):
                yield item

    def _decode(self, packet: "Packet[Stream]") -> list[VideoFrame | AudioFrame]:
        picture = packet.stream is self._film.video
        if (not picture and not self._sound) or (picture and self._sound_until is not None):
            return []
        counted = packet.dts if picture and self._film.counted and packet.size else None
        if counted is not None:
            heappush(self._counted, counted)
        try:
            return [one for one in packet.decode() if isinstance(one, VideoFrame | AudioFrame)]
        except av.error.FFmpegError:
            self.undecodable += 1
            if counted in self._counted:  # no frame will come of it
                self._counted.remove(counted)
                heapify(self._counted)
            return []

    def _notice(self, packet: "Packet[Stream]") -> None:
        if packet.size == 0:
            return
        self._torn |= packet.is_corrupt
        self._arrived += packet.stream is self._film.video
        self.heard |= packet.stream is self._film.sound
        self._reached = max(self._reached, _end_of(packet))

    def refuse_truncated(self) -> None:
        """After a whole pass: raise `TruncatedFilmError` when less came than the film says it has."""
        if not self._film.ending.states:
            return  # a recording that may end anywhere
        said, start = self._length_said()
        missing = self._indexed and self._arrived < len(self._film.video.index_entries)
        if self._torn or missing or self._falls_short(said + start):
            if missing and not self._arrived:
                raise TruncatedFilmError("none of its pictures is in the file")
            raise TruncatedFilmError(
                f"it should be {float(said):.1f} seconds long, but a part of it is missing"
            )

    def _falls_short(self, end: Fraction) -> bool:
        """Whether nothing in the film lasts until `end`.

        A container states the length of its longest part: that may be subtitles, or a second sound,
        which are read only where picture and sound leave the question open.
        """
        if self._reached + SLACK >= end:
            return False
        container = self._film.container
        read = (self._film.video, self._film.sound)
        others = [stream for stream in container.streams if stream not in read]
        if not others:
            return True
        container.seek(0)
        ends = (_end_of(packet) for packet in container.demux(*others) if packet.size)
        return max(ends, default=Fraction(0)) + SLACK < end

    @property
    def _indexed(self) -> bool:
        return "mov" in self._film.container.format.name

    def _length_said(self) -> tuple[Fraction, Fraction]:
        """The length that can be held against the packets, and where it begins; in seconds."""
        container = self._film.container
        start = max(Fraction(container.start_time or 0, 1_000_000), Fraction(0))
        if self._indexed:  # an index is held against the packets one by one
            return self._film.ending.seconds or Fraction(0), start
        return Fraction(container.duration or 0, 1_000_000), start


def _end_of(packet: "Packet[Stream]") -> Fraction:
    """When what a packet holds is over, in seconds of the film's own time."""
    at = packet.pts if packet.pts is not None else packet.dts or 0
    return (at + (packet.duration or 0)) * packet.time_base


def decode_whole(film: OpenFilm) -> Decoding:
    """Decode every picture and keep none; refuses a film that is cut short or has no picture."""
    decoding = Decoding(film)
    for _ in decoding.pictures():
        pass
    decoding.refuse_truncated()
    decoding.times.table()
    return decoding


def frame_table(source: Source) -> FrameTable:
    """When each frame of the film is shown, in the ticks of its own time base.

    Raises a `FilmError` for what is not a whole film, `OSError` for a path that cannot be opened.
    """
    with open_film(source) as film:
        return decode_whole(film).times.table()
