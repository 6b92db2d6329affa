"""The boxes of a fragmented MP4 (ISO/IEC 14496-12, -14, -15), written number by number.

Written here and not by a muxer, so that each frame's time is a number that we put there, nothing of
the source can come along, and a fragment is whole the moment its last packet is.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

MOVIE_CLOCK = 1000
KEY, LEANING = 0x0200_0000, 0x0101_0000
"""Sample flags: a key frame; a frame that leans on others."""
UNTURNED = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
UNDETERMINED = 0x55C4  # the language "und", ISO/IEC 14496-12, 8.4.2.3
PICTURE, SOUND = 1, 2
"""The numbers of the tracks."""


@dataclass(frozen=True, slots=True)
class PictureTrack:
    """`clock` is ticks per second, `config` the encoder's avcC record, `colour` as in `Look`."""

    clock: int
    width: int
    height: int
    config: bytes
    colour: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class SoundTrack:
    """`config` is the AudioSpecificConfig, `priming` the samples before the sound that count as none."""

    rate: int
    channels: int
    config: bytes
    bits: int
    priming: int


@dataclass(frozen=True, slots=True)
class Sample:
    """One coded frame: when it is due, how long it lasts (ticks of its track), whether it is a key."""

    at: int
    length: int
    key: bool
    data: bytes


def box(name: bytes, *parts: bytes) -> bytes:
    """A box around its parts."""
    return struct.pack(">I4s", 8 + sum(map(len, parts)), name) + b"".join(parts)


def full(name: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    """A box with a version and flags."""
    return box(name, struct.pack(">I", version << 24 | flags), *parts)


def init_segment(picture: PictureTrack, sound: SoundTrack | None) -> bytes:
    """`ftyp` and `moov`: what stands before the first fragment. No date, no name, no place."""
    brands = b"iso6" + struct.pack(">I", 0x200) + b"iso6iso5avc1mp41"
    tracks = [_track(PICTURE, _picture_media(picture), (picture.width, picture.height), b"")]
    if sound is not None:
        # Shown from after the encoder's priming, to its end (a length of 0, 8.8.1 of fragments).
        edit = full(b"elst", 0, 0, struct.pack(">IIiI", 1, 0, sound.priming, 1 << 16))
        tracks.append(_track(SOUND, _sound_media(sound), (0, 0), box(b"edts", edit)))
    movie = struct.pack(
        ">IIIIIH10x36s24xI", 0, 0, MOVIE_CLOCK, 0, 1 << 16, 1 << 8, UNTURNED, len(tracks) + 1
    )
    defaults = [
        full(b"trex", 0, 0, struct.pack(">5I", number + 1, 1, 0, 0, 0))
        for number in range(len(tracks))
    ]
    length = full(b"mehd", 1, 0, struct.pack(">Q", 0))  # filled in by `playable.head`
    return box(b"ftyp", brands) + box(
        b"moov", full(b"mvhd", 0, 0, movie), *tracks, box(b"mvex", length, *defaults)
    )


def _track(number: int, media: bytes, size: tuple[int, int], edits: bytes) -> bytes:
    volume = 0 if number == PICTURE else 1 << 8
    head = struct.pack(">IIIIIQHHHH36s", 0, 0, number, 0, 0, 0, 0, 0, volume, 0, UNTURNED)
    head += struct.pack(">II", size[0] << 16, size[1] << 16)
    return box(b"trak", full(b"tkhd", 0, 3, head), edits, media)


def _media(clock: int, kind: bytes, header: bytes, entry: bytes) -> bytes:
    where = box(b"dinf", full(b"dref", 0, 0, struct.pack(">I", 1), full(b"url ", 0, 1)))
    empty = struct.pack(">I", 0)
    table = box(
        b"stbl",
        full(b"stsd", 0, 0, struct.pack(">I", 1), entry),
        full(b"stts", 0, 0, empty),
        full(b"stsc", 0, 0, empty),
        full(b"stsz", 0, 0, empty, empty),
        full(b"stco", 0, 0, empty),
    )
    return box(
        b"mdia",
        full(b"mdhd", 0, 0, struct.pack(">IIIIHH", 0, 0, clock, 0, UNDETERMINED, 0)),
        full(b"hdlr", 0, 0, struct.pack(">I4s12xx", 0, kind)),
        box(b"minf", header, where, table),
    )


def _picture_media(track: PictureTrack) -> bytes:
    matrix, primaries, transfer = track.colour
    entry = box(
        b"avc1",
        struct.pack(">6xH16xHHIII", 1, track.width, track.height, 72 << 16, 72 << 16, 0),
        struct.pack(">H32sHh", 1, b"", 24, -1),
        box(b"avcC", track.config),
        box(b"colr", b"nclx", struct.pack(">HHHB", primaries, transfer, matrix, 0)),
        box(b"pasp", struct.pack(">II", 1, 1)),
    )
    return _media(track.clock, b"vide", full(b"vmhd", 0, 1, bytes(8)), entry)


def _sound_media(track: SoundTrack) -> bytes:
    decoder = struct.pack(">BB3xII", 0x40, 0x15, track.bits, track.bits)
    decoder = _descriptor(4, decoder + _descriptor(5, track.config))
    stream = _descriptor(3, struct.pack(">HB", SOUND, 0) + decoder + _descriptor(6, b"\x02"))
    entry = box(
        b"mp4a",
        struct.pack(">6xH8xHH4xI", 1, track.channels, 16, track.rate << 16),
        full(b"esds", 0, 0, stream),
    )
    return _media(track.rate, b"soun", full(b"smhd", 0, 0, bytes(4)), entry)


def _descriptor(tag: int, content: bytes) -> bytes:
    """A descriptor of ISO/IEC 14496-1, its length in one byte: ours are short."""
    return struct.pack(">BB", tag, len(content)) + content


def fragment(number: int, picture: Sequence[Sample], sound: Sequence[Sample]) -> bytes:
    """`moof` and `mdat` of fragment `number` (from 1): the pictures, then the sound."""
    runs = [(track, part) for track, part in ((PICTURE, picture), (SOUND, sound)) if part]
    # The place of the data depends on the size of the moof, which does not depend on the place.
    size = len(_moof(number, runs, [0] * len(runs)))
    places, at = [], size + 8
    for _, part in runs:
        places.append(at)
        at += sum(len(sample.data) for sample in part)
    data = [sample.data for _, part in runs for sample in part]
    return _moof(number, runs, places) + box(b"mdat", *data)


def _moof(number: int, runs: list[tuple[int, Sequence[Sample]]], places: list[int]) -> bytes:
    tracks = []
    for (track, part), place in zip(runs, places, strict=True):
        samples = b"".join(
            struct.pack(">III", one.length, len(one.data), KEY if one.key else LEANING)
            for one in part
        )
        tracks.append(
            box(
                b"traf",
                full(b"tfhd", 0, 0x02_0000, struct.pack(">I", track)),  # places count from the moof
                full(b"tfdt", 1, 0, struct.pack(">Q", part[0].at)),
                full(b"trun", 0, 0x701, struct.pack(">Ii", len(part), place), samples),
            )
        )
    return box(b"moof", full(b"mfhd", 0, 0, struct.pack(">I", number)), *tracks)
