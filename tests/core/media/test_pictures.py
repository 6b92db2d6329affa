import io
import json
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

from attune.core.media.pictures import Poster, Sprite, jpeg


def seconds(tick: int) -> Fraction:
    return Fraction(tick, 10)


def shade(number: int, size: tuple[int, int] = (64, 32)) -> av.VideoFrame:
    rgb = np.full((size[1], size[0], 3), number % 250, dtype=np.uint8)
    return av.VideoFrame.from_ndarray(rgb, format="rgb24").reformat(format="yuv420p")


def shown(content: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(content)) as picture:
        return np.asarray(picture)


@pytest.mark.parametrize(("length", "wanted"), [(9, [0, 30]), (0, [0])])
def test_the_poster_is_the_first_picture_and_then_one_a_third_in(length, wanted):
    poster = Poster(Fraction(length), seconds)
    made = [(tick, one) for tick in range(90) for one in poster.see(tick, shade(tick))]
    assert [tick for tick, _ in made] == wanted
    for tick, one in made:
        assert one.name == "poster.jpg"
        assert shown(one.content).shape == (32, 64, 3)
        assert abs(int(shown(one.content)[16, 32, 0]) - tick) <= 4


def test_thumbnails_stand_in_their_places_once_a_second():
    sprite = Sprite(7, Fraction(130), seconds)
    made = [one for tick in range(0, 1300, 5) for one in sprite.see(tick, shade(tick // 10))]
    assert [one.name for one in made] == ["sprite-000.jpg"]  # full, long before the end
    made += sprite.rest()
    assert [one.name for one in made] == ["sprite-000.jpg", "sprite-001.jpg", "sprite.json"]
    told = json.loads(made[-1].content)
    assert told["ticks"] == [7 + 10 * number for number in range(130)]
    assert (told["width"], told["height"], told["columns"], told["rows"]) == (160, 80, 10, 10)
    for number in range(130):
        sheet = shown(made[number // 100].content)
        down, across = divmod(number % 100, 10)
        middle = sheet[down * 80 + 40, across * 160 + 80]
        assert np.abs(middle.astype(int) - number).max() <= 5


def test_a_long_film_has_no_more_thumbnails_and_a_tall_one_tall_ones():
    sprite = Sprite(0, Fraction(9000), seconds)
    for tick in range(0, 90_000, 50):
        list(sprite.see(tick, shade(1, (32, 64))))
    told = json.loads(list(sprite.rest())[-1].content)
    assert len(told["ticks"]) == 900
    assert (told["width"], told["height"]) == (80, 160)


def test_a_film_of_no_picture_has_no_sheet():
    assert [one.name for one in Sprite(0, Fraction(1), seconds).rest()] == ["sprite.json"]
    assert jpeg(np.zeros((8, 8, 3), dtype=np.uint8), 85).startswith(b"\xff\xd8")
