"""Files that mean harm, or look as if they did: at least sixty, each made by script.

`corpus(folder)` gives them by family, with what Attune must say: an exact sentence, or the number of frames of a film that
is odd and yet a film. `CANARY` lies in a file that many of them name; nothing made of them may hold it, nor any
other of `MARKS`.
"""

import gzip
import io
import pickle
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from attune.core.media.errors import (
    EmptyFileError,
    FilmError,
    NoPictureError,
    NotAFilmError,
    SoundOnlyError,
    StillPictureError,
    TooMuchMemoryError,
    TruncatedFilmError,
    UnknownCodecError,
)
from tests.films.made import made
from tests.films.oracle import ffmpeg

CANARY = b"canary-of-the-disk-7f3a"
PLACE, DEVICE, SCRIPT = "+48.8577+002.295/", "iPhone-of-the-Harbours", "<script>alert(1)</script>"
MARKS = (CANARY, PLACE.encode(), DEVICE.encode(), b"<script", b"root:x:0")
SIZE = (160, 96)


@dataclass(frozen=True)
class Hostile:
    """One file and what must come of it: `refusal`, or that many `frames` (None: any number)."""

    name: str
    content: bytes
    refusal: FilmError | None = None
    frames: int | None = None


NO_FILM, EMPTY, PICTURE = NotAFilmError(), EmptyFileError(), StillPictureError()
SOUND, NOTHING_SHOWN, UNKNOWN = SoundOnlyError(), NoPictureError(), UnknownCodecError()
TOO_LARGE = TooMuchMemoryError()
END_MISSING = TruncatedFilmError("its last part is missing")
NONE_THERE = "none of its pictures is in the file"
EMPTY_END = TruncatedFilmError("it should be 0.0 seconds long, but a part of it is missing")
NO_TABLE = TruncatedFilmError("its table of contents, which stands at the end, is missing")


def box(name: bytes, content: bytes = b"", size: int | None = None) -> bytes:
    """A box of an MP4; `size` is what it states, if not the truth."""
    return struct.pack(">I", 8 + len(content) if size is None else size) + name + content


def film(kind: str = "h264", seconds: float = 0.5) -> bytes:
    """A small film of this kind, without a fault."""
    return made(kind, seconds, SIZE).path.read_bytes()


def patched(content: bytes, name: bytes, at: int, value: bytes, number: int = 0) -> bytes:
    """The film with `value` written `at` bytes after the name of a box (the `number`th of them)."""
    place = -1
    for _ in range(number + 1):
        place = content.index(name, place + 1)
    start = place + 4 + at
    return content[:start] + value + content[start + len(value) :]


def written(folder: Path, name: str, *options: object) -> bytes:
    """What the ffmpeg command writes to a file of this name."""
    ffmpeg(*options, folder / name)
    return (folder / name).read_bytes()


def scene(size: str, rate: int, frames: int) -> tuple[object, ...]:
    """Options for a drawn film of so many frames."""
    return ("-f", "lavfi", "-i", f"testsrc=size={size}:rate={rate}", "-frames:v", frames)


X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-threads", 1)


