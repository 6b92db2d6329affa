from itertools import pairwise

import numpy as np
import pytest
from av.video.frame import VideoFrame

from attune.core.media.frames import Decoding
from attune.core.media.opening import open_film
from attune.core.media.render.conceal import block_of, hide, pixelated, planes, write_line
from attune.core.media.render.words import line_masks
from attune.core.media.upright import Upright
from tests.films.made import made

WIDE, HIGH = 200, 120
SHAPE = ((31, 21), (121, 25), (80, 99))


def noise(seed: int = 1) -> VideoFrame:
    random = np.random.default_rng(seed)
    content = random.integers(16, 236, (HIGH * 3 // 2, WIDE), dtype=np.uint8)
    return VideoFrame.from_ndarray(content, format="yuv420p")


def inside(by: int) -> np.ndarray:
    """How far inside the triangle each pixel is, by half planes (negative: outside)."""
    y, x = np.mgrid[0:HIGH, 0:WIDE]
    corners = [*SHAPE, SHAPE[0]]
    sides = [
        ((bx - ax) * (y - ay) - (by_ - ay) * (x - ax)) / np.hypot(bx - ax, by_ - ay)
        for (ax, ay), (bx, by_) in pairwise(corners)
    ]
    deep = np.min(sides, axis=0)
    return deep.reshape(HIGH // by, by, WIDE // by, by).max(axis=(1, 3))


@pytest.mark.parametrize("style", ["pixelate", "fill"])
def test_what_is_inside_is_hidden_and_what_is_outside_is_not_touched(style):
    before, frame = [each.copy() for each in planes(noise())], noise()
    hide(frame, [(SHAPE, style)])
    for number, (old, new) in enumerate(zip(before, planes(frame), strict=True)):
        by = 2 if number else 1
        deep = inside(by)
        assert np.array_equal(new[deep < -1.5], old[deep < -1.5])
        hidden = deep > 0
        if style == "fill":
            assert len(np.unique(new[hidden])) == 1
        else:
            values = pixelated(old, block_of(WIDE, HIGH) // by)
            assert np.array_equal(new[hidden], values[hidden])
            assert (new[hidden] != old[hidden]).mean() > 0.98  # some noise is its own mean


def test_a_block_becomes_its_own_mean():
    plane = np.arange(35, dtype=np.uint8).reshape(5, 7)
    coarse = pixelated(plane, 4)
    for rows in (slice(0, 4), slice(4, 5)):
        for columns in (slice(0, 4), slice(4, 7)):
            mean = int(plane[rows, columns].mean() + 0.5)
            assert (coarse[rows, columns] == mean).all()
    assert (pixelated(np.full((300, 300), 255, np.uint8), 300) == 255).all()


def test_shapes_beyond_the_edge_hide_what_of_them_is_inside():
    frame = noise()
    hide(frame, [(((-50, -50), (300, -50), (300, 300), (-50, 300)), "fill")])
    assert [np.unique(each).tolist() for each in planes(frame)] == [[96], [128], [128]]
    before, frame = [each.copy() for each in planes(noise())], noise()
    hide(frame, [(((-50, -50), (-20, -50), (-20, -20)), "fill")])
    hide(frame, [])
    assert all(np.array_equal(*pair) for pair in zip(before, planes(frame), strict=True))


def test_hiding_leaves_the_decoders_own_pictures_alone():
    """What passes through may share its memory with the picture from which the next is decoded."""
    film = made("b-frames")

    def decoded(shapes):
        upright = Upright(0, film.width, film.height)
        with open_film(film.path) as source:
            for tick, frame in Decoding(source).pictures():
                for _, ready in upright.push(tick, frame):
                    hide(ready, shapes)
                yield frame.to_ndarray()

    everything = ((0, 0), (999, 0), (999, 999), (0, 999))
    pairs = zip(decoded([]), decoded([(everything, "fill")]), strict=True)
    assert all(np.array_equal(*pair) for pair in pairs)


@pytest.mark.parametrize("ground", [16, 235])
def test_the_line_is_read_on_dark_and_on_light(ground):
    letters, outlined = line_masks("for Anna only", WIDE, HIGH)
    frame = VideoFrame.from_ndarray(np.full((HIGH * 3 // 2, WIDE), ground, np.uint8), "yuv420p")
    write_line(frame, letters, outlined)
    luma, *colours = planes(frame)
    upper = luma[: len(letters)]
    assert (upper[letters == 255] == 235).all()
    assert (upper[(letters == 0) & (outlined == 255)] == 16).all()
    assert (upper[outlined == 0] == ground).all()
    assert (luma[len(letters) :] == ground).all()
    for plane in colours:
        assert set(np.unique(plane)) == {ground, 128}
