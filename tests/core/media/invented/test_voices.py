import itertools

import numpy as np
import pytest

from attune.core.media.invented.voices import RATE, VOICES, Turn, sound_of, take_turns


def pitch(samples: np.ndarray) -> float:
    """The pitch in Hz by autocorrelation."""
    middle = samples[len(samples) // 2 - 4096 : len(samples) // 2 + 4096].astype(np.float64)
    whole = np.correlate(middle, middle, "full")[len(middle) - 1 :]
    low, high = RATE // 900, RATE // 120
    return RATE / (low + int(np.argmax(whole[low:high])))


@pytest.mark.parametrize("who", ["parent", "baby"])
def test_each_voice_has_its_own_pitch(who):
    sound = sound_of((Turn(who, 0.2, 1.4),), 2.0, seed=1)
    heard = pitch(sound[round(0.2 * RATE) : round(1.4 * RATE)])
    assert VOICES[who].pitch * 0.95 < heard < VOICES[who].pitch * 1.6


def test_between_turns_there_is_nearly_silence():
    turns = take_turns(8, 3)
    sound = sound_of(turns, 8, 3)
    assert sound.shape == (8 * RATE,)
    assert np.abs(sound).max() <= 0.5
    gap = sound[round(turns[0].stop * RATE) : round(turns[1].start * RATE)]
    turn = sound[round(turns[0].start * RATE) : round(turns[0].stop * RATE)]
    assert np.abs(gap).max() < 0.01 < 0.2 < np.abs(turn).max()


def test_turns_alternate_fit_and_leave_gaps():
    turns = take_turns(30, 2)
    assert [turn.who for turn in turns[:4]] == ["parent", "baby", "parent", "baby"]
    assert turns[-1].stop <= 30
    assert all(0.2 < later.start - turn.stop < 0.9 for turn, later in itertools.pairwise(turns))  # fmt: skip
    assert take_turns(30, 2) == turns != take_turns(30, 3)
    assert take_turns(0.5, 1) == ()
