"""Preparing behind the walls: what it makes, what it refuses, and that walls decide first."""

import hashlib
import io
import threading

import numpy as np
import pytest
from PIL import Image

from attune.core.clock import FrameTable
from attune.core.media.invented import read_frame_number
from attune.core.media.sandbox.trial import Verdict
from attune.web.films import preparing
from attune.web.films.preparing import (
    FilmRefusedError,
    NoWallsError,
    PreparingError,
    Said,
    draw_still,
    prepare,
    summing,
)
from tests.core.media.sandbox.inside import Parts
from tests.films.made import made


@pytest.fixture
def rotated():
    return made("hevc-vfr-rotated")


def test_real_film_is_prepared_and_known(rotated):
    heard, parts = [], Parts()
    with rotated.path.open("rb") as film:
        facts = prepare(film, parts, progress=lambda *said: heard.append(said))
    assert {"proxy.init", "proxy.frag", "proxy.index", "poster.jpg", "peaks.json"} < set(parts)
    assert list(parts)[-1] == "frames.json"
    assert FrameTable.from_bytes(parts["frames.json"]) == rotated.table
    assert facts["frames"] == len(rotated.table)
    assert facts["rotation"] == 90
    assert facts["duration_s"] == pytest.approx(float(rotated.table.duration))
    assert "streams" not in facts
    assert heard
    assert all(0 <= done <= total for done, total in heard)


def test_what_is_no_film_is_refused_in_a_sentence():
    parts = Parts()
    with pytest.raises(FilmRefusedError, match="not a film"):
        prepare(io.BytesIO(b"Dear diary.\n" * 100), parts, progress=lambda *said: None)
    assert parts == {}


def test_preparing_ends_when_nobody_wants_it_any_more(rotated):
    def leave(done, total):
        raise KeyError("deleted")

    with rotated.path.open("rb") as film, pytest.raises(KeyError):
        prepare(film, Parts(), progress=leave)


@pytest.mark.parametrize("ending", ["png", "jpg"])
def test_still_is_the_exact_frame(rotated, ending):
    with rotated.path.open("rb") as film:
        drawn = draw_still(film, rotated.table.to_bytes(), 13, ending)
    assert read_frame_number(np.asarray(Image.open(io.BytesIO(drawn)))) == 13


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"done": "soon", "total": 1},
        {"done": None, "total": 1},
        {"done": 2, "total": 1},
        {"done": -1, "total": 1},
        {"done": 1, "total": 1e300},
        {"done": float("nan"), "total": 1},
    ],
    ids=str,
)
def test_progress_that_cannot_be_is_not_believed(words):
    heard = []
    with pytest.raises(PreparingError):
        Said(lambda *said: heard.append(said))(words)
    assert heard == []


def test_one_part_is_put_together_and_replaced():
    one = preparing._One()
    one.append("still.png", b"a")
    one.append("still.png", b"b")
    assert one.content == b"ab"
    one.replace("still.png", b"c")
    assert one.content == b"c"


def test_where_walls_have_holes_nothing_is_opened_until_they_are_mended(monkeypatch, caplog):
    class Untouched(io.BytesIO):
        def read(self, size=-1):
            raise AssertionError("A film was opened without walls.")

        seek = read

    asked = []

    def has_holes(bait, **more):
        asked.append(bait)
        return Verdict(holds=False, sentence="There is a hole.")

    preparing.tried.cache_clear()
    monkeypatch.setattr(preparing, "try_walls", has_holes)
    for _ in range(2):
        with pytest.raises(NoWallsError, match="There is a hole"):
            prepare(Untouched(), Parts(), progress=lambda *said: None)
    assert len(asked) == 2
    assert "There is a hole." in caplog.text
    monkeypatch.undo()
    with pytest.raises(FilmRefusedError):
        prepare(io.BytesIO(b""), Parts(), progress=lambda *said: None)


def test_own_secrets_are_the_bait(settings, monkeypatch):
    baits = []
    preparing.tried.cache_clear()
    monkeypatch.setattr(
        preparing, "try_walls", lambda bait: baits.append(bait) or Verdict(holds=True, sentence="")
    )
    preparing.require_walls()
    preparing.require_walls()
    assert len(baits) == 1
    assert {settings.DATA, settings.DATA / "secret-key", settings.FILMS} <= set(baits[0])
    preparing.tried.cache_clear()


# --- the checksum ---------------------------------------------------------------------------------
def test_checksum_is_computed_beside_the_work():
    content = bytes(range(256)) * 9000
    with summing(io.BytesIO(content)) as digest:
        assert digest() == hashlib.sha256(content).hexdigest()


def test_what_reading_raises_is_raised_by_the_result():
    class Broken(io.BytesIO):
        def read(self, size=-1):
            raise OSError("The disk is gone.")

    with summing(Broken()) as digest, pytest.raises(OSError, match="disk is gone"):
        digest()


def test_checksum_of_work_that_broke_off_stops():
    begun = threading.Event()

    class Endless(io.RawIOBase):
        def read(self, size=-1):
            begun.set()
            return b"x" * 1024

    with summing(Endless()):
        begun.wait()
    assert [one for one in threading.enumerate() if one.name == "checksum"] == []
