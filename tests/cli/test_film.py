"""`attune film` as a person runs it."""

import json
import signal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image

from attune.core.clock import FrameTable
from tests.cli.running import attune, start_attune
from tests.films.broken import no_films, torn_films
from tests.films.made import made, numbers_shown
from tests.films.oracle import presented


def test_probe_and_frames_give_one_json_value_and_nothing_else():
    film = made("hevc-vfr-rotated")
    told = attune("film", "probe", film.path, "--json")
    assert (told.returncode, told.stderr) == (0, "")
    facts = json.loads(told.stdout)
    assert facts["frames"] == len(film.table)
    assert facts["rotation"] == 90
    assert (facts["width"], facts["height"]) == (film.width, film.height)
    told = attune("film", "frames", film.path, "--json")
    assert (told.returncode, told.stderr) == (0, "")
    value = json.loads(told.stdout)
    assert (Fraction(*value["time_base"]), value["pts"]) == presented(film.path)


def test_probe_and_frames_read_well_without_json():
    told = attune("film", "probe", made("no-audio").path)
    assert told.returncode == 0
    assert "video_codec" in told.stdout
    assert "none" in told.stdout
    told = attune("film", "frames", made("no-audio").path)
    assert told.returncode == 0
    assert "1001" in told.stdout


def test_proxy_still_and_cut_write_what_was_asked_for(tmp_path):
    film = made("vfr")
    told = attune("film", "proxy", film.path, tmp_path / "proxy.mp4", "--json")
    assert (told.returncode, told.stderr) == (0, "")
    assert json.loads(told.stdout)["pts"] == list(film.table.pts)
    assert [number for _, number in numbers_shown(tmp_path / "proxy.mp4")] == list(film.numbers)
    told = attune("film", "still", film.path, "--frame", 7, tmp_path / "still.png")
    assert (told.returncode, told.stdout) == (0, "")
    with Image.open(tmp_path / "still.png") as picture:
        assert picture.size == film.display_size
    told = attune(
        "film", "cut", film.path, tmp_path / "cut.mp4", "--from-frame", 3, "--to-frame", 9
    )
    assert (told.returncode, told.stdout) == (0, "")
    assert "7 frames" in told.stderr
    assert [number for _, number in numbers_shown(tmp_path / "cut.mp4")] == list(range(3, 10))


def test_ingest_makes_everything_in_a_folder(tmp_path):
    film, folder = made("late-start"), tmp_path / "made"
    told = attune("film", "ingest", film.path, folder, "--json")
    assert (told.returncode, told.stderr) == (0, "")
    facts = json.loads(told.stdout)
    assert facts["frames"] == len(film.table)
    assert facts["sha256"] == sha256(film.path.read_bytes()).hexdigest()
    assert [number for _, number in numbers_shown(folder / "proxy.mp4")] == list(film.numbers)
    assert FrameTable.from_bytes((folder / "frames.json").read_bytes()) == film.table
    assert {"poster.jpg", "peaks.json", "sprite.json"} <= {path.name for path in folder.iterdir()}
    told = attune("film", "ingest", film.path, folder)
    assert f"{len(film.table)} frames" in told.stderr
    told = attune("film", "ingest", film.path, folder / "peaks.json")
    assert (told.returncode, "is a file" in told.stderr) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["made"]


def test_an_ingest_that_is_interrupted_leaves_nothing(tmp_path):
    film = made("h264", 30)  # long enough to be still at work when the signal comes
    with start_attune("film", "ingest", film.path, tmp_path / "made") as running:
        while not list(tmp_path.glob(".made.*/proxy.frag")):
            assert running.poll() is None
        running.send_signal(signal.SIGINT)
        running.communicate()
    assert running.returncode != 0
    assert list(tmp_path.iterdir()) == []


def test_an_invented_film_is_written(tmp_path):
    told = attune("film", "invent", tmp_path / "a.mov", "--kind", "hevc", "--scene", "meal-time",
                  "--seconds", 0.5, "--width", 320, "--height", 180, "--json")  # fmt: skip
    assert (told.returncode, told.stderr) == (0, "")
    assert len(json.loads(told.stdout)["pts"]) == 15


def refused(*arguments: object) -> str:
    told = attune("film", *arguments)
    assert (told.returncode, told.stdout) == (2, "")
    assert "Traceback" not in told.stderr
    return told.stderr.strip()


def test_what_is_no_whole_film_is_one_sentence_and_status_2(tmp_path):
    cases = [*no_films(tmp_path)[:3], torn_films(tmp_path)[1]]
    for path, _ in cases:
        assert len(refused("probe", path, "--json").splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("probe none.mp4", "no file or folder named none.mp4"),
        ("frames {folder}", "is a folder"),
        ("still {film} --frame 999 {folder}/a.png", "There is no frame 999"),
        ("still {film} --frame 1 {folder}/a.bmp", "Name the output with"),
        ("still {film} --frame one {folder}/a.png", "--frame"),
        ("still {film} {folder}/a.png", "--frame"),
        ("cut {film} {folder}/a.mp4 --from-frame 5 --to-frame 4", "is after the last"),
        ("cut {film} {film} --from-frame 1 --to-frame 4", "the film itself"),
        ("proxy {film} {folder}/none/a.mp4", "no folder"),
        ("proxy {film} {folder}/a.txt", "Name the output with .mp4"),
        ("proxy {film} {folder}/folder.mp4", "is a folder"),
        ("proxy {film} /proc/a.mp4", "cannot be written there"),
        ("invent {folder}/a.mp4 --kind vhs", "Kinds are"),
    ],
)
def test_bad_input_is_told_with_status_2_and_leaves_nothing(words, says, tmp_path):
    (tmp_path / "folder.mp4").mkdir()
    filled = words.format(film=made("no-audio").path, folder=tmp_path)
    assert says in refused(*filled.split())
    assert [path.name for path in Path(tmp_path).iterdir()] == ["folder.mp4"]
