"""The bucket, against a real store that checks signatures: kept, read, erased, and what goes wrong."""

import io
from dataclasses import replace

import pytest

from attune.core.vault.away import Away
from attune.web.films import bucket as module
from attune.web.films.bucket import AHEAD, PIECE, AwayReader, Bucket, BucketError, same_bytes
from tests.films.bucket import Store

CONTENT = bytes(range(251)) * 6000  # some pieces, and none like the one before it


@pytest.fixture
def bucket(s3: Store, settings) -> Bucket:
    settings.FILMS_S3 = s3.told
    return module.bucket()


def keep(bucket: Bucket, content: bytes = CONTENT) -> Away:
    bucket.put("a film/a name", io.BytesIO(content), len(content))
    return Away("a film/a name", len(content))


def test_without_settings_there_is_none(settings):
    settings.FILMS_S3 = None
    assert module.bucket() is None
    with pytest.raises(BucketError, match="ATTUNE_FILMS_S3_URL"):
        AwayReader(Away("a", 1))


def test_what_was_kept_is_what_the_store_has(bucket, s3):
    keep(bucket)
    assert s3.keys() == ["a film/a name"]
    there = s3.client.get_object(Bucket="films", Key="a film/a name")["Body"].read()
    assert there == CONTENT


def test_what_is_large_goes_in_parts(bucket, s3, monkeypatch):
    monkeypatch.setattr(module, "PART", 600_000)
    note = keep(bucket)
    there = s3.client.get_object(Bucket="films", Key=note.key)["Body"].read()
    assert there == CONTENT
    assert same_bytes(bucket, note, io.BytesIO(CONTENT))


def test_any_place_is_read_as_from_a_file(bucket):
    note, file = keep(bucket), io.BytesIO(CONTENT)
    with AwayReader(note) as reader:
        assert reader.size == len(CONTENT)
        for at, most in [
            (0, 10),
            (PIECE - 3, 7),
            (len(CONTENT) - 5, 99),
            (17, 2 * PIECE),
            (PIECE, 1),
        ]:
            reader.seek(at)
            file.seek(at)
            assert reader.read(most) == file.read(most)
        reader.seek(0)
        assert reader.read() == CONTENT


def test_reading_on_asks_seldom_and_jumping_asks_for_one_piece(bucket, monkeypatch):
    asked, read = [], Bucket.read

    def told(self, key, at, most):
        asked.append((at, most))
        return read(self, key, at, most)

    monkeypatch.setattr(Bucket, "read", told)
    with AwayReader(keep(bucket)) as reader:
        reader.read(PIECE + AHEAD)
        reader.seek(5 * PIECE + 3)
        reader.read(10)
        reader.read(10)
        reader.seek(2)
        reader.read(1)
    assert asked == [(0, PIECE), (PIECE, AHEAD), (5 * PIECE, len(CONTENT) - 5 * PIECE), (0, PIECE)]


def test_what_is_not_there_is_not_found_and_erasing_it_does_no_harm(bucket, s3):
    with pytest.raises(FileNotFoundError):
        bucket.read("nothing", 0, 10)
    bucket.drop("nothing")
    note = keep(bucket)
    bucket.drop(note.key)
    assert s3.keys() == []


@pytest.mark.parametrize("content", [CONTENT[:-1], CONTENT[:-1] + b"x", CONTENT + b"x"])
def test_other_bytes_are_seen(bucket, content):
    assert not same_bytes(bucket, keep(bucket), io.BytesIO(content))


def test_bytes_that_the_store_lost_are_seen(bucket):
    note = keep(bucket)
    longer = replace(note, size=note.size + PIECE)
    with AwayReader(longer) as reader:
        reader.seek(note.size - 1)
        with pytest.raises(BucketError):
            reader.read(2)


def test_a_bucket_that_works_is_tried_and_left_as_it_was(bucket, s3):
    bucket.try_out()
    assert s3.keys() == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"secret": "another"}, "refuses Attune’s key. ATTUNE_FILMS_S3_KEY and"),
        ({"key": "tests:nobody"}, "refuses Attune’s key"),
        ({"bucket": "elsewhere"}, "There is no such bucket"),
        ({"url": "http://127.0.0.1:9"}, "can’t be reached"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(s3, change, sentence):
    with pytest.raises(BucketError, match=sentence) as said:
        Bucket(replace(s3.told, **change)).try_out()
    assert s3.told.secret not in str(said.value)


@pytest.mark.parametrize(
    ("kept", "sentence"), [(None, "does not keep"), (b"x" * 16, "something else")]
)
def test_a_bucket_that_keeps_something_else_is_found_out(bucket, s3, monkeypatch, kept, sentence):
    def put(self, key, file, size):
        if kept is not None:
            s3.client.put_object(Bucket="films", Key=key, Body=kept)

    monkeypatch.setattr(Bucket, "put", put)
    with pytest.raises(BucketError, match=sentence):
        bucket.try_out()


def test_a_line_that_breaks_in_the_middle_of_an_answer_is_said(bucket, s3):
    note = keep(bucket)
    s3.door.shut_after("out", 300_000)
    with pytest.raises(BucketError, match="can’t be reached"):
        AwayReader(note).read()
    s3.door.open_again()
    with AwayReader(note) as reader:
        assert reader.read() == CONTENT
