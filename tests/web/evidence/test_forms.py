"""What people type, and what becomes of it."""

import datetime

import pytest

from attune.web.evidence.forms import AnalysisForm, EffectForm, SearchForm, TextForm, Writing
from attune.web.evidence.queries import Wanted
from tests.factories.evidence import effect, study


def typed(**more):
    return {
        "outcome": "sensitivity",
        "measure": "An invented scale",
        "derived": "means",
        "n_with": "25",
        "n_without": "20",
        "because": "no difference was printed",
        "source": "1",
        **more,
    }


@pytest.mark.parametrize(
    "text", ["9.55 (8.96 to 10.14)", " 9.55(8.96–10.14) ", "9.55 (8.96; 10.14)"]
)
def test_a_mean_is_read_with_its_interval(text):
    form = EffectForm(typed(mean_with=text, mean_without="−7.8 (−8.5 to −7.1)"))
    assert form.is_valid(), form.errors
    said = form.said()
    assert said["means"] == [9.55, -7.8]
    assert said["mean_ci"] == [[8.96, 10.14], [-8.5, -7.1]]
    assert said["n"] == [25, 20]


@pytest.mark.parametrize("text", ["9.55", "9.55 ± 0.6", "9.55 (8.96)", "many (8 to 9)"])
def test_a_mean_without_its_interval_is_refused(text):
    form = EffectForm(typed(mean_with=text))
    assert list(form.errors) == ["mean_with"]


def test_half_of_a_pair_is_no_pair():
    form = EffectForm(typed(n_without="", low="0.1"))
    assert form.is_valid()
    assert not {"n", "ci", "means", "low", "n_with"} & set(form.said())


def test_what_a_reader_looks_for():
    assert SearchForm({"words": "fathers", "design": "randomised"}).wanted() == Wanted(
        design="randomised", words="fathers"
    )
    assert SearchForm({"design": "astrology"}).wanted() == Wanted()
    assert SearchForm().wanted() == Wanted()


def test_only_outcomes_with_a_study_can_be_chosen():
    form = AnalysisForm({"outcome": "stress", "as_of": "2026-11-20"}, counted={"stress": 1})
    assert form.is_valid()
    assert form.cleaned_data == {
        "outcome": "stress",
        "among": "",
        "as_of": datetime.date(2026, 11, 20),
    }
    assert [name for name, _ in form.fields["outcome"].choices] == ["stress"]


def test_a_page_that_is_sent_empty_says_what_is_missing():
    sent = {}
    for _title, rows in Writing().rows:
        sent |= {f"{rows.prefix}-TOTAL_FORMS": 2, f"{rows.prefix}-INITIAL_FORMS": 0}
    writing = Writing(sent)
    assert not writing.is_valid()
    assert {"kind", "title", "authors", "found"} <= set(writing.form.errors)


def test_a_page_without_its_rows_is_refused():
    assert not Writing({"title": "x"}).is_valid()


def test_a_page_shows_what_an_entry_says():
    given = effect(derived="ci", ci=[0.1, 0.7], because="x", n=[20, 30])
    writing = Writing(content=study("Heron", given, groups={"with": 20, "without": 30}))
    assert writing.form.initial["families_without"] == 30
    assert writing.effects.forms[0].initial["low"] == 0.1
    assert writing.effects.forms[0].initial["n_without"] == 30


def test_a_text_is_read_and_checked():
    form = TextForm({"text": 'kind = "poem"'})
    assert not form.is_valid()
    assert any("is not one of" in fault for fault in form.errors["text"])
