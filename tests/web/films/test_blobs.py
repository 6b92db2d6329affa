"""Bytes by name in a directory: whole or not there, on the disk when it says so, gone when erased."""

import errno
import os
import threading
from uuid import UUID, uuid4

import pytest

from attune.web.films import blobs
from attune.web.films.blobs import BusyError, Directory
from tests.factories.films import names_in

place = Directory()


@pytest.fixture
def film_id(films_directory) -> UUID:
    film_id = uuid4()
    place.create(film_id, "original")
    return film_id


def content(film_id: UUID, name: str) -> bytes:
    with place.open(film_id, name) as file:
        return file.read()


def test_film_begins_once_with_empty_folders(film_id, films_directory):
    assert place.names(film_id, "original") == []
    with pytest.raises(FileExistsError):
        place.create(film_id)
    with pytest.raises(TypeError, match="UUID"):
        place.create("../" + str(film_id))


def test_draft_counts_when_it_is_kept(film_id):
    draft = place.start(film_id, "original/arriving")
    draft.write(b"one ")
    draft.write(b"two")
    draft.keep("00000")
    assert place.names(film_id, "original") == ["00000"]
    assert content(film_id, "original/00000") == b"one two"
    assert place.size(film_id, "original/00000") == 7
    other = place.start(film_id, "original/arriving")
    with pytest.raises(FileExistsError):
        place.start(film_id, "original/arriving")
    other.drop()
    assert place.names(film_id, "original") == ["00000"]


def test_piece_for_which_the_disk_has_no_room_leaves_nothing_of_it(film_id, monkeypatch):
    draft = place.start(film_id, "original/arriving")
    draft.write(b"before")
    real, room = os.write, [3]

    def write(descriptor, piece):
        if not room[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = real(descriptor, piece[: room[0]])
        room[0] -= written
        return written

    monkeypatch.setattr(blobs.os, "write", write)
    with pytest.raises(OSError, match="No space"):
        draft.write(b"too long")
    monkeypatch.undo()
    draft.write(b", after")
    draft.keep()
    assert content(film_id, "original/arriving") == b"before, after"


def test_small_blob_is_replaced_whole(film_id, films_directory):
    place.put(film_id, "pictures/a.png", b"picture")
    place.put(film_id, "pictures/a.png", b"better", durable=False)
    assert content(film_id, "pictures/a.png") == b"better"
    assert place.names(film_id, "pictures") == ["a.png"]
    with pytest.raises(FileNotFoundError):
        place.put(uuid4(), "pictures/a.png", b"late")
    assert list(place.film_ids()) == [film_id]


def test_folder_of_what_was_made_takes_its_place_all_at_once(film_id, films_directory):
    for number in (b"1", b"2"):
        place.empty(film_id, "making")
        place.put(film_id, "making/a", number)
        place.put_in_place(film_id, "making", "made")
        assert content(film_id, "made/a") == number
        assert names_in(films_directory / str(film_id)) == ["made", "original"]


def test_folder_is_emptied(film_id):
    place.empty(film_id, "making")
    place.put(film_id, "making/half", b"half")
    place.empty(film_id, "making")
    assert place.names(film_id, "making") == []


def test_only_one_writes_at_a_time(film_id):
    seen = []

    def second():
        try:
            with place.lock(film_id, "original"):
                seen.append("in")
        except BusyError:
            seen.append("busy")

    with place.lock(film_id, "original"):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    second()
    assert seen == ["busy", "in"]


def test_dropping_takes_a_blob_or_a_folder_and_may_be_repeated(film_id):
    place.put(film_id, "making/a", b"")
    place.put(film_id, "pictures/a.png", b"")
    for _twice in range(2):
        place.drop(film_id, "making")
        place.drop(film_id, "pictures/a.png")
    assert place.names(film_id, "pictures") == []
    with pytest.raises(FileNotFoundError):
        place.names(film_id, "making")


def test_erasing_leaves_nothing_and_may_be_repeated(film_id, films_directory):
    place.put(film_id, "pictures/a.png", b"")
    place.erase(film_id)
    place.erase(film_id)
    assert names_in(films_directory) == []


def test_interrupted_erasing_is_finished_later(film_id, films_directory, monkeypatch):
    monkeypatch.setattr("attune.web.films.blobs.shutil.rmtree", lambda *args, **more: None)
    place.erase(film_id)
    assert len(names_in(films_directory)) == 1
    assert place.film_ids() == {}
    monkeypatch.undo()
    place.finish_erasing()
    assert names_in(films_directory) == []


def test_folders_and_files_are_for_their_owner_only(film_id, films_directory):
    place.put(film_id, "pictures/a.png", b"")
    for path in (films_directory, *films_directory.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0
