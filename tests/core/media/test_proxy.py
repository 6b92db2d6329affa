import json
import resource
from dataclasses import replace

import numpy as np
import pytest

from attune.core.media.encoders import PictureEncoder
from attune.core.media.errors import CancelledError, FilmError, OutputError
from attune.core.media.invented import KINDS, make_film
from attune.core.media.opening import open_film
from attune.core.media.probe import probe
from attune.core.media.proxy import make_proxy, start, write_proxy
from attune.core.media.sink import FolderSink
from tests.films.broken import no_films, torn_films
from tests.films.made import made, numbers_shown
from tests.films.oracle import ffmpeg, presented, samples


@pytest.mark.parametrize("kind", KINDS)
def test_proxy_has_every_frame_at_its_own_time_and_upright(kind, tmp_path):
    film, out = made(kind), tmp_path / "proxy.mp4"
    assert make_proxy(film.path, out) == film.table
    shown = list(zip(film.table.from_zero().pts, film.numbers, strict=True))
    assert numbers_shown(out) == shown
    assert presented(out)[1] == [tick for tick, _ in shown]
    facts = probe(out)
    assert facts.table == film.table.from_zero()
    assert (facts.width, facts.height, facts.rotation) == (*film.display_size, 0)


@pytest.mark.parametrize("kind", ["h264", "late-audio", "late-start", "edit-list", "hevc"])
def test_proxy_keeps_the_sound_beside_the_picture(kind, tmp_path):
    film = made(kind)
    make_proxy(film.path, tmp_path / "proxy.mp4")
    before, after = samples(film.path), samples(tmp_path / "proxy.mp4")
    zero = round(float(film.table.time_base.seconds(film.table.start)) * 48_000)
    before = before[zero:]
    count = min(len(before), len(after), 48_000)
    first, second = before[:count], after[:count]
    lags = range(-400, 401, 4)
    scores = [float(np.dot(first[400:-400], second[400 + lag : count - 400 + lag])) for lag in lags]
    assert abs(lags[int(np.argmax(scores))]) <= 8  # samples: a sixth of a millisecond
    assert max(scores) > 0.8 * float(np.dot(first[400:-400], first[400:-400]))


def test_proxy_is_720p_at_most_without_b_frames_and_with_short_groups(tmp_path):
    film = make_film(tmp_path / "big.mp4", "h264", seconds=0.8, size=(1920, 1080))
    make_proxy(film.path, tmp_path / "proxy.mp4")
    facts = probe(tmp_path / "proxy.mp4")
    assert (facts.width, facts.height, facts.video_codec) == (1280, 720, "h264")
    text = ffmpeg("-i", tmp_path / "proxy.mp4", "-map", "0:v", "-vf", "showinfo", "-f", "null", "-", "-loglevel", "info", told=True).decode()  # fmt: skip
    kinds = "".join(line.split("type:")[1][0] for line in text.splitlines() if " type:" in line)
    assert len(kinds) == len(film.table)
    assert set(kinds) == {"I", "P"}
    assert max(len(run) for run in kinds.split("I")) < 15
    data = (tmp_path / "proxy.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"sidx") < data.index(b"mdat")


@pytest.mark.parametrize("kind", ["h264", "hevc"])
def test_proxy_holds_no_place_and_no_device(kind, tmp_path):
    source = made(kind).path.read_bytes()
    assert b"+52.51" in source or b"loci" in source
    make_proxy(made(kind).path, tmp_path / "proxy.mp4")
    proxy = (tmp_path / "proxy.mp4").read_bytes()
    for word in (b"+52.51", b"Invented", b"ISO6709", b"\xa9xyz", b"loci", b"Lavf"):
        assert word not in proxy


def test_progress_goes_from_nothing_to_the_whole(tmp_path):
    told = []
    make_proxy(made("h264").path, tmp_path / "p.mp4", progress=lambda *step: told.append(step))
    done = [step[0] for step in told]
    assert done == sorted(done)
    assert done[0] == 0
    assert done[-1] == told[-1][1] == pytest.approx(1.5, abs=0.1)


def test_a_cancelled_proxy_leaves_nothing(tmp_path):
    def stop(done, total):
        if done > 0.5:
            raise CancelledError

    with pytest.raises(CancelledError):
        make_proxy(made("h264").path, tmp_path / "proxy.mp4", progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_what_is_refused_leaves_what_was_there(tmp_path):
    (tmp_path / "in").mkdir()
    out = tmp_path / "out"
    out.mkdir()
    (out / "proxy.mp4").write_bytes(b"the one before")
    for path, kind in [*no_films(tmp_path / "in"), *torn_films(tmp_path / "in")]:
        with pytest.raises(kind):
            make_proxy(path, out / "proxy.mp4")
    assert [path.name for path in out.iterdir()] == ["proxy.mp4"]
    assert (out / "proxy.mp4").read_bytes() == b"the one before"


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(FilmError, match="cannot be written there"):
        make_proxy(made("h264").path, tmp_path / "none" / "proxy.mp4")


def test_times_in_a_base_of_several_units_stay_exact(tmp_path):
    source = made("h264").path
    ffmpeg("-i", source, "-c:v", "mpeg4", "-c:a", "mp3", tmp_path / "old.avi")
    table = make_proxy(tmp_path / "old.avi", tmp_path / "proxy.mp4")
    written = probe(tmp_path / "proxy.mp4").table
    assert (table.time_base.num, written.time_base.num) == (1001, 1)
    assert written.pts == tuple(tick * 1001 for tick in table.from_zero().pts)
    assert json.loads(written.to_bytes())["time_base"] == [1, 30000]


def test_a_disk_that_fills_up_in_the_middle_is_told_and_leaves_nothing(tmp_path):
    film = made("h264", 6)
    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, kept[1]))
    try:
        with pytest.raises(OutputError, match="cannot be written"):
            make_proxy(film.path, tmp_path / "proxy.mp4")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, kept)
    assert list(tmp_path.iterdir()) == []


def test_a_film_of_which_no_picture_can_be_read_is_refused(tmp_path):
    data = bytearray(made("no-audio").path.read_bytes())
    start = data.index(b"mdat") + 4
    size = int.from_bytes(data[start - 8 : start - 4]) - 8
    data[start : start + size] = bytes(size)
    (tmp_path / "blank.mp4").write_bytes(data)
    with pytest.raises(FilmError):
        make_proxy(tmp_path / "blank.mp4", tmp_path / "proxy.mp4")
    assert [path.name for path in tmp_path.iterdir()] == ["blank.mp4"]


def test_sound_of_which_nothing_is_known_is_left_out(tmp_path):
    with open_film(made("h264").path) as film:
        begun = start(film)
        write_proxy(replace(begun, look=replace(begun.look, sound_rate=None)), FolderSink(tmp_path))
    assert b"soun" not in (tmp_path / "proxy.init").read_bytes()


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("rest", lambda encoder: iter(())),  # the last pictures are lost
        ("encode", lambda encoder, tick, frame, key: iter([(tick * 1 + 1, True, b"")])),
        ("encode", lambda encoder, tick, frame, key: iter([(tick * 1, False, b"")])),
    ],
)
def test_an_encoder_that_loses_or_moves_a_picture_is_not_believed(
    name, broken, tmp_path, monkeypatch
):
    monkeypatch.setattr(PictureEncoder, name, broken)
    with (
        open_film(made("no-audio").path) as film,
        pytest.raises(OutputError, match="frames of its"),
    ):
        write_proxy(start(film), FolderSink(tmp_path))
