"""What may be sent in and after a review."""

from uuid import uuid4

import pytest

from attune.web.reviews.forms.reviews import FinishForm, WordsForm
from attune.web.reviews.models import SharedReview
from tests.factories import start_cycle


def words_form(**sent):
    return WordsForm({"speaker": "client", "form": str(uuid4())} | sent, place=1, speaker="client")


@pytest.mark.parametrize("text", ["I waited.", "a" * 4000, "Ünïcode – 😀", "two\nlines"])
def test_words_are_kept_as_they_were_said(text):
    form = words_form(text=text)
    assert form.is_valid()
    assert form.cleaned_data["text"] == text


@pytest.mark.parametrize("text", ["", "   ", "a" * 4001, "nul\0"])
def test_words_that_are_none_are_refused(text):
    assert list(words_form(text=text).errors) == ["text"]


def test_a_form_needs_its_own_key():
    assert list(words_form(text="x", form="no key").errors) == ["form"]


def finish_form(cycle, data=None, next_cycle=None, **fields):
    review = SharedReview(cycle=cycle, next_cycle=next_cycle, **fields)
    if data is not None:
        data = {"form": str(uuid4())} | data
    return FinishForm(data, review=review, client="Ana", other="Bo")


def test_nothing_is_chosen_beforehand(family):
    form = finish_form(start_cycle(family), next_step="Wait")
    assert form["then"].value() is None
    assert form["next_step"].value() == "Wait"
    assert form.fields["narrative"].label == "What Ana says now"


def test_only_how_to_go_on_must_be_said(family):
    assert list(finish_form(start_cycle(family), {}).errors) == ["then"]
    assert finish_form(start_cycle(family), {"then": "stop"}).is_valid()


def test_going_on_needs_something_to_film(family):
    cycle = start_cycle(family)
    assert list(finish_form(cycle, {"then": "go-on"}).errors) == ["next_film"]
    form = finish_form(cycle, {"then": "go-on", "next_film": "Breakfast"})
    assert form.is_valid()
    end = form.conclusion()
    assert (end.go_on, end.next_film, end.narrative) == (True, "Breakfast", "")


def test_a_next_film_that_is_planned_is_not_asked_for_again(family):
    cycle = start_cycle(family)
    form = finish_form(cycle, {"next_step": "Wait"}, next_cycle=cycle, next_film="Breakfast")
    assert form.is_valid()
    end = form.conclusion()
    assert (end.go_on, end.next_film, end.next_step) == (False, "Breakfast", "Wait")
