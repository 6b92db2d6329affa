"""Originals as they come in: what was kept is there, also after a crash and on a full disk."""

import errno
import os
import random
import threading
from uuid import UUID

import pytest

from attune.core.vault.streaming import SEGMENT
from attune.web.films import blobs, store
from tests.factories.films import begin_film, names_in

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


def test_store_begins_with_nothing(film_id, folder):
    assert store.arrived(film_id) == 0
    assert original(film_id) == b""
    assert not store.has(film_id, store.ORIGINAL)
    assert names_in(folder) == ["original"]
    with pytest.raises(FileExistsError):
        store.create(film_id)


def test_each_request_brings_a_part_of_its_own_and_all_are_one_file(film_id, folder):
    bring(film_id, b"one ", b"two ")
    bring(film_id, b"three")
    bring(film_id)
    assert names_in(folder / "original") == ["00000", "00001"]
    assert original(film_id) == b"one two three"
    assert store.has(film_id, store.ORIGINAL)


def test_what_was_not_kept_or_was_dropped_is_not_there(film_id, folder):
    bring(film_id, b"kept")
    with store.open_for_append(film_id) as arriving:
        arriving.write(b" dropped")
        assert arriving.offset == 12
        arriving.drop()
        assert arriving.offset == 4
        arriving.keep()
    assert original(film_id) == b"kept"
    assert names_in(folder / "original") == ["00000"]


def test_part_whose_writer_was_killed_counts_as_far_as_its_whole_segments_go(film_id, folder):
    bring(film_id, b"kept")
    with store.open_for_append(film_id) as arriving:
        arriving.write(LONG)  # and never kept
    assert names_in(folder / "original") == ["00000", "arriving"]
    arrived = store.arrived(film_id)
    assert 4 + 3 * SEGMENT - 100 < arrived < 4 + 3 * SEGMENT
    assert names_in(folder / "original") == ["00000", "00001"]
    assert original(film_id) == (b"kept" + LONG)[:arrived]
    bring(film_id, (b"kept" + LONG)[arrived:])
    assert original(film_id) == b"kept" + LONG


@pytest.mark.parametrize("length", [0, 20, 40, 1000])
def test_part_that_had_hardly_begun_is_dropped(length, film_id, folder):
    with store.open_for_append(film_id) as arriving:
        arriving.write(b"x" * 2000)
    os.truncate(folder / "original" / "arriving", length)
    assert store.arrived(film_id) == 0
    assert names_in(folder / "original") == []


def test_mending_that_was_killed_is_done_again(film_id, folder):
    with store.open_for_append(film_id) as arriving:
        arriving.write(LONG)
    (folder / "original" / "mended").write_bytes(b"half")
    assert store.arrived(film_id) > SEGMENT
    assert names_in(folder / "original") == ["00000"]


def test_mended_part_whose_torn_one_is_still_there_counts_once(film_id, folder):
    with store.open_for_append(film_id) as arriving:
        arriving.write(LONG)
    torn = (folder / "original" / "arriving").read_bytes()
    arrived = store.arrived(film_id)
    (folder / "original" / "arriving").write_bytes(torn)
    assert store.arrived(film_id) == arrived
    assert names_in(folder / "original") == ["00000"]


def test_only_one_writes_at_a_time_and_others_see_what_is_kept(film_id):
    seen = []

    def second():
        try:
            with blobs.Directory().lock(film_id, "original"):
                seen.append("in")
        except store.BusyError:
            seen.append("busy")

    bring(film_id, b"kept")
    with store.open_for_append(film_id) as arriving:
        arriving.write(LONG)
        assert store.arrived(film_id) == 4
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
        arriving.keep()
    assert seen == ["busy"]
    assert store.arrived(film_id) == 4 + len(LONG)


def test_disk_that_fills_up_keeps_whole_segments(film_id, monkeypatch, folder):
    real, room = os.write, [SEGMENT + SEGMENT // 2]

    def write(descriptor, piece):
        if not room[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = real(descriptor, piece[: room[0]])
        room[0] -= written
        return written

    monkeypatch.setattr(blobs.os, "write", write)
    with store.open_for_append(film_id) as arriving:
        with pytest.raises(OSError, match="No space"):
            arriving.write(LONG)
        room[0] = 100  # what was taken back is free again
        arriving.keep()
        kept = arriving.offset
    monkeypatch.undo()
    assert SEGMENT - 100 < kept < SEGMENT
    assert original(film_id) == LONG[:kept]


def test_disk_that_is_full_at_the_end_keeps_what_a_killed_writer_would(film_id, monkeypatch):
    with store.open_for_append(film_id) as arriving:
        arriving.write(LONG)

        def write(descriptor, piece):
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(blobs.os, "write", write)
            with pytest.raises(OSError, match="No space") as full:
                arriving.keep()
        assert store.is_full(full.value)
        assert arriving.offset == 0
    arrived = store.arrived(film_id)
    assert arrived > SEGMENT
    assert original(film_id) == LONG[:arrived]


def test_same_bytes_twice_look_different_each_time(film_id, folder):
    bring(film_id, b"the same film")
    bring(film_id, b"the same film")
    one, two = ((folder / "original" / name).read_bytes() for name in ("00000", "00001"))
    assert len(one) == len(two)
    assert sum(a == b for a, b in zip(one, two, strict=True)) < 20
