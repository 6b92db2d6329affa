import io
from fractions import Fraction

import av
import numpy as np
import pytest

from attune.core.clock import FrameTable, TimeBase
from attune.core.media.errors import OutputError
from attune.core.media.render.output import FilmWriter, Form, check
from attune.core.media.render.voice import silence
from tests.core.media.sandbox.inside import Parts
from tests.films.made import made

BASE = TimeBase(1, 30_000)


def frame(size: tuple[int, int] = (64, 64)) -> av.VideoFrame:
    return av.VideoFrame.from_ndarray(np.full((size[1] * 3 // 2, size[0]), 90, np.uint8), "yuv420p")


def form(**other) -> Form:
    given = {"base": BASE, "size": (64, 64), "rate": Fraction(30), "colour": (1, 1, 1),
             "sound_rate": 48_000, "channels": 2}  # fmt: skip
    return Form(**given | other)


def test_nothing_but_the_title_and_the_chapters_is_written_down(tmp_path):
    marks = [("Eins", 0, 1001), ("Zwei – مرحبا", 1001, 3003)]
    parts = Parts()
    with FilmWriter(form(title="For Anna", chapters=marks), parts, "out.mp4") as film:
        for tick in (0, 1001, 2002):
            film.picture(tick, frame())
        film.quiet_until(4805)
        size = film.finish(FrameTable(BASE, (0, 1001, 2002), 3003))
    assert size == len(parts["out.mp4"])
    with av.open(io.BytesIO(parts["out.mp4"])) as read:
        told = [(c["metadata"]["title"], c["start"] * c["time_base"]) for c in read.chapters()]
        assert told == [("Eins", 0), ("Zwei – مرحبا", Fraction(1001, 30_000))]
        kept = {"major_brand", "minor_version", "compatible_brands", "title"}
        assert set(read.metadata) == kept
        assert read.metadata["title"] == "For Anna"


def test_without_sound_there_is_no_track_of_it():
    parts = Parts()
    with FilmWriter(form(sound_rate=None, rate=Fraction(9999)), parts, "out.mp4") as film:
        film.picture(0, frame())
        film.sound(silence(2, 100))
        film.quiet_until(100)
        film.finish(FrameTable(BASE, (0,), 1001))
    with av.open(io.BytesIO(parts["out.mp4"])) as read:
        assert len(read.streams.audio) == 0


def test_what_the_encoder_refuses_is_told_in_a_sentence():
    def write():
        with FilmWriter(form(sound_rate=None), Parts(), "out.mp4") as film:
            film.picture(5, frame())
            film.picture(0, frame())
            film.finish(FrameTable(BASE, (0, 5), 9))

    with pytest.raises(OutputError, match="cannot be written"):
        write()

    def break_off():
        with FilmWriter(form(), Parts(), "out.mp4") as film:
            film.picture(0, frame())
            raise KeyError

    with pytest.raises(KeyError):
        break_off()


def test_a_film_with_other_frames_is_refused():
    film = made("h264")
    data = io.BytesIO(film.path.read_bytes())
    check(data, film.table)
    with pytest.raises(OutputError, match="does not have the frames"):
        check(data, FrameTable(film.table.time_base, film.table.pts[:-1], film.table.end))
