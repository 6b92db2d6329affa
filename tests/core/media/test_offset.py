"""The offset of two cameras, against films cut from one another by the ffmpeg command."""

import json
import subprocess
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest

from attune.core.clock import FrameTable, TimeBase
from attune.core.media.frames import frame_table
from attune.core.media.invented import make_film
from attune.core.media.invented.voices import RATE as VOICE_RATE
from attune.core.media.invented.voices import sound_of, take_turns
from attune.core.media.offset import RATE, find_offset, hear, match

SAMPLE = Fraction(1, RATE)


def voice(seconds: float, seed: int) -> np.ndarray:
    """Invented voices at the rate in which sounds are compared, in a room that is never silent."""
    sound = sound_of(take_turns(seconds, seed), seconds, seed).reshape(-1)
    step = VOICE_RATE // RATE
    soft = np.hanning(6 * step + 1)
    thin = np.convolve(sound, soft / soft.sum(), "same")[::step]
    room = np.random.default_rng(seed).standard_normal(len(thin)) * 0.003
    return (thin + room).astype(np.float32)


def second_camera(film: Path, out: Path, frame: int, seconds: Fraction, *how: str) -> Path:
    """What another camera had filmed from `frame` on, which stands at `seconds`."""
    parts = (
        f"[0:v]trim=start_frame={frame},setpts=PTS-STARTPTS,fps=25[v];"
        f"[0:a]atrim=start={float(seconds):.9f},asetpts=PTS-STARTPTS,volume=0.4[a]"
    )
    maps = ["-filter_complex", parts, "-map", "[v]", "-map", "[a]", *how, str(out)]
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([ffmpeg, "-v", "error", "-y", "-i", str(film), *maps], check=True)
    return out


@pytest.fixture(scope="module")
def phone(tmp_path_factory):
    path = tmp_path_factory.mktemp("phone") / "phone.mp4"
    return make_film(path, "h264", seconds=8, size=(128, 72), seed=4)


@pytest.mark.parametrize(
    ("frame", "name", "how"),
    [
        (37, "camera.mkv", ("-c:a", "flac")),
        (61, "camera.mp4", ("-c:a", "aac", "-ar", "44100")),
    ],
)
def test_two_cameras_of_different_rates_are_laid_beside_to_a_sample(
    phone, tmp_path, frame, name, how
):
    begins = phone.table.time_base.seconds(phone.table.pts[frame] - phone.table.start)
    camera = second_camera(phone.path, tmp_path / name, frame, begins, *how)
    table = frame_table(camera)
    found = find_offset(phone.path, phone.table, camera, table)
    assert found.sure
    assert abs(found.offset + begins) <= SAMPLE
    turned = find_offset(camera, table, phone.path, phone.table)
    assert turned.sure
    assert abs(turned.offset - begins) <= SAMPLE


def test_sound_is_heard_from_the_first_frame_to_the_last(phone):
    samples = hear(phone.path, phone.table)
    assert len(samples) == round(phone.table.duration * RATE)
    later = FrameTable(phone.table.time_base, phone.table.pts[30:], phone.table.end)
    shift = round(phone.table.time_base.seconds(later.start - phone.table.start) * RATE)
    again = hear(phone.path, later)
    assert np.corrcoef(again, samples[shift : shift + len(again)])[0, 1] > 0.99


@pytest.mark.parametrize("lag", [-16_001, -1_234, 0, 777, 40_000])
def test_offset_is_exact_in_a_noisier_room(lag):
    sound = voice(20, 3)
    other = sound[-lag:] if lag <= 0 else np.pad(sound, (lag, 0))
    noise = np.random.default_rng(8).standard_normal(len(other)) * 0.01
    found = match(sound, (other * 0.4 + noise).astype(np.float32))
    assert found.sure
    assert abs(found.offset - lag * SAMPLE) <= SAMPLE


def test_half_a_sample_is_found_too():
    """Moved by half a sample in its spectrum, exactly."""
    sound = voice(12, 6)
    turn = np.exp(-1j * np.pi * np.arange(len(sound) // 2 + 1) / len(sound))
    moved = np.fft.irfft(np.fft.rfft(sound) * turn, len(sound)).astype(np.float32)
    assert abs(match(sound, moved).offset - SAMPLE / 2) <= SAMPLE / 8


def test_long_films_are_compared_block_by_block():
    sound = voice(150, 5)
    found = match(sound, sound[100 * RATE + 5 :])
    assert (found.sure, found.offset) == (True, -(100 + 5 * SAMPLE))


def test_clocks_that_run_apart_still_agree():
    sound = voice(60, 7)
    places = np.arange(len(sound)) * (1 + 50e-6)  # 50 millionths is much for a camera
    slow = np.interp(places, np.arange(len(sound)), sound).astype(np.float32)
    found = match(sound, slow)
    assert found.sure
    assert abs(found.offset) <= Fraction(60, 20_000)


@pytest.mark.parametrize("seed", range(4))
def test_films_of_different_things_are_not_said_to_be_sure(seed):
    sound = voice(20, 3)
    noise = np.random.default_rng(100 + seed).standard_normal(len(sound)).astype(np.float32)
    for other in (voice(20, 50 + seed), noise * 0.1):
        found = match(sound, other)
        assert (found.sure, found.reason) == (False, "no-match")


def test_silence_and_snippets_are_named():
    sound, silent = voice(4, 1), np.zeros(4 * RATE, dtype=np.float32)
    assert match(silent, sound).reason == "silent-first"
    assert match(sound, np.zeros(0, dtype=np.float32)).reason == "silent-second"
    assert match(sound, sound[:RATE]).reason == "too-short"


def test_film_without_sound_has_nothing_to_hear(tmp_path):
    film = make_film(tmp_path / "mute.mp4", "no-audio", seconds=1, size=(128, 72))
    assert len(hear(film.path, film.table)) == 0
    assert find_offset(film.path, film.table, film.path, film.table).offset is None


def test_what_was_found_is_written_as_json():
    found = match(voice(6, 2), voice(6, 2)[800:])
    assert json.loads(json.dumps(found.to_json())) == {
        "offset": [-1, 10],
        "sure": True,
        "agreeing": 4,
        "compared": 6,
        "reason": "",
    }
    table = FrameTable(TimeBase(1, 25), (0,), 1)
    assert match(np.zeros(len(table), dtype=np.float32), voice(4, 1)).to_json()["offset"] is None
