"""What is large lies in a bucket, and nobody who reads, makes or erases notices; nor what breaks off."""

from uuid import uuid4

import pytest
from django.urls import reverse

from attune.core.vault.errors import DamagedError
from attune.web.films import actions, blobs, moving, retention, store, tasks
from attune.web.films.bucket import Bucket, BucketError
from attune.web.films.models import Film
from tests.factories.films import PLAYED, bring, make_parts, names_in, ready_film
from tests.web.conftest import browser_of

CONTENT = bytes(range(256)) * 3000  # three segments
PICTURE = bytes(range(255, 0, -1)) * 2000


@pytest.fixture
def s3(s3, settings, monkeypatch):
    settings.FILMS_S3 = s3.told
    monkeypatch.setattr(moving, "SMALLEST", 500)
    return s3


@pytest.fixture
def film(family, cycle) -> Film:
    """A film that is ready, of which more is kept than was made."""
    film = ready_film(family, cycle)
    bring(film, CONTENT[:300_000])
    bring(film, CONTENT[300_000:])
    return film


def folder(film):
    return store.blobs.folder(film.pk)


def read(film, name) -> bytes:
    with store.open_for_read(film.pk, name) as file:
        return file.read()


def notes(film) -> list[str]:
    """What lies away, by name."""
    found = (path for path in folder(film).rglob("*") if blobs.note_at(path))
    return sorted(str(path.relative_to(folder(film))) for path in found)


def waiting(film) -> list[str]:
    """What a move has not finished, or what is erased and still has to go."""
    left = [*folder(film).rglob(".*.moving"), *store.blobs.root.rglob(".gone-*")]
    return sorted(path.name for path in left)


@pytest.fixture(params=["here", "away"])
def kept(request, film):
    """The contract: the same film, in the directory alone, or moved into the bucket."""
    store.write(film.pk, picture := store.picture(uuid4(), "png"), PICTURE)
    film.picture = picture
    if request.param == "away":
        s3 = request.getfixturevalue("s3")
        moved = moving.move_out(film.pk)
        assert moved == len(notes(film)) == len(s3.keys()) >= 4
        assert all((folder(film) / name).stat().st_size < 200 for name in notes(film))
        film.in_bucket = s3.keys
    else:
        film.in_bucket = list
    return film


def test_every_part_is_read_whole_and_at_any_place(kept):
    assert read(kept, store.ORIGINAL) == CONTENT
    assert read(kept, kept.picture) == PICTURE
    with store.open_for_read(kept.pk, store.ORIGINAL) as file:
        assert file.size == len(CONTENT)
        file.seek(299_990)
        assert file.read(20) == CONTENT[299_990:300_010]
    assert store.has(kept.pk, store.ORIGINAL)
    assert store.has(kept.pk, kept.picture)
    assert retention.copy_is_whole(kept)


def test_the_film_plays(practitioner, kept):
    video = browser_of(practitioner).get(reverse("films:video", args=[kept.pk]))
    assert b"".join(video) == PLAYED


def test_what_is_erased_is_gone_everywhere(kept):
    store.drop_picture(kept.pk, kept.picture)
    assert not store.has(kept.pk, kept.picture)
    store.erase_original(kept.pk)
    assert not store.has(kept.pk, store.ORIGINAL)
    with pytest.raises(FileNotFoundError):
        read(kept, store.ORIGINAL)
    assert len(kept.in_bucket()) == len(notes(kept))
    store.erase(kept.pk)
    assert kept.in_bucket() == []
    assert names_in(store.blobs.root) == []


def test_what_is_made_anew_takes_the_place_of_what_was_there(kept):
    make_parts(kept.pk, b"made again ")
    store.write(kept.pk, kept.picture, b"drawn again")
    assert read(kept, store.POSTER) == b"made again poster.jpg"
    assert read(kept, kept.picture) == b"drawn again"
    assert len(kept.in_bucket()) == len(notes(kept))


def test_what_lies_in_the_bucket_is_noise(film, s3):
    moving.move_out(film.pk)
    kept = s3.keys()
    assert kept
    for key in kept:
        content = s3.client.get_object(Bucket="films", Key=key)["Body"].read()
        assert CONTENT[:64] not in content


def test_what_is_small_or_still_comes_in_stays(film, s3, monkeypatch):
    monkeypatch.setattr(moving, "SMALLEST", 2**20)
    assert moving.to_move(film.pk) == []
    monkeypatch.setattr(moving, "SMALLEST", 0)
    names = {path.name for path in moving.to_move(film.pk)}
    (folder(film) / "original" / "arriving").write_bytes(b"half")
    store.making(film.pk).append(store.FRAGMENTS, b"half a film")
    assert {path.name for path in moving.to_move(film.pk)} == names
    moving.move_out(film.pk)
    assert moving.to_move(film.pk) == []
    assert moving.move_out(film.pk) == 0


