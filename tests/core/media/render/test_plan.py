import json
from fractions import Fraction

import pytest

from attune.core.media.render.plan import (
    EVERYTHING,
    Box,
    Clip,
    Face,
    Freeze,
    Plan,
    Region,
    Still,
    TitleCard,
    rectangle,
)
from attune.core.media.render.reading import PlanError

CLIP = Clip(0, 9, 90, Fraction(1, 2), "masked", (Freeze(30, Fraction(5, 2)),), "She looks up")
PLAN = Plan(
    items=(TitleCard(("Anna", "three moments")), CLIP, Still(1, 5, Fraction(4), "Here")),
    regions=(
        Region(0, rectangle(10, 20, 30, 40), 9, 40, "fill", True),
        Region(1, EVERYTHING),
        Region(1, EVERYTHING, last=7),
    ),
    faces=(Face(0, (Box(9, -5, 10, 100, 120), Box(12, 0, 12, 100, 120)), "fill"),),
    line="for Anna only",
    title="Three moments",
    quality="original",
    short_side=720,
)


def test_a_plan_survives_json():
    assert Plan.from_json(json.loads(json.dumps(PLAN.to_json()))) == PLAN
    assert PLAN.sources == 2
    assert Plan((TitleCard(("Words",)),)).sources == 0


def test_the_least_json_is_a_plan():
    told = {"items": [{"kind": "clip", "source": 0, "first": 1, "last": 2}]}
    assert Plan.from_json(told) == Plan((Clip(0, 1, 2),))
    assert Plan.from_json({"items": [{"kind": "card", "lines": ["A"]}]}) == Plan(
        (TitleCard(("A",)),)
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"items": []}, "at least one"),
        ({"items": {}}, "are a list"),
        ({"items": [{"kind": "film"}]}, "kind is one of clip, still, card"),
        ({"items": ["clip"]}, "kind is one of"),
        ({"items": [{"kind": "clip", "source": 0, "first": 1}]}, "A clip needs last"),
        ({"items": [{"kind": "card", "lines": "A"}]}, "lines are a list"),
        ({"items": [{"kind": "card", "lines": [" "]}]}, "needs words"),
        ({"items": [{"kind": "card", "lines": [1]}]}, "another kind"),
        ({"items": [{"kind": "card", "lines": ["A"], "seconds": "x"}]}, "not a fraction"),
        ({"items": [{"kind": "card", "lines": ["A"], "seconds": "1/0"}]}, "not a fraction"),
        ({"items": [{"kind": "card", "lines": ["A"], "seconds": 1.5}]}, "a fraction of seconds"),
        ({"items": [{"kind": "card", "lines": ["A"], "seconds": 61}]}, "up to 60"),
        ({"items": [{"kind": "card", "lines": ["A\nB"]}]}, "one row"),
        ({"items": [{"kind": "card", "lines": ["A\ud800"]}]}, "half a character"),
        ({"faces": [{"source": 0, "boxes": [[1, 2]]}]}, "box is"),
        ({"faces": [{"source": 0, "boxes": []}]}, "at least one box"),
        ({"faces": [{"source": 0, "boxes": [[1, 2, 3, 4, 5], [1, 2, 3, 4, 5]]}]}, "one after"),
        ({"regions": [{"source": 0, "shape": [[0, 0], [1, 1]]}]}, "three corners"),
        ({"regions": [{"source": 0, "shape": [[0, 0], [1, 1], [2]]}]}, "two whole numbers"),
        ({"regions": [{"source": 0, "shape": [[0, 0], [1, 1], 2]}]}, "another kind"),
        ({"line": "x" * 401}, "up to 400"),
        ({"line": None}, "is a text"),
        ({"quality": "best"}, "The quality is one of exact, original"),
        ({"short_side": 8}, "from 64 to 4320"),
        ({"short_side": True}, "a whole number"),
        ({"colour": "red"}, "A plan has no colour"),
    ],
)
def test_what_is_no_plan_is_refused_in_a_sentence(change, says):
    with pytest.raises(PlanError, match=says) as refusal:
        Plan.from_json(PLAN.to_json() | change)
    assert "\n" not in str(refusal.value)
    with pytest.raises(PlanError, match="is an object"):
        Plan.from_json([])


@pytest.mark.parametrize(
    ("thing", "says"),
    [
        (lambda: Clip(0, 5, 4), "before it begins"),
        (lambda: Clip(0, 1, 4, Fraction(2)), "from 1/4 to 1"),
        (lambda: Clip(0, 1, 4, 1), "from 1/4 to 1"),
        (lambda: Clip(0, 1, 4, freezes=(Freeze(9, Fraction(1)),)), "outside its clip"),
        (lambda: Clip(0, 1, 4, sound="loud"), "one of kept, muted, masked"),
        (lambda: Clip(-1, 1, 4), "from 0 to 99"),
        (lambda: Region(0, EVERYTHING, 5, 4), "before it begins"),
        (lambda: Region(0, EVERYTHING, follow=1), "yes or no"),
        (lambda: Region(0, rectangle(0, 0, 10_001, 5)), "from 0 to 10000"),
        (lambda: Plan((CLIP,) * 201), "200 or fewer"),
        (lambda: Plan([CLIP]), "a tuple"),
    ],
)
def test_a_thing_that_cannot_be_is_refused(thing, says):
    with pytest.raises(PlanError, match=says):
        thing()
