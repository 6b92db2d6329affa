from fractions import Fraction

import numpy as np

from attune.core.clock import FrameTable, TimeBase
from attune.core.media.look import first_look
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
