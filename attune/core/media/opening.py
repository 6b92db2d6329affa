"""Opens a film, or says in one sentence why it is none.

Films are read through a file object of ours, never by name, and only by the demuxers listed here: a
file that names other files or addresses (a playlist, a concat script) is not opened at all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import av
import av.error
from av.audio.stream import AudioStream
from av.codec.hwaccel import HWAccel
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from attune.core.clock import FrameTable, TimeBase
from attune.core.media.errors import (
    EmptyFileError,
    NotAFilmError,
    SoundOnlyError,
    StillPictureError,
    TruncatedFilmError,
    UnknownCodecError,
)
from attune.core.media.torn import Ending, ending

Source = Path | str | BinaryIO
"""A path, or a binary file that can seek."""

DEMUXERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,asf,flv,mp3,wav,ogg,flac,aac"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis")
BUFFER = 1 << 18
BACKWARDS = Fraction(1)
"""Seconds by which decoding times must go back to show that the camera's clock began anew."""


@dataclass(slots=True)
class _Clock:
    """Mends the times of packets where a recording was joined to another whose clock begins anew.

    What comes after the seam, picture and sound alike, is moved to where the film had come.
    """

    restarts: int = 0
    _shift: Fraction = Fraction(0)
    _decoded: dict[int, Fraction] = field(default_factory=dict)
    _end: Fraction = Fraction(0)

    def mend(self, packet: "Packet[Stream]") -> "Packet[Stream]":
        if packet.dts is None:
            return packet
        base = packet.time_base
        shown = packet.pts if packet.pts is not None else packet.dts
        before = self._decoded.get(packet.stream_index)
        if before is not None and packet.dts * base + self._shift < before - BACKWARDS:
            self.restarts += 1
            self._shift = self._end - shown * base
        self._decoded[packet.stream_index] = packet.dts * base + self._shift
        if self._shift:
            ticks = round(self._shift / base)
            packet.dts += ticks
            packet.pts = None if packet.pts is None else packet.pts + ticks
        self._end = max(self._end, (shown + (packet.duration or 0)) * base + self._shift)
        return packet


@dataclass(slots=True)
class OpenFilm:
    """A film that is open: its container, its picture, its sound (or None), how its file ends."""

    container: InputContainer
    video: VideoStream
    sound: AudioStream | None
    ending: Ending = field(default_factory=Ending)
    clock: _Clock = field(default_factory=_Clock)

    @property
    def base(self) -> TimeBase:
        """The picture's time base."""
        base = self.video.time_base or Fraction(1, 90_000)
        return TimeBase(base.numerator, base.denominator)

    @property
    def counted(self) -> bool:
        """Whether the container numbers its frames in the order of decoding and states no other times."""
        return self.container.format.name == "avi"

    @property
    def _joinable(self) -> bool:
        """Whether files of this kind are joined by writing one after the other, as they are."""
        return self.container.format.name in ("mpegts", "mpeg")

    def may_seek(self, table: FrameTable) -> bool:
        """Whether frames that are reached by a seek have the times that they have in `table`.

        They do not where times are counted from the film's first frame, nor where the camera's clock
        began anew on the way: then the file's own last time is another than the table's.
        """
        if self.counted:
            return False
        if not self._joinable:
            return True
        end = (self.video.start_time or 0) + (self.video.duration or 0)
        return abs(self.base.seconds(end - table.end)) < BACKWARDS / 2

    def packets(self) -> Iterator["Packet[Stream]"]:
        """Every packet of the picture and the sound; breaks off where the file does."""
        self.clock = _Clock()  # a seek since the last pass is no restart
        wanted: list[Stream] = [self.video]
        if self.sound is not None:
            wanted.append(self.sound)
        try:
            for packet in self.container.demux(*wanted):
                if packet.size or packet.dts is None:  # an empty one between others: a lost frame
                    yield self.clock.mend(packet) if self._joinable else packet
        # IndexError: PyAV counts its tracks once, and another one begins on the way.
        except (av.error.FFmpegError, IndexError) as error:
            if self.ending.states:
                raise TruncatedFilmError("a part of it cannot be read") from error
            self.ending = replace(self.ending, breaks_off=True)
            yield from self._last_packets(wanted)

    def _last_packets(self, wanted: list[Stream]) -> Iterator["Packet[Stream]"]:
        """An empty packet for each stream has its decoder give out what it still holds."""
        for stream in wanted:
            packet: Packet[Stream] = Packet()
            packet.stream = stream
            yield packet


@contextmanager
def _file(source: Source) -> Iterator[BinaryIO]:
    if not isinstance(source, Path | str):
        source.seek(0)
        yield source
        return
    with Path(source).open("rb") as file:
        yield file


@contextmanager
def open_film(source: Source, *, hardware: HWAccel | None = None) -> Iterator[OpenFilm]:
    """Open a film for reading, with `hardware` to decode it or without (see `hardware.decoders`).

    Raises a `FilmError` for what is not a film with a picture, and `OSError` for a path that cannot
    be opened.
    """
    with _file(source) as file:
        end = _refuse_at_sight(file)
        try:
            container = av.open(
                file,
                "r",
                container_options={"format_whitelist": DEMUXERS},
                metadata_errors="replace",
                buffer_size=BUFFER,
                hwaccel=hardware,
            )
        except (av.error.FFmpegError, ValueError) as error:
            raise NotAFilmError from error
        with container:
            film = _choose_streams(container)
            film.ending = end
            yield film


def _refuse_at_sight(file: BinaryIO) -> Ending:
    head = file.read(16)
    file.seek(0)
    if not head:
        raise EmptyFileError
    if head.startswith(PICTURES) or (head[4:8] == b"ftyp" and head[8:12] in PICTURE_BRANDS):
        raise StillPictureError
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        raise StillPictureError
    end = ending(file)
    file.seek(0)
    return end


def _choose_streams(container: InputContainer) -> OpenFilm:
    films = [
        stream
        for stream in container.streams.video
        if not stream.disposition & Disposition.attached_pic
    ]
    if not films:
        raise SoundOnlyError if container.streams.audio else NotAFilmError
    video = next((one for one in films if one.disposition & Disposition.default), films[0])
    if not _readable(video):
        raise UnknownCodecError
    video.codec_context.thread_type = "AUTO"
    sounds = [stream for stream in container.streams.audio if _readable(stream)]
    chosen = [stream for stream in sounds if stream.disposition & Disposition.default] or sounds
    return OpenFilm(container, video, chosen[0] if chosen else None)


def _readable(stream: Stream) -> bool:
    return getattr(stream, "codec_context", None) is not None  # PyAV's types leave the None out
