from fractions import Fraction

import av
import cv2
import numpy as np

from attune.core.clock import FrameTable, TimeBase
from attune.core.media.frames import Decoding, frame_table
from attune.core.media.look import first_look
from attune.core.media.opening import open_film
from attune.core.media.render.conceal import GREY, hide, planes
from attune.core.media.render.hidden import Film, places_of, small_pictures, small_size, span
from attune.core.media.render.plan import (
    EVERYTHING,
    Clip,
    Plan,
    Region,
    Still,
    TitleCard,
    rectangle,
)
from tests.films.made import made

TABLE = FrameTable(TimeBase(1, 30), tuple(range(100, 120)), 120)
PLAN = Plan((TitleCard(("A",)), Clip(0, 105, 110), Still(0, 112, Fraction(1)), Clip(1, 100, 119)))


def spanned(first=None, last=None, number=0):
    return span(PLAN, number, Region(number, EVERYTHING, first, last, follow=True), TABLE)


def test_a_region_is_followed_where_its_film_is_shown():
    assert spanned() == (5, 12)
    assert spanned(number=1) == (0, 19)
    assert spanned(number=2) is None


def test_a_region_is_followed_from_where_it_was_drawn():
    assert spanned(first=102, last=107) == (2, 7)
    assert spanned(first=107, last=999) == (7, 12)
    assert spanned(first=115) == (15, 15)  # shown earlier only: held where it was drawn
    assert spanned(first=-5, last=-3) == (0, 0)
    assert spanned(first=500) == (19, 19)


def film_of(kind: str) -> Film:
    truth = made(kind)
    return Film(truth.path, truth.table, first_look(truth.path))


def test_what_is_followed_is_told_with_the_films_ticks():
    film, told = film_of("rotated"), []
    region = Region(0, rectangle(1000, 6000, 4000, 3000), follow=True)
    first, last = film.table.pts[4], film.table.pts[9]
    plan = Plan((Clip(0, first, last),), (region, Region(0, EVERYTHING), Region(1, EVERYTHING)))
    places, lost = places_of(plan, 0, film, told.append)
    assert told == list(film.table.pts[4:10])
    assert lost == []
    assert len(places.at(first, 100, 100)) == 2


def test_small_pictures_are_upright_and_all_there():
    film, seen = film_of("rotated"), []
    size = small_size(film.look)
    small_pictures(film, 3, 6, lambda tick, luma: seen.append((tick, luma.copy())), size)
    assert size == (180, 320)
    assert [tick for tick, _ in seen] == list(film.table.pts[3:7])
    assert {luma.shape for _, luma in seen} == {(320, 180)}
    assert np.std(seen[0][1]) > 10


WIDE, HIGH, SIDE = 320, 180, 40


def texture(width: int, height: int, seed: int) -> np.ndarray:
    rough = np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8)
    return cv2.normalize(cv2.GaussianBlur(rough, (0, 0), 2.5), None, 30, 220, cv2.NORM_MINMAX)


def corner(number: int) -> tuple[int, int]:
    """Where the painted thing is in a frame: its left and its top."""
    return 30 + 5 * number, 60 + round(30 * np.sin(number / 6))


def test_a_thing_that_moves_is_hidden_in_every_frame_and_the_rest_is_left_alone(tmp_path):
    path, ground, thing = tmp_path / "moving.mp4", texture(WIDE, HIGH, 1), texture(SIDE, SIDE, 2)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=30, options={"crf": "12", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = WIDE, HIGH, "yuv420p"
        for number in range(40):
            picture = ground.copy()
            x, y = corner(number)
            picture[y : y + SIDE, x : x + SIDE] = thing
            out.mux(
                stream.encode(
                    av.VideoFrame.from_ndarray(picture, format="gray").reformat(format="yuv420p")
                )
            )
        out.mux(stream.encode(None))
    film = Film(path, frame_table(path), first_look(path))
    x, y = corner(0)
    drawn = rectangle(
        (x - 5) * 10_000 // WIDE, (y - 5) * 10_000 // HIGH,
        (SIDE + 10) * 10_000 // WIDE, (SIDE + 10) * 10_000 // HIGH,
    )  # fmt: skip
    plan = Plan(
        (Clip(0, film.table.pts[0], film.table.pts[-1]),),
        (Region(0, drawn, style="fill", follow=True),),
    )
    places, lost = places_of(plan, 0, film, lambda tick: None)
    assert lost == []
    with open_film(path) as source:
        for number, (tick, frame) in enumerate(Decoding(source).pictures()):
            before = planes(frame)[0].copy()
            hide(frame, places.at(tick, WIDE, HIGH))
            after = planes(frame)[0]
            x, y = corner(number)
            assert (after[y : y + SIDE, x : x + SIDE] == GREY[0]).all()
            outside = np.ones((HIGH, WIDE), dtype=bool)
            outside[max(0, y - 15) : y + SIDE + 15, max(0, x - 15) : x + SIDE + 15] = False
            assert np.array_equal(after[outside], before[outside])