def no_films(folder: Path) -> Iterator[Hostile]:
    """What is no film, and often names one."""
    secret = folder / "secret.txt"
    secret.write_bytes(CANARY)
    texts = {
        "text": "This is a text and no film.\n" * 40,
        "hls-file": f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile://{secret}\n#EXT-X-ENDLIST\n",
        "hls-http": "#EXTM3U\n#EXTINF:9,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n",
        "hls-data": "#EXTM3U\n#EXTINF:9,\ndata:video/mp2t;base64,R0AAEAAA\n#EXT-X-ENDLIST\n",
        "hls-key": f'#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="file://{secret}"\n#EXTINF:9,\na.ts\n',
        "concat": f"ffconcat version 1.0\nfile '{secret}'\n",
        "concat-plain": f"file '{secret}'\nfile '/etc/passwd'\n",
        "dash": f'<?xml version="1.0"?><MPD><BaseURL>file://{secret}</BaseURL></MPD>',
        "xml-bomb": '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><MPD>&b;</MPD>',
        "svg": f'<svg xmlns="http://www.w3.org/2000/svg"><image href="file://{secret}"/>{SCRIPT}</svg>',
        "html": f"<!doctype html><title>x</title>{SCRIPT}",
        "javascript": "alert(document.cookie)\n" * 20,
        "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n",
        "webvtt": f"WEBVTT\n\n00:00.000 --> 00:01.000\n{SCRIPT}\n",
        "ffmetadata": ";FFMETADATA1\ntitle=x\n",
        "image-list": "/etc/passwd%03d.png\n",
    }
    for name, text in texts.items():
        yield Hostile(name, text.encode(), NO_FILM)
    yield Hostile("empty", b"", EMPTY)
    for name, content in archives().items():
        yield Hostile(name, content, NO_FILM)
    yield Hostile("one-byte", b"\0", NO_FILM)
    yield Hostile("random", bytes((i * i * 31 + i // 7) % 251 for i in range(20_000)), NO_FILM)
    yield Hostile("png", b"\x89PNG\r\n\x1a\n" + bytes(500), PICTURE)
    yield Hostile("gif-and-javascript", b"GIF89a/*" + bytes(40) + b"*/=1;alert(1)", PICTURE)
    yield Hostile("jpeg", b"\xff\xd8\xff\xe0" + bytes(500), PICTURE)


def archives() -> dict[str, bytes]:
    """Programs, archives and the like."""
    zipped, tarred = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../film.mp4", bytes(1_000_000))
    with tarfile.open(fileobj=tarred, mode="w") as archive:
        link = tarfile.TarInfo("film.mp4")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return {
        "zip": zipped.getvalue(),
        "tar": tarred.getvalue(),
        "gzip": gzip.compress(bytes(1_000_000)),
        "pickle": pickle.dumps({"film": [1, 2, 3]}),
        "elf": b"\x7fELF\x02\x01\x01" + bytes(2000),
        "pdf": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n" * 9,
        "shell": b"#!/bin/sh\ncat /etc/passwd\n" * 20,
    }


def polyglots(_folder: Path) -> Iterator[Hostile]:
    """Two things in one file."""
    plain = film()
    yield Hostile("html-before-film", f"<html>{SCRIPT}".encode() + plain, NO_FILM)
    yield Hostile("film-with-html-inside", plain + box(b"free", SCRIPT.encode() * 50), frames=15)
    yield Hostile("film-with-zip-after", plain + archives()["zip"], frames=15)
    yield Hostile("film-with-canary-after", plain + CANARY * 100, frames=15)
    brand = patched(plain, b"ftyp", 0, b"<!--")
    yield Hostile("film-with-a-comment-as-brand", brand, frames=15)


def cut_short(_folder: Path) -> Iterator[Hostile]:
    """Films whose end is missing."""
    late, mkv, webm, avi = film(), film("h264-vfr-mkv"), film("vp9-webm"), film("mpeg4-avi")
    for share in (0.02, 0.3, 0.7, 0.99):
        cut = late[: int(len(late) * share)]
        yield Hostile(f"mp4-cut-{share}", cut, NO_TABLE if share < 0.9 else END_MISSING)
    for name, content in (("mkv", mkv), ("webm", webm), ("avi", avi)):
        for share in (0.3, 0.9):
            yield Hostile(f"{name}-cut-{share}", content[: int(len(content) * share)], END_MISSING)
    stream = film("h264-mts")
    yield Hostile("mts-cut-0.6", stream[: int(len(stream) * 0.6)], frames=9)
    yield Hostile("mp4-head-alone", late[: late.index(b"mdat") - 4], NO_TABLE)


def lying_boxes(_folder: Path) -> Iterator[Hostile]:
    """MP4s whose boxes say what can't be."""
    plain = film()
    table = plain[plain.index(b"moov") - 4 :]
    head = plain[: plain.index(b"mdat") - 4] + table
    long = struct.pack(">I", 1) + b"mdat"
    yield Hostile("box-of-size-0", box(b"ftyp", b"isom" + bytes(8)) + box(b"moov", size=0), NO_FILM)
    yield Hostile("box-of-2^31", head + box(b"mdat", bytes(99), size=1 << 31), END_MISSING)
    yield Hostile("box-of-2^62", head + long + struct.pack(">Q", 1 << 62) + bytes(99), END_MISSING)
    yield Hostile(
        "box-of-2^64", head + long + struct.pack(">Q", 2**64 - 1) + bytes(99), END_MISSING
    )
    yield Hostile("box-of-size-1-without-more", head + struct.pack(">I", 1) + b"mdat", EMPTY_END)
    nested = b""
    for _ in range(10_000):
        nested = box(b"moov", nested)
    yield Hostile("nested-10000-deep", box(b"ftyp", b"isom" + bytes(8)) + nested, NO_FILM)
    metadata = box(b"udta", box(b"meta", bytes(4) + DEVICE.encode() * 900_000))
    yield Hostile("20-MB-of-metadata", plain + metadata, frames=15)
    zero, most, negative = bytes(4), b"\xff" * 4, b"\x80\0\0\0"
    changes = {
        "zero-movie-timescale": (b"mvhd", 12, zero, 15),
        "zero-track-timescale": (b"mdhd", 12, zero, 1),
        "zero-duration": (b"mdhd", 16, zero, 15),
        "endless-duration": (b"mvhd", 16, most, 15),
        "negative-duration": (b"mdhd", 16, negative, 15),
        "negative-steps": (b"stts", 12, most, 5),
        "endless-step": (b"stts", 12, b"\x7f\xff\xff\xff", 1),
        "4-billion-frames-in-one-step": (b"stts", 8, most, 15),
        "4-billion-sizes": (b"stsz", 8, most, NO_FILM),
        "frames-of-4-GB": (b"stsz", 12, most * 4, NOTHING_SHOWN),
        "no-chunks": (b"stsc", 4, zero, NOTHING_SHOWN),
        "chunks-beyond-the-end": (b"stco", 8, most, TruncatedFilmError(NONE_THERE)),
        "edit-list-beyond-the-end": (b"elst", 12, b"\x7f\xff\xff\xff", NOTHING_SHOWN),
        "edit-list-of-nothing": (b"elst", 8, zero, NOTHING_SHOWN),
        "edit-list-endless": (b"elst", 8, most, 15),
        "reference-to-another-file": (b"dref", 12, b"alis\0\0\0\0", 15),
        "reference-by-address": (b"dref", 12, b"url \0\0\0\0", 15),
        "unknown-codec": (b"stsd", 12, b"zzzz", UNKNOWN),
        "another-codec": (b"stsd", 12, b"apcn", NOTHING_SHOWN),
        "broken-parameters": (b"avcC", 0, bytes(24), NOTHING_SHOWN),
        "matrix-of-zeros": (b"tkhd", 40, bytes(36), 15),
        "width-of-0": (b"stsd", 40, bytes(4), 15),
        "width-of-65535": (b"stsd", 40, b"\xff\xff\xff\xff", 15),
    }
    for name, (where, at, value, outcome) in changes.items():
        content = patched(plain, where, at, value)
        if isinstance(outcome, FilmError):
            yield Hostile(name, content, outcome)
        else:
            yield Hostile(name, content, frames=outcome)


def telling(folder: Path) -> Iterator[Hostile]:
    """Films that tell where and with what they were filmed, or bring scripts in their titles."""
    tags = {"title": SCRIPT, "comment": SCRIPT, "make": DEVICE, "model": DEVICE, "location": PLACE}
    options = [word for name, value in tags.items() for word in ("-metadata", f"{name}={value}")]
    subtitles, notes = folder / "a.srt", folder / "notes.html"
    subtitles.write_text(f"1\n00:00:00,000 --> 00:00:00,400\n{SCRIPT}\n")
    notes.write_text(SCRIPT)
    source = made("h264", 0.5, SIZE).path
    for suffix in ("mp4", "mov", "mkv"):
        told = written(
            folder, f"told.{suffix}", "-i", source, "-c", "copy", *options,
            "-movflags", "use_metadata_tags",
        )  # fmt: skip
        assert DEVICE.encode() in told
        yield Hostile(f"place-device-and-script-{suffix}", told, frames=15)
    yield Hostile(
        "mkv-with-subtitles-and-attachment",
        written(
            folder, "more.mkv", "-i", source, "-i", subtitles, "-map", "0", "-map", "1", "-c", "copy",
            "-attach", notes, "-metadata:s:t", "mimetype=text/html",
        ),
        frames=15,
    )  # fmt: skip
    linked = film("h264-vfr-mkv").replace(b"Lavf", b"/etc")
    yield Hostile("mkv-that-names-a-path", linked, frames=15)


def sizes(folder: Path) -> Iterator[Hostile]:
    """Very large, very small, very fast."""
    plain = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
    for name, size, rate, frames in [
        ("1x1", "1x1", 25, 5),
        ("8k", "7680x4320", 25, 1),
        ("16384-wide", "16384x16", 25, 2),
        ("16-wide-8192-high", "16x8192", 25, 2),
        ("1000-frames-per-second", "64x64", 1000, 100),
        ("one-frame", "64x64", 25, 1),
    ]:
        small = ("-c:v", "ffv1") if name == "1x1" else plain
        suffix = "mkv" if name == "1x1" else "mp4"
        content = written(folder, f"{name}.{suffix}", *scene(size, rate, frames), *small)
        yield Hostile(name, content, frames=frames)
    seed = written(folder, "png.mov", *scene("16x16", 25, 1), "-c:v", "png")
    yield Hostile("bomb-of-81-million-points", bomb(seed, giant_png(9_000)), frames=1)
    yield Hostile("bomb-of-400-million-points", bomb(seed, giant_png(20_000)), NOTHING_SHOWN)


def bomb(seed: bytes, picture: bytes) -> bytes:
    """A film of one PNG with another PNG in the place of that one, at its end."""
    at = len(seed) + 8
    moved = patched(seed, b"stco", 8, struct.pack(">I", at))
    return patched(moved, b"stsz", 4, struct.pack(">I", len(picture))) + box(b"mdat", picture)


def giant_png(side: int) -> bytes:
    """A white square of one bit a point: small here, large when it is decoded."""
    packer = zlib.compressobj(9)
    line = b"\0" + b"\xff" * ((side + 7) // 8)
    packed = b"".join(packer.compress(line) for _ in range(side)) + packer.flush()

    def chunk(name: bytes, content: bytes) -> bytes:
        checked = name + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def tracks(folder: Path) -> Iterator[Hostile]:
    """Tracks that are missing, doubled, or not what they say."""
    source = made("h264", 0.5, SIZE).path
    cover = folder / "cover.png"
    ffmpeg("-i", source, "-frames:v", 1, cover)
    for suffix in ("m4a", "wav", "mp3", "flac", "ogg"):
        content = written(folder, f"sound.{suffix}", "-i", source, "-vn")
        yield Hostile(f"sound-alone-{suffix}", content, SOUND)
    art = ("-map", "0:a", "-map", "1", "-c:v", "png", "-disposition:v:0", "attached_pic")
    content = written(folder, "art.mp3", "-i", source, "-i", cover, *art)
    yield Hostile("sound-with-cover", content, SOUND)
    content = written(
        folder, "two.mp4", "-i", source, *scene("64x64", 25, 9), "-map", "0:v", "-map", "1:v", *X264
    )
    yield Hostile("two-pictures", content, frames=9)
    content = written(folder, "silent.mkv", *scene("64x64", 25, 9), "-c:v", "ffv1")
    yield Hostile("codec-of-archives", content, frames=9)
    words = folder / "words.srt"
    words.write_text(f"1\n00:00:00,000 --> 00:00:01,000\n{SCRIPT}\n")
    content = written(folder, "words.mkv", "-i", words, "-c", "copy")
    yield Hostile("subtitles-alone", content, NO_FILM)


def damaged(folder: Path) -> Iterator[Hostile]:
    """Films whose content or clock is broken."""
    plain, stream = film(), film("h264-mts")
    start = plain.index(b"mdat") + 4
    length = int.from_bytes(plain[start - 8 : start - 4]) - 8
    body = plain[start : start + length]
    yield Hostile(
        "all-zero", plain[:start] + bytes(length) + plain[start + length :], NOTHING_SHOWN
    )
    middle = bytearray(plain)
    for at in range(start + length // 2, start + length, 97):
        middle[at] ^= 0xFF
    yield Hostile("every-97th-byte-turned", bytes(middle), frames=14)
    backwards = plain[:start] + body[::-1] + plain[start + length :]
    yield Hostile("content-backwards", backwards, NOTHING_SHOWN)
    other = written(folder, "other.ts", *scene("96x64", 25, 9), *X264, "-f", "mpegts")
    yield Hostile("size-changes", stream + other, frames=12)
    mpeg2 = written(
        folder, "mpeg2.ts", *scene("64x64", 25, 9), "-c:v", "mpeg2video", "-f", "mpegts"
    )
    yield Hostile("codec-changes", film("h264-wrap-ts") + mpeg2, frames=9)
    days = written(
        folder,
        "days.ts",
        *scene("96x64", 25, 9),
        *X264,
        "-output_ts_offset",
        26 * 3600,
        "-f",
        "mpegts",
    )
    yield Hostile("clock-jumps-a-day-ahead", other + days, frames=18)
    yield Hostile("clock-jumps-a-day-back", days + other, frames=18)
    packets = [stream[at : at + 192] for at in range(0, len(stream), 192)]
    without = b"".join(one for one in packets if int.from_bytes(one[5:7]) & 0x1FFF)
    yield Hostile("stream-without-table", without, frames=12)
    yield Hostile("stream-of-nothing", (b"\x47\x1f\xff\x10" + b"\xff" * 184) * 500, NO_FILM)
    raw = written(folder, "raw.h264", "-i", made("h264", 0.5, SIZE).path, "-c", "copy", "-an")
    yield Hostile("pictures-without-a-container", raw, NO_FILM)


def lying_lengths(_folder: Path) -> Iterator[Hostile]:
    """Matroska and AVI whose lengths lie."""
    mkv, avi = film("h264-vfr-mkv"), film("mpeg4-avi")
    segment = mkv.index(b"\x18\x53\x80\x67")
    unknown = segment + 4
    voids = b"\xec\x80" * 1_000_000
    yield Hostile(
        "voids-without-end", mkv[:segment] + b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + voids, NO_FILM
    )
    yield Hostile("segment-of-2^56", mkv[:unknown] + b"\x01" + b"\xfe" * 7 + mkv[unknown + 8 :],
                  END_MISSING)  # fmt: skip
    yield Hostile("ebml-head-alone", mkv[:segment], NO_FILM)
    yield Hostile("ebml-of-2^56", b"\x1a\x45\xdf\xa3\x01" + b"\xfe" * 7 + mkv[12:], NO_FILM)
    yield Hostile("riff-of-4-GB", avi[:4] + b"\xff" * 4 + avi[8:], END_MISSING)
    yield Hostile("riff-of-nothing", avi[:4] + bytes(4) + avi[8:], frames=12)
    yield Hostile("riff-list-of-4-GB", patched(avi, b"LIST", 0, b"\xff" * 4), frames=12)
    yield Hostile("avi-without-frames", patched(avi, b"avih", 4, b"\xff" * 56), frames=12)
    yield Hostile("flv-of-nothing", b"FLV\x01\x05\0\0\0\x09" + bytes(300), NO_FILM)
    yield Hostile(
        "asf-of-nothing", bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + b"\xff" * 300, NO_FILM
    )
    yield Hostile("ogg-of-nothing", b"OggS\0\x02" + bytes(300), NO_FILM)


FAMILIES: tuple[Callable[[Path], Iterator[Hostile]], ...] = (
    no_films, polyglots, cut_short, lying_boxes, telling, sizes, tracks, damaged, lying_lengths,
)  # fmt: skip


def corpus(folder: Path) -> dict[str, list[Hostile]]:
    """All of them, by family; `folder` is where they are made, and where the canary lies."""
    return {family.__name__: list(family(folder)) for family in FAMILIES}
