"""Changes to a timeline, their opposites, and what is refused."""

import json
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.timeline.edit import apply, opposite, read_moment, write_moment
from attune.core.timeline.model import (
    LONGEST_NOTE,
    LONGEST_TITLE,
    Clip,
    Still,
    Timeline,
    TimelineError,
)

TICKS = {0, 900, 1800, 2750, 4500}  # a film of five frames at a variable rate
PRINCIPLES = {"being-attentive", "receiving-initiatives"}
ONE, TWO = UUID(int=1), UUID(int=2)
CLIP = Clip(ONE, 900, 2750, "Looks up", "mine", frozenset({"being-attentive"}))
STILL = Still(TWO, 1800)
PUT_CLIP = {
    "op": "put",
    "kind": "clip",
    "id": str(ONE),
    "first": 900,
    "last": 2750,
    "title": "Looks up",
    "note": "mine",
    "principles": ["being-attentive"],
}
PUT_STILL = {"op": "put", "kind": "still", "id": str(TWO), "at": 1800}
BOTH = Timeline().with_moment(CLIP).with_moment(STILL)


def changed(timeline: Timeline, change) -> Timeline:
    return apply(timeline, change, ticks=TICKS, principles=PRINCIPLES)


# --- what is done --------------------------------------------------------------------------------
def test_put_adds_a_clip_and_a_still():
    assert changed(changed(Timeline(), PUT_CLIP), PUT_STILL) == BOTH


def test_put_of_a_known_id_replaces_it():
    later = changed(BOTH, {**PUT_CLIP, "last": 4500, "title": "  Looks up and smiles "})
    assert later.moments[ONE] == Clip(
        ONE, 900, 4500, "Looks up and smiles", "mine", frozenset({"being-attentive"})
    )


def test_put_may_hold_a_single_frame():
    assert changed(Timeline(), {**PUT_CLIP, "last": 900}).moments[ONE].last == 900


def test_remove_takes_away():
    assert changed(BOTH, {"op": "remove", "id": str(ONE)}) == Timeline().with_moment(STILL)


def test_opposite_of_adding_is_removing():
    assert opposite(Timeline(), PUT_CLIP) == {"op": "remove", "id": str(ONE)}


def test_opposite_of_replacing_and_of_removing_is_to_put_back():
    put_back = {**PUT_CLIP}
    assert opposite(BOTH, {**PUT_CLIP, "title": "Other"}) == put_back
    assert opposite(BOTH, {"op": "remove", "id": str(ONE)}) == put_back


def test_write_moment_of_a_still():
    assert write_moment(STILL) == {**PUT_STILL, "title": "", "note": "", "principles": []}


# --- what is refused -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"op": "remove", "id": str(UUID(int=9))}, "That moment is not there any more."),
        ({"id": str(ONE)}, "A change must put a moment or remove one."),
        ({"op": ["put"], "id": str(ONE)}, "A change must put a moment or remove one."),
        ({**PUT_CLIP, "id": "one"}, "A moment needs an id, which is a UUID."),
        ({**PUT_CLIP, "id": 1}, "A moment needs an id, which is a UUID."),
        ({**PUT_CLIP, "id": None}, "A moment needs an id, which is a UUID."),
        ({"op": "remove"}, "A moment needs an id, which is a UUID."),
        ({**PUT_CLIP, "kind": "scene"}, "A moment is a clip or a still."),
        ({**PUT_CLIP, "kind": ["clip"]}, "A moment is a clip or a still."),
        ({**PUT_CLIP, "first": 901}, "That moment is not on a frame of this film."),
        ({**PUT_CLIP, "last": 2**80}, "That moment is not on a frame of this film."),
        ({**PUT_STILL, "at": -1}, "That moment is not on a frame of this film."),
        ({**PUT_CLIP, "first": 4500}, "A clip can't end before it begins."),
        ({**PUT_CLIP, "first": "900"}, "“first” must be a whole number of ticks."),
        ({**PUT_CLIP, "last": 900.0}, "“last” must be a whole number of ticks."),
        ({**PUT_STILL, "at": False}, "“at” must be a whole number of ticks."),
        ({**PUT_STILL, "at": None}, "“at” must be a whole number of ticks."),
        ({**PUT_CLIP, "title": 5}, "“title” must be text."),
        ({**PUT_CLIP, "title": "a\0b"}, "“title” must be text."),
        ({**PUT_CLIP, "note": "half \ud83d"}, "“note” must be text."),
        ({**PUT_CLIP, "title": "x" * 121}, "“title” can have at most 120 characters."),
        ({**PUT_CLIP, "note": "x" * 2001}, "“note” can have at most 2000 characters."),
        ({**PUT_CLIP, "principles": "guiding"}, "“principles” must be a list of keys."),
        ({**PUT_CLIP, "principles": [["guiding"]]}, "“principles” must be a list of keys."),
        ({**PUT_CLIP, "principles": ["\udfff"]}, "“principles” must be a list of keys."),
        ({**PUT_CLIP, "principles": ["zeal", "calm"]}, "No such principle: calm, zeal."),
        ({**PUT_STILL, "id": str(ONE)}, "A clip can't become a still, nor a still a clip."),
        (
            {**PUT_CLIP, "id": str(TWO)},
            "A clip can't become a still, nor a still a clip.",
        ),
    ],
)
def test_apply_refuses_and_says_why(change, says):
    with pytest.raises(TimelineError) as refusal:
        changed(BOTH, change)
    assert str(refusal.value) == says
    assert dict(BOTH.moments) == {ONE: CLIP, TWO: STILL}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"op": "remove", "id": str(ONE)}, "That moment is not there any more."),
        ({"op": "erase", "id": str(ONE)}, "A change must put a moment or remove one."),
        ({"op": "put", "id": "one"}, "A moment needs an id, which is a UUID."),
    ],
)
def test_opposite_refuses_and_says_why(change, says):
    with pytest.raises(TimelineError) as refusal:
        opposite(Timeline(), change)
    assert str(refusal.value) == says


