import hashlib
import io
import json

import numpy as np
import pytest
from PIL import Image

from attune.core.clock import FrameTable
from attune.core.media.errors import CancelledError, FilmError
from attune.core.media.ingest import ingest
from attune.core.media.invented import read_frame_number
from attune.core.media.playable import read_index, table_so_far, write_playable
from attune.core.media.sink import FolderSink
from tests.films.broken import no_films
from tests.films.made import made, numbers_shown
from tests.films.oracle import ffmpeg

PARTS = [
    *("frames.json", "peaks.json", "poster.jpg", "proxy.frag", "proxy.index", "proxy.init"),
    *("sprite-000.jpg", "sprite.json"),
]


class Told(FolderSink):
    """A folder that remembers in what order its parts came."""

    def __init__(self, folder):
        super().__init__(folder)
        self.names = []

    def append(self, name, piece):
        self.names.append(name)
        super().append(name, piece)

    def replace(self, name, content):
        self.names.append(name)
        super().replace(name, content)


@pytest.mark.parametrize("kind", ["hevc-vfr-rotated", "late-start", "no-audio"])
def test_ingest_makes_everything_from_one_film(kind, tmp_path):
    film, sink = made(kind), Told(tmp_path)
    with film.path.open("rb") as file:
        result = ingest(file, sink)
    assert result.table == film.table
    assert result.sha256 == hashlib.sha256(film.path.read_bytes()).hexdigest()
    assert sorted(path.name for path in tmp_path.iterdir()) == PARTS
    assert sink.names.index("poster.jpg") < sink.names.index("proxy.frag")
    assert sink.names[-1] == "frames.json"
    assert sink.names.count("poster.jpg") == 2
    assert FrameTable.from_bytes((tmp_path / "frames.json").read_bytes()) == film.table
    assert table_so_far(read_index((tmp_path / "proxy.index").read_bytes())) == film.table
    write_playable(tmp_path, tmp_path / "proxy.mp4")
    shown = numbers_shown(tmp_path / "proxy.mp4")
    assert shown == list(zip(film.table.from_zero().pts, film.numbers, strict=True))
    with Image.open(tmp_path / "poster.jpg") as poster:
        number = read_frame_number(np.asarray(poster))
        assert poster.size == film.display_size
    third = film.table.time_base.seconds(
        film.table.pts[number - film.numbers[0]] - film.table.start
    )
    assert third == pytest.approx(float(film.table.duration) / 3, abs=0.2)


def test_peaks_and_loudness_show_where_there_is_sound(tmp_path):
    film = made("late-audio", 3)
    result = ingest(film.path, FolderSink(tmp_path))
    told = json.loads((tmp_path / "peaks.json").read_text())
    assert told["per_second"] == 50
    loud = [high - low for low, high in told["peaks"]]
    assert len(loud) == pytest.approx(150, abs=4)
    assert max(loud[:22]) == 0  # the microphone started half a second late
    turn = film.turns[0]
    assert max(loud[round(turn.start * 50) : round(turn.stop * 50)]) > 50
    assert result.loudness == told["loudness"]
    assert -40 < result.loudness < -5


def test_ingest_of_what_is_no_film_makes_nothing(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    for path, kind in no_films(tmp_path / "in"):
        with pytest.raises(kind) as refusal:
            ingest(path, FolderSink(tmp_path / "out"))
        assert isinstance(refusal.value, FilmError)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_cancelled_ingest_is_no_film(tmp_path):
    def stop(done, total):
        if done >= total:
            raise CancelledError

    with pytest.raises(CancelledError):
        ingest(made("h264").path, FolderSink(tmp_path), progress=stop)
    assert not (tmp_path / "frames.json").exists()


def test_of_several_sounds_the_default_one_is_heard_and_named(tmp_path):
    film = tmp_path / "two.mkv"
    ffmpeg("-f", "lavfi", "-i", "sine=200:d=1.5", "-f", "lavfi", "-i", "anullsrc=r=48000:d=1.5",
           "-i", made("no-audio").path, "-map", "2:v", "-map", "1:a", "-map", "0:a", "-c:v", "copy",
           "-disposition:a:0", "0", "-disposition:a:1", "default", film)  # fmt: skip
    (tmp_path / "out").mkdir()
    result = ingest(film, FolderSink(tmp_path / "out"))
    assert result.probe.sound.stream == 2
    assert result.loudness > -40  # the first one is silent
    assert result.probe.to_json()["audio"]["stream"] == 2


def test_the_first_decoder_that_gives_a_picture_is_used(tmp_path, monkeypatch):
    # Two of software stand for a machine that has hardware: this one has none.
    monkeypatch.setattr("attune.core.media.ingest.decoders", lambda wish: [None, None])
    film = made("no-audio")
    assert ingest(film.path, FolderSink(tmp_path), hardware="auto").table == film.table


@pytest.mark.parametrize("suffix", [".ts", ".mkv", ".avi", ".mov"])
def test_the_first_fragment_comes_before_most_of_the_film_is_read(suffix, tmp_path):
    film = tmp_path / f"long{suffix}"
    cues = ["-cues_to_front", 0, "-reserve_index_space", 0] if suffix == ".mkv" else []
    source = made("no-audio", 3) if suffix == ".avi" else made("h264", 3)
    ffmpeg("-stream_loop", 39, "-i", source.path, "-c", "copy", *cues, film)  # 2 minutes

    class Counted(io.FileIO):
        count = 0

        def read(self, size=-1):
            piece = super().read(size)
            self.count += len(piece)
            return piece

    class First(FolderSink):
        def append(self, name, piece):
            raise CancelledError

    with Counted(film) as file:
        with pytest.raises(CancelledError):
            ingest(file, First(tmp_path))
        assert file.count < film.stat().st_size / 2
