"""Opens a film, or says in one sentence why it is none.

Films are read through a file object of ours, never by name, and only by the demuxers listed here: a
file that names other files or addresses (a playlist, a concat script) is not opened at all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import av
import av.error
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from attune.core.clock import TimeBase
from attune.core.media.errors import (
    EmptyFileError,
    NotAFilmError,
    SoundOnlyError,
    StillPictureError,
    TruncatedFilmError,
    UnknownCodecError,
)
from attune.core.media.torn import refuse_torn

Source = Path | str | BinaryIO
"""A path, or a binary file that can seek."""

DEMUXERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,asf,flv,mp3,wav,ogg,flac,aac"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis")
BUFFER = 1 << 18


@dataclass(slots=True)
class OpenFilm:
    """A film that is open: its container, its picture, its sound (or None)."""

    container: InputContainer
    video: VideoStream
    sound: AudioStream | None

    @property
    def base(self) -> TimeBase:
        """The picture's time base."""
        base = self.video.time_base or Fraction(1, 90_000)
        return TimeBase(base.numerator, base.denominator)

    def packets(self) -> Iterator["Packet[Stream]"]:
        """Every packet of the picture and the sound; breaks off where the file does."""
        wanted: list[Stream] = [self.video]
        if self.sound is not None:
            wanted.append(self.sound)
        try:
            yield from self.container.demux(*wanted)
        except av.error.FFmpegError as error:
            raise TruncatedFilmError("a part of it cannot be read") from error


@contextmanager
def _file(source: Source) -> Iterator[BinaryIO]:
    if not isinstance(source, Path | str):
        source.seek(0)
        yield source
        return
    with Path(source).open("rb") as file:
        yield file


@contextmanager
def open_film(source: Source) -> Iterator[OpenFilm]:
    """Open a film for reading.

    Raises a `FilmError` for what is not a film with a picture, and `OSError` for a path that cannot
    be opened.
    """
    with _file(source) as file:
        _refuse_at_sight(file)
        try:
            container = av.open(
                file,
                "r",
                container_options={"format_whitelist": DEMUXERS},
                metadata_errors="replace",
                buffer_size=BUFFER,
            )
        except (av.error.FFmpegError, ValueError) as error:
            raise NotAFilmError from error
        with container:
            yield _choose_streams(container)


def _refuse_at_sight(file: BinaryIO) -> None:
    head = file.read(16)
    file.seek(0)
    if not head:
        raise EmptyFileError
    if head.startswith(PICTURES) or (head[4:8] == b"ftyp" and head[8:12] in PICTURE_BRANDS):
        raise StillPictureError
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        raise StillPictureError
    refuse_torn(file)
    file.seek(0)


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
    return OpenFilm(container, video, sounds[0] if sounds else None)


def _readable(stream: Stream) -> bool:
    return getattr(stream, "codec_context", None) is not None  # PyAV's types leave the None out