def test_texts_may_be_as_long_as_is_said():
    longest = {**PUT_CLIP, "title": "t" * LONGEST_TITLE, "note": "n" * LONGEST_NOTE}
    assert len(read_moment(longest).note) == LONGEST_NOTE


# --- whatever is done ----------------------------------------------------------------------------
identifiers = st.integers(0, 3).map(lambda number: uuid5(ONE, str(number)))
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20).map(
    str.strip
)
marks = st.frozensets(st.sampled_from(sorted(PRINCIPLES)))
ticks = st.sampled_from(sorted(TICKS))
clips = st.tuples(ticks, ticks).flatmap(
    lambda pair: st.builds(
        Clip, identifiers, st.just(min(pair)), st.just(max(pair)), words, words, marks
    )
)
stills = st.builds(Still, identifiers, ticks, words, words, marks)
changes = st.one_of(
    st.one_of(clips, stills).map(write_moment),
    identifiers.map(lambda one: {"op": "remove", "id": str(one)}),
)


@given(st.lists(changes, max_size=12))
def test_undoing_every_change_restores_every_timeline(wanted):
    timeline = Timeline()
    done: list[tuple[Timeline, dict]] = []
    for change in wanted:
        try:
            after = changed(timeline, change)
        except TimelineError:
            continue
        done.append((timeline, opposite(timeline, change)))
        timeline = after
    for before, undo in reversed(done):
        timeline = changed(timeline, undo)
        assert timeline == before


@given(st.lists(changes, max_size=6), changes)
def test_undoing_an_undo_is_the_change_again(earlier, change):
    timeline = Timeline()
    for each in [*earlier, change]:
        try:
            after = changed(timeline, each)
        except TimelineError:
            continue
        undo = opposite(timeline, each)
        redo = opposite(after, undo)
        assert changed(changed(after, undo), redo) == after
        timeline = after


@given(st.lists(changes, max_size=8))
def test_a_change_sent_twice_is_one_change_or_refused(wanted):
    timeline = Timeline()
    for change in wanted:
        try:
            timeline = changed(timeline, change)
        except TimelineError:
            continue
        if change["op"] == "put":
            assert changed(timeline, change) == timeline
        else:
            with pytest.raises(TimelineError):
                changed(timeline, change)


@given(st.one_of(clips, stills))
def test_a_moment_comes_back_from_json_as_it_was(moment):
    assert read_moment(json.loads(json.dumps(write_moment(moment)))) == moment


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.fixed_dictionaries(
        {"op": st.sampled_from(["put", "remove"]) | anything},
        optional={
            name: anything | st.just(value) for name, value in PUT_CLIP.items() if name != "op"
        },
    )
)
def test_whatever_arrives_is_applied_or_refused_in_words(change):
    try:
        after = changed(Timeline(), change)
    except TimelineError as refusal:
        str(refusal).encode()
    else:
        assert set(after.moments) == {ONE} or change["id"] != str(ONE)
