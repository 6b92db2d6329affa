import hashlib
import json

import numpy as np
import pytest
from PIL import Image

from attune.core.clock import FrameTable
from attune.core.media.errors import CancelledError, FilmError
from attune.core.media.ingest import ingest
from attune.core.media.invented import read_frame_number
from tests.films.broken import no_films
from tests.films.made import made, numbers_shown


@pytest.mark.parametrize("kind", ["hevc-vfr-rotated", "late-start", "no-audio"])
def test_ingest_makes_everything_from_one_film(kind, tmp_path):
    film = made(kind)
    with film.path.open("rb") as file:
        result = ingest(file, tmp_path)
    assert result.table == film.table
    assert result.sha256 == hashlib.sha256(film.path.read_bytes()).hexdigest()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "frames.json",
        "peaks.json",
        "poster.jpg",
        "proxy.mp4",
    ]
    assert FrameTable.from_bytes((tmp_path / "frames.json").read_bytes()) == film.table
    shown = numbers_shown(tmp_path / "proxy.mp4")
    assert shown == list(zip(film.table.from_zero().pts, film.numbers, strict=True))
    with Image.open(tmp_path / "poster.jpg") as poster:
        number = read_frame_number(np.asarray(poster))
        assert poster.size == film.display_size
    third = film.table.time_base.seconds(
        film.table.pts[number - film.numbers[0]] - film.table.start
    )
    assert third == pytest.approx(float(film.table.duration) / 3, abs=0.2)


def test_peaks_show_where_there_is_sound(tmp_path):
    film = made("late-audio", 3)
    ingest(film.path, tmp_path)
    told = json.loads((tmp_path / "peaks.json").read_text())
    assert told["per_second"] == 50
    loud = [high - low for low, high in told["peaks"]]
    assert len(loud) == pytest.approx(150, abs=4)
    assert max(loud[:22]) == 0  # the microphone started half a second late
    turn = film.turns[0]
    assert max(loud[round(turn.start * 50) : round(turn.stop * 50)]) > 50


def test_ingest_of_what_is_no_film_leaves_nothing(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    for path, kind in no_films(tmp_path / "in"):
        with pytest.raises(kind) as refusal:
            ingest(path, tmp_path / "out")
        assert isinstance(refusal.value, FilmError)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_cancelled_ingest_leaves_nothing(tmp_path):
    def stop(done, total):
        if done >= total:
            raise CancelledError

    with pytest.raises(CancelledError):
        ingest(made("h264").path, tmp_path, progress=stop)
    assert list(tmp_path.iterdir()) == []
