from fractions import Fraction
from pathlib import Path

import pytest

from attune.core.clock import FrameTable, TimeBase
from attune.core.media.encoders import PROXY
from attune.core.media.errors import OutputError
from attune.core.media.frames import Decoding
from attune.core.media.look import first_look
from attune.core.media.opening import open_film
from attune.core.media.writer import FilmWriter, check_written
from tests.films.made import made


def test_a_full_disk_is_told_in_a_sentence():
    film = made("no-audio")
    look = first_look(film.path)

    def write():
        with (
            open_film(film.path) as source,
            FilmWriter(Path("/dev/full"), film.table.time_base, look, PROXY) as writer,
        ):
            for tick, frame in Decoding(source).pictures():
                writer.picture(tick, frame)
            writer.finish(film.table.end)

    with pytest.raises(OutputError, match="cannot be written"):
        write()


def test_a_folder_that_is_not_there_is_told(tmp_path):
    film = made("no-audio")
    with pytest.raises(OutputError, match="cannot be written there"):
        FilmWriter(tmp_path / "none" / "a.mp4", film.table.time_base, first_look(film.path), PROXY)


def test_sound_for_a_film_without_sound_is_left_out(tmp_path):
    film = made("no-audio")
    with open_film(film.path) as source:
        tick, frame = next(Decoding(source).pictures())
        with FilmWriter(tmp_path / "one.mp4", TimeBase(1, 30), first_look(film.path), PROXY) as out:
            out.picture(tick, frame)
            out.sound(0, None)
            out.finish(1)
    check_written(tmp_path / "one.mp4", FrameTable(TimeBase(1, 30), (0,), 1))


def test_a_film_that_is_not_what_was_asked_for_is_refused():
    film = made("h264")
    later = tuple(tick + 1 for tick in film.table.pts)
    check_written(film.path, film.table)
    for table in (
        FrameTable(film.table.time_base, later, later[-1] + 1),
        FrameTable(film.table.time_base, film.table.pts[:-1], film.table.end),
    ):
        with pytest.raises(OutputError, match="does not have the frames"):
            check_written(film.path, table)


def test_the_average_rate_does_not_set_the_time(tmp_path):
    film = made("vfr")
    assert first_look(film.path).rate != Fraction(30)
