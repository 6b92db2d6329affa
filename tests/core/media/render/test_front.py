import pytest

from attune.core.media.errors import OutputError
from attune.core.media.render.front import boxes, index_first
from tests.films.made import made, numbers_shown


def written(data: bytes) -> bytes:
    return b"".join(index_first(memoryview(data)))


def names(data: bytes) -> list[bytes]:
    return [name for name, *_ in boxes(memoryview(data))]


def test_the_index_comes_first_and_every_frame_is_where_it_was(tmp_path):
    film = made("vfr")
    data = film.path.read_bytes()
    assert names(data).index(b"moov") > names(data).index(b"mdat")
    moved = written(data)
    assert names(moved).index(b"moov") < names(moved).index(b"mdat")
    assert len(moved) == len(data)
    (tmp_path / "moved.mp4").write_bytes(moved)
    assert numbers_shown(tmp_path / "moved.mp4") == numbers_shown(film.path)
    assert written(moved) == moved


def box(name: bytes, content: bytes, *, long: bool = False) -> bytes:
    if long:
        return (1).to_bytes(4) + name + (16 + len(content)).to_bytes(8) + content
    return (8 + len(content)).to_bytes(4) + name + content


def index(kind: bytes, width: int, place: int) -> bytes:
    table = box(kind, bytes(4) + (1).to_bytes(4) + place.to_bytes(width))
    return box(b"moov", box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", table)))))


@pytest.mark.parametrize(("kind", "width"), [(b"stco", 4), (b"co64", 8)])
@pytest.mark.parametrize("long", [False, True])
def test_places_are_moved_in_both_kinds_of_index(kind, width, long):
    content = box(b"mdat", b"picture", long=long)
    moved = written(content + index(kind, width, 8))
    assert moved.endswith(content)
    size = len(moved) - len(content)
    assert int.from_bytes(moved[size - width : size]) == 8 + size


def test_what_is_no_whole_film_is_refused():
    whole = box(b"mdat", b"") + index(b"stco", 4, 8)
    for data in (
        b"",
        box(b"mdat", b""),
        index(b"stco", 4, 8),
        whole + b"\0\0\0\x04oops",
        whole[:-1],
    ):
        with pytest.raises(OutputError, match="not whole"):
            written(data)
    with pytest.raises(OutputError, match="too large"):
        written(box(b"mdat", b"") + index(b"stco", 4, 2**32 - 1))
