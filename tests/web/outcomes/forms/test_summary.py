"""What is ticked: beforehand without a choice, and only what is known with one."""

from django.http import QueryDict

from attune.web.outcomes.forms.summary import SummaryForm
from attune.web.outcomes.queries.summary import GOALS, MEASURES, QUESTIONS, Offer, Piece, Said

PIECES = [Piece("a", "A", Said("A"), ticked=True), Piece("b", "B", Said("B"), ticked=False)]
OFFER = Offer({QUESTIONS: PIECES, GOALS: PIECES, MEASURES: []}, "Harbour")


def test_without_a_choice_what_is_ticked_beforehand_counts():
    form = SummaryForm(initial=OFFER.beforehand(), offer=OFFER)
    assert form.said() == {QUESTIONS: ["a"], GOALS: ["a"], MEASURES: []}


def test_choice_counts_and_what_is_unknown_is_left_out():
    form = SummaryForm(QueryDict("chosen=yes&goals=b&goals=c&measures=a"), offer=OFFER)
    assert form.said() == {QUESTIONS: [], GOALS: ["b"], MEASURES: []}


def test_field_without_anything_to_choose_is_not_asked():
    assert set(SummaryForm(offer=OFFER).fields) == {"chosen", QUESTIONS, GOALS}
