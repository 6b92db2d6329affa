import numpy as np
import pytest

from attune.core.clock import FrameOutOfRangeError
from attune.core.media.cut import make_cut
from attune.core.media.invented import KINDS
from attune.core.media.probe import probe
from tests.films.made import made, numbers_shown
from tests.films.oracle import presented, samples


@pytest.mark.parametrize("kind", KINDS)
def test_cut_has_exactly_the_frames_asked_for(kind, tmp_path):
    film, out = made(kind), tmp_path / "cut.mp4"
    part = make_cut(film.path, out, 8, 31, table=film.table)
    assert part == film.table.slice(8, 31)
    assert numbers_shown(out) == list(zip(part.pts, film.numbers[8:32], strict=True))
    assert presented(out)[1] == list(part.pts)
    facts = probe(out)
    assert facts.table == part
    assert (facts.width, facts.height) == film.display_size


def test_cut_after_a_seek_has_its_own_sound(tmp_path):
    film, out = made("vfr", 6), tmp_path / "cut.mp4"
    told = []
    part = make_cut(film.path, out, 110, 150, progress=lambda *step: told.append(step))
    assert [number for _, number in numbers_shown(out)] == list(range(110, 151))
    start = round(float(film.table.time_base.seconds(film.table.pts[110])) * 48_000)
    count = round(float(part.duration) * 48_000)
    before, after = samples(film.path)[start : start + count], samples(out)[:count]
    assert len(after) == count
    assert np.corrcoef(before, after)[0, 1] > 0.95
    assert told[-1] == (float(part.duration), float(part.duration))


def test_a_cut_of_one_frame_and_of_the_whole(tmp_path):
    film = made("hevc-vfr-rotated")
    make_cut(film.path, tmp_path / "one.mp4", 5, 5)
    assert numbers_shown(tmp_path / "one.mp4") == [(0, 5)]
    whole = make_cut(film.path, tmp_path / "whole.mp4", 0, len(film.table) - 1)
    assert whole == film.table.from_zero()


@pytest.mark.parametrize(("first", "last"), [(3, 2), (-1, 2), (0, 99999)])
def test_a_cut_the_film_does_not_have_is_refused(first, last, tmp_path):
    with pytest.raises(FrameOutOfRangeError):
        make_cut(made("h264").path, tmp_path / "cut.mp4", first, last)
    assert list(tmp_path.iterdir()) == []