def test_without_a_bucket_nothing_moves(film, settings):
    settings.FILMS_S3 = None
    assert (moving.to_move(film.pk), moving.move_out(film.pk)) == ([], 0)


@pytest.mark.parametrize(
    ("way", "count"), [("in", 0), ("in", 250_000), ("out", 0), ("out", 100_000)]
)
def test_a_bucket_that_goes_away_in_the_middle_of_a_move_loses_nothing(film, s3, way, count):
    s3.door.shut_after(way, count)
    with pytest.raises(BucketError):
        moving.move_out(film.pk)
    assert read(film, store.POSTER).startswith(b"\xff\xd8\xff")
    assert len(waiting(film)) == 1  # the note of what may have arrived there
    with pytest.raises(BucketError):
        moving.move_out(film.pk)
    s3.door.open_again()
    assert moving.move_out(film.pk) > 0
    assert read(film, store.ORIGINAL) == CONTENT
    assert waiting(film) == []
    assert len(s3.keys()) == len(notes(film))


def test_bytes_that_come_back_changed_do_not_take_the_place(film, s3, monkeypatch):
    put = Bucket.put

    def damaged(self, key, file, size):
        put(self, key, file, size)
        content = s3.client.get_object(Bucket="films", Key=key)["Body"].read()
        s3.client.put_object(Bucket="films", Key=key, Body=content[:-1] + b"!")

    monkeypatch.setattr(Bucket, "put", damaged)
    with pytest.raises(BucketError, match="does not give back"):
        moving.move_out(film.pk)
    assert (notes(film), waiting(film), s3.keys()) == ([], [], [])
    assert read(film, store.ORIGINAL) == CONTENT


@pytest.mark.parametrize("deed", ["film", "original", "anew"])
@pytest.mark.parametrize("away", [False, True])
def test_what_is_erased_while_it_moves_does_not_come_back(film, s3, monkeypatch, deed, away):
    put = Bucket.put

    def meanwhile(self, key, file, size):
        put(self, key, file, size)
        if deed == "film":
            store.erase(film.pk)
        elif deed == "original":
            store.erase_original(film.pk)
        else:
            make_parts(film.pk)
        if away:
            s3.door.shut()
        monkeypatch.setattr(Bucket, "put", put)

    monkeypatch.setattr(Bucket, "put", meanwhile)
    if away:
        with pytest.raises(BucketError):
            moving.move_out(film.pk)
    else:
        moving.move_out(film.pk)
    if away:
        s3.door.open_again()
        if deed != "film":
            moving.move_out(film.pk)
        assert store.finish_erasing() == 0
    if deed == "film":
        assert (s3.keys(), names_in(store.blobs.root)) == ([], [])
    else:
        assert len(s3.keys()) == len(notes(film))
        assert store.has(film.pk, store.ORIGINAL) == (deed == "anew")


def test_erasing_while_the_bucket_is_away_is_done_by_the_sweep(
    film, s3, caplog, django_capture_on_commit_callbacks
):
    moving.move_out(film.pk)
    film_id, kept = film.pk, len(s3.keys())
    s3.door.shut()
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_film(film=film)
    assert "waits to be erased in the bucket" in caplog.text
    with pytest.raises(FileNotFoundError):
        store.open_for_read(film_id, store.ORIGINAL)
    assert store.finish_erasing() == 1
    assert len(s3.keys()) == kept
    s3.door.open_again()
    assert store.finish_erasing() == 0
    assert (s3.keys(), names_in(store.blobs.root)) == ([], [])


def test_only_one_moves_a_film_at_a_time(film, s3, monkeypatch):
    put, within = Bucket.put, []

    def another(self, key, file, size):
        within.append(moving.move_out(film.pk))
        put(self, key, file, size)

    monkeypatch.setattr(Bucket, "put", another)
    assert moving.move_out(film.pk) == len(within)
    assert set(within) == {0}


def test_a_note_that_is_damaged_is_told_and_stops_no_erasing(film, s3, caplog):
    moving.move_out(film.pk)
    path = folder(film) / "original" / "00000"
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(DamagedError):
        read(film, store.ORIGINAL)
    store.erase(film.pk)
    assert "does not say any more" in caplog.text
    assert names_in(store.blobs.root) == []


def test_the_worker_moves_a_film_that_is_ready_and_waits_for_the_bucket(film, s3, caplog):
    s3.door.shut()
    tasks.move_out.call(str(film.pk))
    assert "stays on this machine for now" in caplog.text
    s3.door.open_again()
    tasks.move_out.call(str(film.pk))
    assert notes(film)
    Film.objects.update(state="preparing")
    make_parts(film.pk, CONTENT)
    tasks.move_out.call(str(film.pk))
    assert len(s3.keys()) == len(notes(film))
