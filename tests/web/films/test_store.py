"""The store keeps what it says it keeps, encrypted, and lets nothing choose a path."""

import os
import random
from uuid import UUID, uuid4

import pytest

from attune.core.vault.errors import DamagedError, VaultError
from attune.core.vault.streaming import SEGMENT
from attune.web.films import keys, store
from tests.factories import make_family, start_cycle
from tests.factories.films import begin_film, make_parts, names_in

pytestmark = pytest.mark.django_db
LONG = random.Random(8).randbytes(3 * SEGMENT)


@pytest.fixture
def film(family, cycle):
    return begin_film(family, cycle)


@pytest.fixture
def film_id(film) -> UUID:
    return film.pk


@pytest.fixture
def folder(film_id, films_directory):
    return films_directory / str(film_id)


def bring(film_id, *pieces):
    with store.open_for_append(film_id) as arriving:
        for piece in pieces:
            arriving.write(piece)
        arriving.keep()


def original(film_id):
    with store.open_for_read(film_id, store.ORIGINAL) as file:
        assert file.size == store.arrived(film_id)
        return file.read()


# --- nothing but what was written is read ---------------------------------------------------------
def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("harm", ["flip", "cut", "swap", "missing"])
def test_original_that_was_changed_is_not_read(harm, film_id, folder):
    bring(film_id, b"one")
    bring(film_id, b"two")
    first, second = folder / "original" / "00000", folder / "original" / "00001"
    if harm == "flip":
        flip(first)
    elif harm == "cut":
        os.truncate(first, first.stat().st_size - 1)
    elif harm == "swap":
        one, two = first.read_bytes(), second.read_bytes()
        first.write_bytes(two)
        second.write_bytes(one)
    else:
        first.unlink()
    with pytest.raises(DamagedError), store.open_for_read(film_id, store.ORIGINAL) as file:
        file.read()


def test_parts_of_other_films_and_cases_do_not_open(family, cycle, film_id, films_directory):
    other_case = make_family(family.actor)
    others = [begin_film(family, cycle), begin_film(other_case, start_cycle(other_case))]
    make_parts(film_id)
    for other in others:
        make_parts(other.pk)
        poster = films_directory / str(film_id) / "made" / store.POSTER
        poster.write_bytes((films_directory / str(other.pk) / "made" / store.POSTER).read_bytes())
        with pytest.raises(DamagedError, match="belongs elsewhere"):
            store.open_for_read(film_id, store.POSTER)


def test_one_part_does_not_pass_for_another(film_id, folder):
    make_parts(film_id)
    (folder / "made" / store.POSTER).write_bytes((folder / "made" / store.FRAMES).read_bytes())
    with pytest.raises(DamagedError):
        store.open_for_read(film_id, store.POSTER)


def test_without_the_key_nothing_opens(film, film_id, settings, tmp_path):
    make_parts(film_id)
    settings.KEYS = tmp_path / "none"
    with pytest.raises(VaultError):
        store.open_for_read(film_id, store.POSTER)
    with pytest.raises(VaultError):
        bring(film_id, b"in the clear?")
    assert keys


def test_plaintext_that_lies_there_is_not_taken_for_a_film(film_id, folder):
    make_parts(film_id)
    (folder / "made" / store.POSTER).write_bytes(b"\xff\xd8\xff" + bytes(1000))
    with pytest.raises(DamagedError):
        store.open_for_read(film_id, store.POSTER)


# --- names --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name",
    [
        *("../secret-key", "/etc/passwd", "pictures/../original", "original\0", "pictures/x.png"),
        *("", "original/00000", "making/poster.jpg", "proxy.frag.tail", "sprite-1.jpg"),
    ],
)
def test_names_that_are_no_part_of_a_film_are_refused(film_id, name):
    for ask in (store.open_for_read, store.open_growing, store.has, store.drop_picture):
        with pytest.raises(ValueError, match="A film has no part"):
            ask(film_id, name)
    with pytest.raises(ValueError, match="A film has no part"):
        store.write(film_id, name, b"")
    with pytest.raises(ValueError, match="Preparing makes no part"):
        store.making(film_id).append(name, b"")


def test_what_preparing_makes_is_written_by_preparing_only(film_id):
    with pytest.raises(ValueError, match="that is written so"):
        store.write(film_id, store.FRAMES, b"")


def test_films_are_named_by_uuid_only(film_id):
    with pytest.raises(TypeError, match="UUID"):
        store.arrived("../" + str(film_id))


