"""What every page on which a form is filled in shares. More: test_filling.py, test_hand_over.py."""

from attune.core.instruments.catalogue import find
from attune.web.outcomes.actions import forms
from attune.web.outcomes.forms.answers import AnswersForm, CopiedForm, TotalsForm
from attune.web.outcomes.models import Response
from attune.web.outcomes.views import questions
from tests.factories.outcomes import fill

ALL = questions.Place((), 0, 0)


def test_form_is_the_one_that_the_rights_allow():
    for measure, kind in (
        ("core-10", AnswersForm),
        ("kpcs", CopiedForm),
        ("pbq", CopiedForm),
        ("epds", TotalsForm),
        ("csq-8", TotalsForm),
    ):
        assert type(questions.form_of(find(measure), Response(), ALL, None)) is kind


def test_place_knows_what_comes_before_and_after():
    first, last = questions.Place((), 1, 3), questions.Place((), 3, 3)
    assert [(place.one, place.before, place.after) for place in (first, last, ALL)] == [
        (True, 0, 2),
        (True, 2, 0),
        (False, -1, 0),
    ]


def test_form_that_was_finished_in_another_window_says_so(family):
    response = fill(family, answers={"1": 0})
    form = AnswersForm({"item-1": "4"}, measure=find("core-10"), response=response)
    assert form.is_valid()
    assert not questions.keep(form, response)
    assert "finished in another window" in form.errors["__all__"][0]
    response.refresh_from_db()
    assert response.answers == {"1": 0}


def test_open_form_is_kept(family):
    response = fill(family, total=12)
    again = forms.correct(by=family.actor, response=response, reason="x", key=family.case.pk)
    form = AnswersForm({"item-1": "0"}, measure=find("core-10"), response=again)
    assert form.is_valid()
    assert questions.keep(form, again)
    again.refresh_from_db()
    assert again.answers["1"] == 0
