import json

import numpy as np
import pytest

from attune.core.media.peaks import Loudness, Peaks

RATE = 48_000


def test_peaks_count_from_zero_and_pad_the_end():
    peaks = Peaks(100)  # two samples a peak
    peaks.add(2, np.array([[0.5, -0.5, 1.0]], dtype=np.float32))
    told = json.loads(peaks.to_bytes())
    assert told["per_second"] == 50
    assert told["peaks"] == [[0, 0], [-64, 64], [0, 127]]
    assert told["levels"] == [
        {"per_second": 10, "peaks": [[-64, 127]]},
        {"per_second": 1, "peaks": [[-64, 127]]},
    ]
    assert told["loudness"] is None


def test_a_film_without_sound_has_no_peaks():
    told = json.loads(Peaks(RATE).to_bytes())
    assert told["peaks"] == told["levels"][0]["peaks"] == told["levels"][1]["peaks"] == []


def test_each_level_holds_the_extremes_of_the_one_before():
    peaks = Peaks(RATE)
    heard = np.random.default_rng(1).uniform(-1, 1, (2, 3 * RATE)).astype(np.float32)
    heard *= np.linspace(0, 1, 3 * RATE, dtype=np.float32)
    for at in range(0, 3 * RATE, 1001):  # blocks that fit no peak
        peaks.add(at, heard[:, at : at + 1001])
    told = json.loads(peaks.to_bytes(-20.5))
    mono = np.clip(heard.mean(axis=0), -1, 1)
    for level in (told, *told["levels"]):
        bins = mono.reshape(-1, RATE // level["per_second"])
        wanted = np.stack((bins.min(axis=1), bins.max(axis=1)), axis=1) * 127
        assert level["peaks"] == np.round(wanted).astype(int).tolist()
    assert told["loudness"] == -20.5


@pytest.mark.parametrize("channels", [1, 2])
def test_loudness_of_the_published_test_tone(channels):
    # EBU Tech 3341, case 1: 1 kHz at -23 dBFS in both channels is -23 LUFS; one channel is 3 LU less.
    tone = np.sin(2 * np.pi * 1000 * np.arange(RATE) / RATE) * 10 ** (-23 / 20)
    loudness = Loudness(RATE, channels)
    assert loudness.lufs() is None
    for second in range(20):
        loudness.add(second * RATE, np.tile(tone.astype(np.float32), (channels, 1)))
    assert loudness.lufs() == pytest.approx(-23.0 if channels == 2 else -26.0, abs=0.1)


def test_silence_has_no_loudness():
    loudness = Loudness(RATE, 1)
    loudness.add(0, np.zeros((1, 3 * RATE), dtype=np.float32))
    assert loudness.lufs() is None
