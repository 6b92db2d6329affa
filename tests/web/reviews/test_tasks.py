"""The picture of a moment: the exact frame of the original, at its full size."""

import io
from uuid import uuid4

import numpy as np
import pytest
from PIL import Image

from attune.core.media.invented import make_film as invent
from attune.core.media.invented import read_frame_number
from attune.web.films import keys, store
from attune.web.films.preparing import FilmRefusedError
from attune.web.reviews import tasks
from attune.web.reviews.models import Moment
from attune.web.reviews.queries import moments as queries
from attune.web.reviews.tasks import make_picture
from tests.factories import start_cycle
from tests.factories.films import bring, make_parts, names_in
from tests.factories.reviews import FRAMES, make_film, make_moment


@pytest.fixture(autouse=True)
def own_place(films_directory):
    pass


@pytest.fixture
def film(family):
    film = make_film(family, start_cycle(family))
    keys.give(family.case)
    store.create(film.pk)
    return film


def picture_of(moment):
    with store.open_for_read(moment.film_id, queries.picture_name(moment)) as file:
        return Image.open(io.BytesIO(file.read()))


def test_picture_is_the_exact_frame_upright_and_at_full_size(film, tmp_path):
    truth = invent(tmp_path / "film.mov", "hevc-vfr-rotated", seconds=2, size=(640, 360))
    bring(film, truth.path.read_bytes())
    make_parts(film.pk, frames=truth.table)
    for number, kind in ((41, Moment.Kind.STILL), (17, Moment.Kind.CLIP)):
        tick = truth.table.pts[number]
        moment = make_moment(film, kind=kind, first=tick, last=tick)
        make_picture.call(str(moment.pk))
        picture = picture_of(moment)
        assert picture.size == (360, 640)
        assert picture.format == ("PNG" if kind == Moment.Kind.STILL else "JPEG")
        assert read_frame_number(np.asarray(picture)) == number


def test_picture_that_is_there_is_not_made_again(film):
    make_parts(film.pk, frames=FRAMES)
    moment = make_moment(film)
    store.write(film.pk, queries.picture_name(moment), b"made before")
    make_picture.call(str(moment.pk))
    with store.open_for_read(film.pk, queries.picture_name(moment)) as file:
        assert file.read() == b"made before"


def test_moment_that_was_removed_needs_no_picture(db):
    make_picture.call(str(uuid4()))


def test_film_that_cannot_be_read_leaves_nothing_half_made(film):
    bring(film, b"no film at all")
    make_parts(film.pk, frames=FRAMES)
    moment = make_moment(film)
    with pytest.raises(FilmRefusedError):
        make_picture.call(str(moment.pk))
    assert names_in(store.blobs.folder(film.pk)) == ["made", "original"]


@pytest.mark.parametrize(
    ("meanwhile", "kept"),
    [
        (lambda moments: moments.update(first=5), False),
        (lambda moments: moments.delete(), False),
        (lambda moments: moments.update(title="Named"), True),
    ],
    ids=["begins elsewhere", "removed", "named"],
)
def test_picture_of_a_frame_that_was_left_while_it_was_drawn_is_not_kept(
    film, monkeypatch, meanwhile, kept
):
    make_parts(film.pk, frames=FRAMES)
    moment = make_moment(film, first=7)

    bring(film, b"a film")

    def draw(_source, _frames, _number, _ending):
        meanwhile(Moment.objects.filter(pk=moment.pk))
        return b"a picture"

    monkeypatch.setattr(tasks, "draw_still", draw)
    make_picture.call(str(moment.pk))
    assert store.has(film.pk, queries.picture_name(moment)) is kept
