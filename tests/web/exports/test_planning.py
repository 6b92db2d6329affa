"""From rows to a plan: what the file holds is exactly what was chosen."""

from fractions import Fraction

import pytest

from attune.core.media.render.plan import (
    EVERYTHING,
    Box,
    Clip,
    Face,
    Plan,
    PlanError,
    Region,
    Still,
    TitleCard,
    rectangle,
)
from attune.web.exports.models import ClipFace
from attune.web.exports.planning import notes_of, plan_of
from attune.web.exports.queries import clips_of
from tests.factories.exports import begin_export, make_face
from tests.factories.reviews import make_film, make_moment

BOX = {"left": 10.0, "top": 20.5, "width": 30.0, "height": 40.0, "at": 10}
SHAPE = rectangle(1000, 2050, 3000, 4000)


def planned(export):
    plan, films = plan_of(export, clips_of(export))
    assert Plan.from_json(plan.to_json()) == plan
    return plan, films


def test_items_come_in_order_with_their_films_as_sources(family, film, moments):
    other = make_film(family, film.cycle)
    export = begin_export(family, moments[0], make_moment(other, first=5, last=9), moments[2])
    export.clips.filter(position=1).update(speed="1/4", sound="masked", name="Waiting")
    plan, films = planned(export)
    assert films == [film.pk, other.pk]
    assert plan.items == (
        Clip(0, 10, 59, speed=Fraction(1, 4), sound="masked", title="Waiting"),
        Clip(1, 5, 9, title="Moment 2"),
        Still(0, 60, Fraction(4), title="Moment 3"),
    )
    assert (plan.line, plan.quality, plan.regions) == ("For Ana only", "exact", ())


def test_a_card_goes_first_and_chapters_can_be_left_out(family, moments):
    export = begin_export(family, moments[0])
    export.title, export.subtitle, export.chapters = "For you", "Spring", False
    plan, _films = planned(export)
    assert plan.items == (TitleCard(("For you", "Spring"), Fraction(4)), Clip(0, 10, 59))
    assert plan.title == "For you"


def regions(family, moment, **fields):
    export = begin_export(family, moment)
    export.clips.update(**fields)
    return planned(export)[0].regions


def test_a_box_that_stays_hides_its_place_from_first_to_last(family, moments):
    hidden = Region(0, SHAPE, 10, 59, style="fill")
    assert regions(family, moments[0], boxes=[BOX], follows=False, cover="fill") == (hidden,)


def test_a_box_that_goes_along_begins_where_it_was_drawn_and_stays_before(family, moments):
    along = Region(0, SHAPE, 10, 59, follow=True)
    assert regions(family, moments[0], boxes=[BOX]) == (along,)
    later = Region(0, SHAPE, 30, 59, follow=True)
    before = Region(0, SHAPE, 10, 30)
    assert regions(family, moments[0], boxes=[BOX | {"at": 30}]) == (later, before)


def test_a_still_is_hidden_in_its_one_frame(family, moments):
    assert regions(family, moments[2], boxes=[BOX | {"at": 60}]) == (Region(0, SHAPE, 60, 60),)


def test_the_whole_picture(family, moments):
    whole = Region(0, EVERYTHING, 10, 59)
    assert regions(family, moments[0], hide_all=True, boxes=[BOX]) == (whole,)


def test_a_box_at_the_edge_stays_on_the_picture(family, moments):
    edge = {"left": 99.9, "top": 0.0, "width": 0.2, "height": 100.0, "at": 10}
    (region,) = regions(family, moments[0], boxes=[edge], follows=False)
    assert region.shape == rectangle(9990, 0, 10, 10000)


def test_the_faces_that_were_chosen_are_hidden(family, moments):
    export = begin_export(family, moments[0])
    clip = export.clips.get()
    chosen, _other = make_face(clip, 1), make_face(clip, 2)
    ClipFace.objects.filter(pk=chosen.pk).update(is_hidden=True)
    face = Face(0, (Box(10, 1000, 2000, 500, 500),))
    assert planned(export)[0].faces == (face,)
    export.clips.update(hide_all=True)
    assert planned(export)[0].faces == ()


def test_words_that_no_film_can_hold_are_refused_in_a_sentence(family, moments):
    export = begin_export(family, moments[0])
    export.line = "a\x07b"
    with pytest.raises(PlanError, match="one row of text"):
        plan_of(export, clips_of(export))


def test_what_making_told_is_bounded():
    assert notes_of({}) == []
    assert notes_of({"notes": "none"}) == []
    told = ["It was lost from sight.", "\x1b[2J", "x" * 1000, *"abcdefghijkl"]
    notes = notes_of({"notes": told})
    assert notes[:2] == ["It was lost from sight.", "x" * 300]
    assert len(notes) == 10
