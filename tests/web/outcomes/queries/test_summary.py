"""What may stand on a client's page, and what is ticked beforehand."""

from datetime import timedelta

from django.utils import timezone

from attune.web.cases import actions as cases
from attune.web.outcomes.actions.decisions import decide
from attune.web.outcomes.actions.goals import attain, scale_goal
from attune.web.outcomes.queries.summary import GOALS, MEASURES, QUESTIONS, WORDS, offer_of, page_of
from tests.factories.outcomes import fill

TODAY = timezone.localdate()


def rated(family, *ratings: int):
    goal = cases.set_goal(by=family.actor, case=family.case, text="To feel calm")
    for rating in ratings:
        cases.rate_goal(by=family.actor, goal=goal, rating=rating)
    return goal


def test_goal_that_fell_is_not_ticked_beforehand(family):
    for ratings in ((), (4,), (4, 4), (4, 6), (6, 4)):
        rated(family, *ratings)
    ticked = [piece.ticked for piece in offer_of(family.case).pieces[GOALS]]
    assert ticked == [True, True, True, True, False]


def test_no_measure_is_ticked_beforehand_and_one_score_is_not_offered(family):
    fill(family, total=20, on=TODAY - timedelta(days=9))
    assert offer_of(family.case).pieces[MEASURES] == []
    fill(family, when="end", total=5)
    (piece,) = offer_of(family.case).pieces[MEASURES]
    assert not piece.ticked
    assert "in the hoped-for direction" in piece.label


def test_first_and_newest_question_and_the_newest_words_are_ticked(family):
    for text in ("One?", "Two?", "Three?"):
        cases.ask_helping_question(by=family.actor, case=family.case, text=text)
        decide(
            by=family.actor, case=family.case, answer="more", client_words=text, reasons="Agreed"
        )
    decide(by=family.actor, case=family.case, answer="later", reasons="No words")
    pieces = offer_of(family.case).pieces
    assert [piece.ticked for piece in pieces[QUESTIONS]] == [True, False, True]
    assert [(piece.label, piece.ticked) for piece in pieces[WORDS]] == [
        ("One?", False),
        ("Two?", False),
        ("Three?", True),
    ]


def test_words_of_a_scale_are_there_unless_it_went_back(family):
    goal = rated(family)
    agreed = {"method": "gas", "baseline": -1, "expected": 0, "words": {"-2": "We shout"}}
    scaling = scale_goal(by=family.actor, goal=goal, **agreed)
    attain(by=family.actor, scaling=scaling, level=1, words="We sing")
    (piece,) = offer_of(family.case).pieces[GOALS]
    assert piece.said.line == "It looks like this now: “We sing”"
    attain(by=family.actor, scaling=scaling, level=-2)
    (piece,) = offer_of(family.case).pieces[GOALS]
    assert piece.said.line == ""


def test_page_holds_what_was_chosen_and_leaves_out_empty_parts(family):
    rated(family, 3, 7)
    offer = offer_of(family.case)
    page = page_of(offer, offer.beforehand())
    assert [part.heading for part in page.parts] == ["What you hoped for"]
    assert page.parts[0].said[0].rated == (3, 7)
    assert page.foot.startswith("Harbour, ")
    nothing = dict.fromkeys(offer.pieces, ())
    assert page_of(offer, nothing).parts == []
