from fractions import Fraction

import numpy as np
import pytest

from attune.core.media.render.lane import Lane, changes_of
from attune.core.media.render.voice import Masked, Slower, silence


class Heard:
    """What a film would hear: blocks one after the other."""

    def __init__(self, before: int = 0) -> None:
        self.sound_so_far = silence(1, before)

    def sound(self, block) -> None:
        self.sound_so_far = np.concatenate((self.sound_so_far, block), axis=1)

    def quiet_until(self, sample: int) -> None:
        self.sound(silence(1, max(0, sample - self.sound_so_far.shape[1])))

    @property
    def values(self) -> list[int]:
        return np.round(self.sound_so_far[0]).astype(int).tolist()


def block(*values: int) -> np.ndarray:
    return np.array([values], dtype=np.float32)


def test_sound_is_cut_to_the_clip_and_gaps_are_silent():
    film = Heard(2)
    lane = Lane(film, [], 1, 8, (2, 10), [])
    lane.push(-2, block(9, 9, 1))
    lane.push(2, block(3, 4))
    lane.push(3, block(9, 5))  # overlaps by one
    lane.push(7, block(8, 9, 9))
    lane.push(12, block(9))
    lane.finish()
    assert film.values == [0, 0, 1, 0, 3, 4, 5, 0, 0, 8]


def test_a_freeze_is_silent_and_what_follows_comes_later():
    film = Heard()
    lane = Lane(film, [], 1, 6, (0, 11), [(2, 4), (5, 8)])
    lane.push(0, block(1, 2, 3, 4, 5, 6))
    lane.finish()
    assert film.values == [1, 2, 0, 0, 3, 0, 0, 0, 4, 5, 6]


def test_what_never_came_is_silence_to_the_end():
    film = Heard()
    Lane(film, [], 1, 3, (0, 5), [(1, 3)]).finish()
    assert film.values == [0] * 5
    film = Heard()
    lane = Lane(film, [], 1, 3, (0, 2), [])
    lane.push(0, block(1, 2, 3))
    lane.finish()
    assert film.values == [1, 2]  # rounded to one sample less


@pytest.mark.parametrize("step", [333, 1024])
def test_slow_and_masked_sound_fills_its_span_exactly(step):
    film, rate = Heard(), 48_000
    changes = changes_of("masked", Fraction(1, 2), rate, 1)
    assert [type(each) for each in changes] == [Masked, Slower]
    lane = Lane(film, changes, 1, 10_000, (0, 20_500), [(500, 1000)])
    noise = np.random.default_rng(1).standard_normal((1, 10_000)).astype(np.float32) / 10
    for at in range(0, 10_000, step):
        lane.push(at, noise[:, at : at + step])
    lane.finish()
    sound = film.sound_so_far[0]
    assert len(sound) == 20_500
    assert not sound[500:1000].any()
    assert sound[1500:19_000].std() > 0.03
    assert changes_of("kept", Fraction(1), rate, 1) == []
