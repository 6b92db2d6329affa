"""The file of an export: written as it is made, there only when it was kept, and one film's alone."""

import os
import random
from uuid import UUID, uuid4

import pytest

from attune.core.vault.errors import DamagedError
from attune.core.vault.streaming import SEGMENT
from attune.web.films import store
from tests.factories.films import begin_film, names_in

pytestmark = pytest.mark.django_db
BODY = random.Random(9).randbytes(2 * SEGMENT + 99)
HEAD = random.Random(10).randbytes(SEGMENT + 7)
GIFT = UUID("11111111-2222-4333-8444-555555555555")
NAME = f"{GIFT}.mp4"


@pytest.fixture
def film_id(family, cycle) -> UUID:
    return begin_film(family, cycle).pk


@pytest.fixture
def folder(film_id, films_directory):
    return films_directory / str(film_id) / "exports"


def keep(film_id, head=HEAD, body=BODY):
    with store.Exporting(film_id, GIFT) as file:
        for at in range(0, len(body), 100_000):
            file.append(body[at : at + 100_000])
        file.put_before(head)
        file.keep()
        return file.size


def read(film_id):
    with store.open_for_read(film_id, store.export(GIFT)) as file:
        assert file.size == file.seek(0, os.SEEK_END)
        file.seek(0)
        return file.read()


@pytest.mark.parametrize("head", [HEAD, b""])
@pytest.mark.parametrize("body", [BODY, b"short"])
def test_what_was_kept_is_read_as_one_file_at_any_place(film_id, folder, head, body):
    size = keep(film_id, head, body)
    assert read(film_id) == head + body
    assert size == len(head + body)
    assert names_in(folder) == [NAME, f"{NAME}.body"]
    with store.open_for_read(film_id, store.export(GIFT)) as file:
        for at in (0, len(head) - 2, len(head), size - 3, size):
            file.seek(max(0, at))
            assert file.read(5) == (head + body)[max(0, at) : max(0, at) + 5]
            file.seek(max(0, at))
            assert (head + body)[max(0, at) :].startswith(file.read1())
    kept = b"".join(path.read_bytes() for path in folder.iterdir())
    assert (head or body)[:32] not in kept
    assert body[:32] not in kept


def test_it_is_on_the_disk_while_it_is_made_and_there_only_when_kept(film_id, folder):
    with store.Exporting(film_id, GIFT) as file:
        file.append(BODY)
        written = sum(path.stat().st_size for path in folder.iterdir())
        assert written >= 2 * SEGMENT
        assert not store.has(film_id, store.export(GIFT))
        with pytest.raises(FileNotFoundError):
            read(film_id)
    assert names_in(folder) == []
    keep(film_id)
    assert store.has(film_id, store.export(GIFT))


def test_a_try_clears_what_one_that_was_killed_left_and_ends_one_that_still_runs(film_id, folder):
    killed = store.Exporting(film_id, GIFT)
    killed.append(BODY)
    other = store.Exporting(film_id, uuid4())
    assert len(names_in(folder)) == 2
    keep(film_id, b"new ", b"file")
    with pytest.raises(FileNotFoundError):
        killed.keep()
    assert read(film_id) == b"new file"
    with other:
        assert len(names_in(folder)) == 3
    assert len(names_in(folder)) == 2


def test_what_is_dropped_is_gone_and_others_stay(film_id, folder):
    store.drop_export(film_id, GIFT)
    keep(film_id)
    other = uuid4()
    with store.Exporting(film_id, other) as file:
        file.append(b"another")
        file.keep()
    store.drop_export(film_id, GIFT)
    assert names_in(folder) == [f"{other}.mp4", f"{other}.mp4.body"]


def test_head_and_body_of_two_tries_are_not_one_film(film_id, folder):
    keep(film_id, b"faces hidden ", BODY)
    head = (folder / NAME).read_bytes()
    keep(film_id, b"faces shown ", BODY)
    (folder / NAME).write_bytes(head)
    with pytest.raises(DamagedError, match="two different tries"):
        read(film_id)


def test_a_file_that_was_cut_or_has_lost_its_body_is_not_read(film_id, folder):
    keep(film_id)
    body = folder / f"{NAME}.body"
    os.truncate(body, 2 * SEGMENT)
    with pytest.raises(DamagedError):
        read(film_id)
    body.unlink()
    with pytest.raises(FileNotFoundError):
        read(film_id)


def test_nothing_is_begun_for_a_film_that_is_gone(film_id):
    store.erase(film_id)
    with pytest.raises(FileNotFoundError):
        store.Exporting(film_id, GIFT)
