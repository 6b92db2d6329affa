"""Invented films for tests: rows with bytes in the store, in every state."""

import hashlib
import json
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

from django.utils import timezone

from attune.core.clock import FrameTable, TimeBase
from attune.core.journey import FilmState
from attune.core.media.invented import make_film
from attune.core.media.playable import Fragment, head
from attune.web.cases.models import Cycle
from attune.web.films import actions, store
from attune.web.films.models import Film
from tests.factories import Family

TABLE = FrameTable(TimeBase(1, 30000), tuple(range(0, 300 * 1001, 1001)), 300 * 1001)
FACTS = {
    "duration_s": 10.01,
    "frames": 300,
    "time_base": [1, 30000],
    "variable_rate": False,
    "rotation": 0,
    "video_codec": "hevc",
    "width": 1920,
    "height": 1080,
    "display_width": 1920,
    "display_height": 1080,
    "audio": {"codec": "aac"},
}
PROXY = bytes(range(256)) * 4  # no film, but every byte tells where it stands
INIT = b"\0\0\0\x18mehd" + bytes(16)  # a head, as far as one needs to know
FRAGMENTS = [
    Fragment(TABLE.time_base, 512, TABLE.pts[:150], TABLE.pts[150]),
    Fragment(TABLE.time_base, 512, TABLE.pts[150:], TABLE.end),
]
SPRITE = {"width": 160, "height": 90, "columns": 10, "rows": 10, "ticks": [0]}
PLAYED = head(INIT, FRAGMENTS) + PROXY  # what a player gets of it


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@cache
def film_bytes(kind: str = "h264", seconds: float = 1) -> bytes:
    """The bytes of a real, small film as a phone would write it."""
    path = Path(mkdtemp(prefix="attune-film-")) / "film.mp4"
    if kind.startswith("hevc"):
        path = path.with_suffix(".mov")
    make_film(path, kind, seconds=seconds, size=(320, 180))
    return path.read_bytes()


def make_parts(
    film_id: UUID, content: bytes = b"made", *, frames: FrameTable | None = None, keep: bool = True
) -> store.Making:
    """All that preparing makes, with no sense in it: each part is `content` and its own name, but the
    frame table if one is given."""
    making = store.making(film_id)
    making.append(store.FRAGMENTS, b"one ")
    making.append(store.FRAGMENTS, b"two")
    names = (*store.MUST, "sprite.json", "sprite-000.jpg")
    for name in set(names) - {store.FRAGMENTS}:
        making.replace(name, content + name.encode())
    if frames is not None:
        making.replace(store.FRAMES, frames.to_bytes())
    if keep:
        making.keep()
    return making


def begin_film(family: Family, cycle: Cycle, *, size: int = 1000, words: str = "") -> Film:
    """A film on its way, of which nothing has arrived. Everyone has to have agreed."""
    return actions.begin_film(
        by=family.actor,
        cycle=cycle,
        kind=Film.Kind.INTERACTION,
        title="Bath time" + words,
        filmed_on=timezone.localdate(),
        in_picture=family.people,
        original_name="IMG_0001.MOV" + words,
        size=size,
    )


def bring(film: Film, content: bytes) -> None:
    """These bytes have arrived too."""
    with store.open_for_append(film.pk) as arriving:
        arriving.write(content)
        arriving.keep()


def arrived_film(family: Family, cycle: Cycle, content: bytes) -> Film:
    """A film of which all has arrived and which waits to be prepared."""
    film = begin_film(family, cycle, size=len(content))
    bring(film, content)
    actions.finish_upload(film=film, by=family.actor)
    film.refresh_from_db()
    return film


def ready_film(family: Family, cycle: Cycle, *, words: str = "") -> Film:
    """A film that can be watched, as far as rows and files tell: its proxy is PROXY, which no
    player could play; its 300 frames are those of TABLE."""
    film = begin_film(family, cycle, words=words)
    making = store.making(film.pk)
    making.replace(store.POSTER, b"\xff\xd8\xff a poster")
    making.replace(store.INIT, INIT)
    for number, fragment in enumerate(FRAGMENTS):
        half = len(PROXY) // 2
        making.append(store.FRAGMENTS, PROXY[number * half :][:half])
        making.append(store.INDEX, fragment.to_line(first=number == 0))
    making.replace(store.PEAKS, json.dumps({"levels": []}).encode())
    making.replace(store.SPRITE, json.dumps(SPRITE).encode())
    making.replace("sprite-000.jpg", b"\xff\xd8\xff a sheet")
    making.replace(store.FRAMES, TABLE.to_bytes())
    making.keep()
    film.state = FilmState.READY
    film.facts = FACTS
    film.sha256 = hashlib.sha256(b"").hexdigest()
    film.done_seconds = film.total_seconds = FACTS["duration_s"]
    film.save()
    return film


def growing_film(family: Family, cycle: Cycle, *, fragments: int = 2) -> Film:
    """A film that is being prepared: so many fragments of fifty frames of TABLE are there."""
    film = begin_film(family, cycle)
    film.state, film.done_seconds, film.total_seconds = FilmState.PREPARING, 1, 10
    film.save()
    grow(film, 0, fragments)
    return film


def grow(film: Film, first: int, last: int) -> None:
    """Fragments `first` to before `last` are there now too."""
    making = GROWING.setdefault(film.pk, None) or store.making(film.pk)
    GROWING[film.pk] = making
    for number in range(first, last):
        ticks = TABLE.pts[50 * number : 50 * number + 50]
        fragment = Fragment(TABLE.time_base, 10, ticks, ticks[-1] + 1001)
        making.append("proxy.frag", b"0123456789")
        making.append("proxy.index", fragment.to_line(first=number == 0))


GROWING: dict = {}  # what is being made of films, by their keys
