from fractions import Fraction

import numpy as np
import pytest

from attune.core.media.render.voice import HOP, Masked, Slower, silence

RATE = 48_000


def tone(hertz: float, seconds: float = 1.0, channels: int = 1) -> np.ndarray:
    wave = 0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)
    return np.tile(wave.astype(np.float32), (channels, 1))


def passed(change, sound, step=1024):
    parts = [change.push(sound[:, at : at + step]) for at in range(0, sound.shape[1], step)]
    return np.concatenate([*parts, change.rest()], axis=1)


def loudest(sound) -> float:
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return float(spectrum.argmax() * RATE / len(sound))


@pytest.mark.parametrize("speed", [Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)])
@pytest.mark.parametrize("channels", [1, 2])
def test_slower_sound_is_longer_and_has_its_own_pitch(speed, channels):
    slow = passed(Slower(speed, RATE, channels), tone(440, channels=channels))
    assert slow.shape[0] == channels
    assert 0 <= slow.shape[1] - RATE / speed < RATE * 0.5
    for each in slow:
        assert loudest(each[4800:28800]) == pytest.approx(440, abs=4)


@pytest.mark.parametrize("step", [100, 1024, 5000])
def test_masked_sound_lies_beside_what_it_masks_and_is_as_long(step):
    sound = np.concatenate([silence(2, 12_000), tone(300, 0.5, 2), silence(2, 12_001)], axis=1)
    masked = passed(Masked(RATE, 2), sound, step)
    assert masked.shape == sound.shape
    loud = np.sqrt((masked**2).mean(axis=0))
    assert loud[: 12_000 - 4 * HOP].max() == 0
    assert loud[36_000 + 4 * HOP :].max() == 0
    middle = slice(14_000, 34_000)
    assert np.sqrt((masked[0, middle] ** 2).mean()) == pytest.approx(0.354, rel=0.25)


def test_masking_takes_the_pitch_of_a_voice_away():
    """Two voices an octave apart in one band cannot be told apart by their pitch any more."""
    masked = passed(Masked(RATE, 1), tone(300))[0, 4800:43_200]
    spectrum = np.abs(np.fft.rfft(masked * np.hanning(len(masked)))) ** 2
    hertz = np.fft.rfftfreq(len(masked), 1 / RATE)
    near = spectrum[abs(hertz - 300) < 5].sum() / spectrum.sum()
    assert near < 0.5
    assert abs(np.corrcoef(masked, tone(300)[0, 4800:43_200])[0, 1]) < 0.4


def test_masked_silence_is_silent():
    assert not passed(Masked(RATE, 1), silence(1, 5000)).any()