# --- what is made -------------------------------------------------------------------------------
def test_made_parts_appear_together(film_id, folder):
    making = make_parts(film_id, keep=False)
    assert not store.has(film_id, store.POSTER)
    making.keep()
    assert names_in(folder) == ["made", "original"]
    assert names_in(folder / "made") == sorted([*store.MUST, "sprite-000.jpg", "sprite.json"])
    with store.open_for_read(film_id, store.FRAGMENTS) as file:
        assert file.read() == b"one two"
    with store.open_for_read(film_id, "sprite-000.jpg") as file:
        assert file.read() == b"madesprite-000.jpg"


def test_made_parts_stay_out_while_one_is_missing(film_id):
    making = store.making(film_id)
    for name in store.MUST[1:]:
        making.replace(name, b"made")
    with pytest.raises(FileNotFoundError, match=r"proxy\.init"):
        making.keep()
    assert [name for name in store.MUST if store.has(film_id, name)] == []


def test_preparing_again_replaces_all_of_it(film_id, folder):
    make_parts(film_id)
    make_parts(film_id, b"better")
    assert names_in(folder) == ["made", "original"]
    with store.open_for_read(film_id, store.POSTER) as file:
        assert file.read() == b"betterposter.jpg"


def test_making_begins_empty_each_time_and_can_be_dropped(film_id, folder):
    make_parts(film_id, keep=False)
    making = store.making(film_id)
    assert names_in(folder / "making") == []
    making.append(store.FRAGMENTS, b"half")
    making.drop()
    making.drop()
    assert names_in(folder) == ["original"]


def test_film_that_grows_is_read_as_far_as_it_goes(film_id):
    making = store.making(film_id)
    with pytest.raises(FileNotFoundError):
        store.open_growing(film_id, store.FRAGMENTS)
    content = b""
    for at in range(0, len(LONG), 100_000):
        making.append(store.FRAGMENTS, LONG[at : at + 100_000])
        content += LONG[at : at + 100_000]
        with store.open_growing(film_id, store.FRAGMENTS) as file:
            assert file.size == len(content)
            assert file.read() == content
            growing = file.salt
    making.replace(store.POSTER, b"a first picture")
    with store.open_growing(film_id, store.POSTER) as file:
        assert file.read() == b"a first picture"
    with pytest.raises(FileNotFoundError):
        store.open_for_read(film_id, store.FRAGMENTS)
    for name in set(store.MUST) - {store.FRAGMENTS}:
        making.replace(name, b"made")
    making.keep()
    for opened in (store.open_growing, store.open_for_read):
        with opened(film_id, store.FRAGMENTS) as file:
            assert file.read() == LONG
            assert file.salt == growing  # the same bytes: what a player holds of them stays good


# --- pictures, room, end --------------------------------------------------------------------------
def test_pictures_are_whole_or_not_there(film_id, folder):
    name = store.picture(UUID(int=7), "png")
    store.write(film_id, name, b"picture")
    store.write(film_id, name, b"better")
    with store.open_for_read(film_id, name) as file:
        assert file.read() == b"better"
    assert names_in(folder / "pictures") == ["00000000-0000-0000-0000-000000000007.png"]
    store.drop_picture(film_id, name)
    assert not store.has(film_id, name)


def test_what_is_gone_is_not_made_again_by_writing(film, film_id):
    name = store.picture(uuid4(), "png")
    making = store.making(film_id)
    making.append(store.FRAGMENTS, b"first")
    with store.open_for_append(film_id) as arriving:
        arriving.write(b"late")
        store.erase(film_id)
        with pytest.raises(FileNotFoundError):
            arriving.keep()
    with pytest.raises(FileNotFoundError):
        making.append(store.FRAGMENTS, b"late")
    making.drop()
    with pytest.raises(FileNotFoundError):
        store.write(film_id, name, b"late")
    with pytest.raises(FileNotFoundError), store.open_for_append(film_id):
        pass
    film.delete()
    with pytest.raises(FileNotFoundError):
        store.write(film_id, name, b"later")
    assert store.film_ids() == {}


def test_erasing_leaves_nothing(film_id, films_directory):
    make_parts(film_id)
    bring(film_id, LONG)
    store.erase(film_id)
    store.finish_erasing()
    assert names_in(films_directory) == []


def test_reserve_is_left_untouched(settings, films_directory):
    free = store.free_bytes()
    settings.DISK_RESERVE = free // 2
    assert store.has_room_for(free // 4)
    assert not store.has_room_for(free * 3 // 4)
