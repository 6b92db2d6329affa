"""The headers of tus, read and written."""

from datetime import UTC, datetime

import pytest

from attune.web.films import tus


def test_state_is_told_as_tus_says():
    expires = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    assert tus.state(offset=5, size=9, expires=expires) == {
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": "5",
        "Upload-Length": "9",
        "Upload-Expires": "Mon, 23 Nov 2026 10:00:00 GMT",
    }
    assert "Upload-Expires" not in tus.state(offset=5, size=9, expires=None)
    assert tus.state(offset=5, size=None, expires=None) == {
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": "5",
        "Upload-Defer-Length": "1",
    }


def test_length_may_be_told_later_and_then_only():
    assert tus.defers_length({"Upload-Defer-Length": "1"})
    assert not tus.defers_length({"Upload-Length": "9"})
    for wrong in (
        {"Upload-Defer-Length": "yes"},
        {"Upload-Defer-Length": "1", "Upload-Length": "9"},
    ):
        with pytest.raises(tus.UploadError):
            tus.defers_length(wrong)


@pytest.mark.parametrize("text", ["0", "17", "9" * 19])
def test_whole_numbers_are_read(text):
    assert tus.whole_number({"X": text}, "X") == int(text)


@pytest.mark.parametrize("text", [None, "", "-1", "1.5", "٣", "9" * 20, " 1", "1_0"])
def test_what_is_no_whole_number_is_refused(text):
    headers = {} if text is None else {"X": text}
    with pytest.raises(tus.UploadError) as refused:
        tus.whole_number(headers, "X")
    assert (refused.value.status, "X" in refused.value.sentence) == (400, True)


def test_metadata_is_read_as_pairs():
    header = "filename w6QubXA0, empty , title QmF0aA=="
    assert tus.metadata({"Upload-Metadata": header}) == {
        "filename": "ä.mp4",
        "empty": "",
        "title": "Bath",
    }
    assert tus.metadata({}) == {}


@pytest.mark.parametrize("header", ["name ???", "name YQ", "name ä"])
def test_metadata_that_makes_no_sense_is_refused(header):
    with pytest.raises(tus.UploadError) as refused:
        tus.metadata({"Upload-Metadata": header})
    assert refused.value.status == 400


def test_body_says_what_it_is_and_how_long():
    headers = {"Content-Type": tus.BODY_TYPE, "Content-Length": "5"}
    assert tus.body_length(headers) == 5
    for wrong, status in (({"Content-Type": "video/mp4"}, 415), ({"Content-Length": ""}, 411)):
        with pytest.raises(tus.UploadError) as refused:
            tus.body_length({**headers, **wrong})
        assert refused.value.status == status


def test_checksum_is_optional():
    assert tus.checksum({}) is None
    # tus's own example: the SHA-1 of "hello world"
    told = tus.checksum({"Upload-Checksum": "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0="})
    added = told.fresh()
    added.update(b"hello world")
    assert added.digest() == told.digest
