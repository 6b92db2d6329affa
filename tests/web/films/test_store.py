"""The store keeps what it says it keeps, and lets nothing choose a path."""

import threading
from uuid import UUID, uuid4

import pytest

from attune.web.films import store
from tests.factories.films import names_in


@pytest.fixture
def film_id(films_directory) -> UUID:
    film_id = uuid4()
    store.create(film_id)
    return film_id


def make_parts(film_id, content=b"made"):
    folder = store.fresh_making_folder(film_id)
    for name in store.MADE:
        (folder / name).write_bytes(content + name.encode())


def test_store_begins_with_nothing(film_id, films_directory):
    assert store.arrived(film_id) == 0
    assert names_in(films_directory / str(film_id)) == ["original"]


def test_store_refuses_a_second_beginning(film_id):
    with pytest.raises(FileExistsError):
        store.create(film_id)


def test_bytes_are_added_at_the_end_and_read_back(film_id):
    with store.open_for_append(film_id) as arriving:
        arriving.write(b"one ")
        arriving.keep()
    with store.open_for_append(film_id) as arriving:
        assert arriving.offset == 4
        arriving.write(b"two")
        arriving.drop_from(6)
        arriving.write(b"!")
        arriving.keep()
        assert arriving.offset == 7
    assert store.arrived(film_id) == 7
    with store.open_for_read(film_id, store.ORIGINAL) as file:
        assert file.read() == b"one tw!"


def test_only_one_writes_at_a_time(film_id):
    seen = []

    def second():
        try:
            with store.open_for_append(film_id):
                seen.append("in")
        except store.BusyError:
            seen.append("busy")

    with store.open_for_append(film_id):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    second()
    assert seen == ["busy", "in"]


def test_what_is_gone_is_not_made_again_by_writing(film_id):
    store.erase(film_id)
    with pytest.raises(FileNotFoundError), store.open_for_append(film_id):
        pass
    with pytest.raises(FileNotFoundError):
        store.write(film_id, store.picture(uuid4(), "png"), b"late")
    assert store.film_ids() == {}


@pytest.mark.parametrize(
    "name",
    ["../secret-key", "/etc/passwd", "pictures/../original", "original\0", "pictures/x.png", ""],
)
def test_names_that_are_no_part_of_a_film_are_refused(film_id, name):
    with pytest.raises(ValueError, match="A film has no part"):
        store.open_for_read(film_id, name)


def test_films_are_named_by_uuid_only(film_id):
    with pytest.raises(TypeError, match="UUID"):
        store.arrived("../" + str(film_id))


def test_made_parts_appear_together(film_id, films_directory):
    make_parts(film_id)
    assert not store.has(film_id, store.PROXY)
    store.keep_made(film_id)
    names = names_in(films_directory / str(film_id))
    assert names == ["frames.json", "original", "peaks.json", "poster.jpg", "proxy.mp4"]
    assert store.path_for_worker(film_id, store.PROXY).read_bytes() == b"madeproxy.mp4"


def test_made_parts_stay_out_while_one_is_missing(film_id):
    make_parts(film_id)
    (store.path_for_worker(film_id, store.ORIGINAL).parent / "making" / store.PEAKS).unlink()
    with pytest.raises(FileNotFoundError):
        store.keep_made(film_id)
    assert [name for name in store.MADE if store.has(film_id, name)] == []


def test_making_begins_empty_each_time(film_id):
    (store.fresh_making_folder(film_id) / "half").write_bytes(b"half")
    folder = store.fresh_making_folder(film_id)
    assert list(folder.iterdir()) == []
    store.drop_making(film_id)
    assert not folder.exists()


def test_pictures_are_whole_or_not_there(film_id, films_directory):
    name = store.picture(UUID(int=7), "png")
    store.write(film_id, name, b"picture")
    store.write(film_id, name, b"better")
    with store.open_for_read(film_id, name) as file:
        assert file.read() == b"better"
    folder = films_directory / str(film_id) / "pictures"
    assert names_in(folder) == ["00000000-0000-0000-0000-000000000007.png"]


def test_erasing_leaves_nothing_and_may_be_repeated(film_id, films_directory):
    make_parts(film_id)
    store.keep_made(film_id)
    store.erase(film_id)
    store.erase(film_id)
    assert names_in(films_directory) == []


def test_interrupted_erasing_is_finished_later(film_id, films_directory, monkeypatch):
    monkeypatch.setattr("attune.web.films.store.shutil.rmtree", lambda *args, **more: None)
    store.erase(film_id)
    assert len(names_in(films_directory)) == 1
    assert store.film_ids() == {}
    monkeypatch.undo()
    store.finish_erasing()
    assert names_in(films_directory) == []


def test_reserve_is_left_untouched(film_id, settings):
    free = store.free_bytes()
    settings.DISK_RESERVE = free // 2
    assert store.has_room_for(free // 4)
    assert not store.has_room_for(free * 3 // 4)


def test_folders_and_files_are_for_their_owner_only(film_id, films_directory):
    make_parts(film_id)
    store.keep_made(film_id)
    for folder in (films_directory, films_directory / str(film_id)):
        assert folder.stat().st_mode & 0o077 == 0
    assert (films_directory / str(film_id) / "original").stat().st_mode & 0o077 == 0
