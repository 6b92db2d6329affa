import cv2
import numpy as np
import pytest

from attune.core.media.render.follow import Follower

WIDE, HIGH = 320, 180


def texture(width: int, height: int, seed: int, blur: float) -> np.ndarray:
    random = np.random.default_rng(seed)
    rough = random.integers(0, 256, (height, width), dtype=np.uint8)
    return cv2.normalize(cv2.GaussianBlur(rough, (0, 0), blur), None, 0, 255, cv2.NORM_MINMAX)


GROUND, THING = texture(WIDE, HIGH, 3, 4), texture(40, 48, 4, 2)


def picture(x: int, y: int, scale: float = 1.0) -> np.ndarray:
    drawn = GROUND.copy()
    thing = cv2.resize(THING, (round(40 * scale), round(48 * scale)))
    part = drawn[y : y + thing.shape[0], x : x + thing.shape[1]]
    part[:] = thing[: part.shape[0], : part.shape[1]]
    return drawn


def follower(first: np.ndarray, x: int, y: int) -> Follower:
    return Follower(first, (x / WIDE, y / HIGH, 40 / WIDE, 48 / HIGH))


def test_a_thing_that_moves_and_grows_is_followed():
    found = follower(picture(20, 30), 20, 30)
    for n in range(1, 40):
        x, y, scale = 20 + 4 * n, 30 + n + round(8 * np.sin(n / 4)), 1 + n / 100
        move = found.step(picture(x, y, scale))
        assert move.sure
        # The middle of what is followed, against where it was drawn.
        assert 40 + move.dx * WIDE == pytest.approx(x + 20 * scale, abs=3)
        assert 54 + move.dy * HIGH == pytest.approx(y + 24 * scale, abs=3)
        assert move.scale == pytest.approx(scale, rel=0.12)


def test_a_large_picture_is_followed_as_its_small_one():
    def large(x: int) -> np.ndarray:
        return cv2.resize(picture(x, 30), (1280, 720), interpolation=cv2.INTER_CUBIC)

    found = follower(large(20), 20, 30)
    for n in range(1, 6):
        move = found.step(large(20 + 5 * n))
    assert move.dx * WIDE == pytest.approx(25, abs=1)


def test_a_thing_that_disappears_is_not_made_up():
    found = follower(picture(20, 30), 20, 30)
    seen = found.step(picture(24, 30))
    gone = found.step(np.random.default_rng(9).integers(0, 256, (HIGH, WIDE), dtype=np.uint8))
    assert seen.sure
    assert not gone.sure
    assert (gone.dx, gone.dy, gone.scale) == (seen.dx, seen.dy, seen.scale)


def test_a_plain_picture_has_nothing_to_follow():
    plain = np.full((HIGH, WIDE), 100, dtype=np.uint8)
    move = follower(plain, 20, 30).step(plain)
    assert (move.dx, move.dy, move.scale) == (0, 0, 1)


def test_a_tiny_thing_keeps_its_size():
    dot = np.full((HIGH, WIDE), 100, dtype=np.uint8)
    dot[50:53, 60:63] = 255
    found = Follower(dot, (59 / WIDE, 49 / HIGH, 4 / WIDE, 4 / HIGH))
    assert found.step(dot).scale == 1
