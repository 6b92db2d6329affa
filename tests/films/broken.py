"""Files that are no films, and films that broke on their way."""

from functools import cache
from pathlib import Path

from attune.core.media.errors import (
    EmptyFileError,
    NotAFilmError,
    SoundOnlyError,
    StillPictureError,
    TruncatedFilmError,
)
from tests.films.made import made
from tests.films.oracle import ffmpeg

PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n"


@cache
def rewrapped(suffix: str, *options: str) -> Path:
    """The plain film in another container, without encoding anew."""
    source = made("h264").path
    out = source.with_name(f"rewrapped{len(options)}{suffix}")
    ffmpeg("-i", source, "-c", "copy", *options, out)
    return out


def cut_off(path: Path, share: float, folder: Path) -> Path:
    """The first `share` of the file's bytes."""
    data = path.read_bytes()
    out = folder / f"cut-{share}{path.suffix}"
    out.write_bytes(data[: int(len(data) * share)])
    return out


def no_films(folder: Path) -> list[tuple[Path, type[Exception]]]:
    """Files that are refused, with the kind of refusal."""
    source = made("h264").path
    ffmpeg("-i", source, "-frames:v", 1, folder / "picture.png")
    ffmpeg("-i", source, "-vn", "-c", "copy", folder / "sound.m4a")
    ffmpeg("-i", source, "-vn", folder / "sound.wav")
    contents = {
        "empty.mp4": b"",
        "text.mp4": b"This is a text and no film.\n" * 50,
        "playlist.mp4": PLAYLIST.encode(),
        "random.mp4": bytes((i * i * 31 + i // 7) % 251 for i in range(50_000)),
        "picture.mp4": (folder / "picture.png").read_bytes(),
        "picture.webp": b"RIFF\x10\0\0\0WEBPVP8 ",
        "photo.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        "tiny.mp4": b"\0",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    refusals: dict[str, type[Exception]] = {
        "empty.mp4": EmptyFileError,
        "text.mp4": NotAFilmError,
        "playlist.mp4": NotAFilmError,
        "random.mp4": NotAFilmError,
        "tiny.mp4": NotAFilmError,
        "picture.mp4": StillPictureError,
        "picture.webp": StillPictureError,
        "photo.heic": StillPictureError,
        "sound.m4a": SoundOnlyError,
        "sound.wav": SoundOnlyError,
    }
    return [(folder / name, kind) for name, kind in refusals.items()]


def torn_films(folder: Path) -> list[tuple[Path, type[Exception]]]:
    """Films whose end is missing, in each container that says how long it is."""
    wraps = [
        made("h264").path,
        made("hevc").path,
        rewrapped(".mp4", "-movflags", "faststart"),
        rewrapped(".mkv"),
    ]
    films = []
    for number, path in enumerate(wraps):
        for share in (0.2, 0.9, 0.99):
            place = folder / str(number)
            place.mkdir(exist_ok=True)
            films.append((cut_off(path, share, place), TruncatedFilmError))
    return films


def with_a_lost_frame(avi: bytes, number: int) -> bytes:
    """An AVI in which one frame is an empty chunk, as a camera writes that could not keep up."""
    data = bytearray(avi)
    movie = data.index(b"movi")
    at = movie + 4
    for _ in range(number + 1):
        at = data.index(b"00dc", at) + 4
    size = int.from_bytes(data[at : at + 4], "little")
    # The picture's bytes become a chunk of junk after an empty one.
    data[at : at + 4] = bytes(4)
    data[at + 4 : at + 12] = b"JUNK" + (size + size % 2 - 8).to_bytes(4, "little")
    index = data.index(b"idx1", at) + 8
    entries = [place for place in range(index, len(data), 16) if data[place : place + 4] == b"00dc"]
    data[entries[number] + 12 : entries[number] + 16] = bytes(4)
    return bytes(data)
