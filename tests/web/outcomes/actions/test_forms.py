"""Forms: begun once, answered, finished, scored, corrected, set aside; answers that need a response."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from attune.core.instruments.catalogue import find
from attune.core.instruments.errors import AnswerError
from attune.core.instruments.model import Status
from attune.web.audit.models import Event
from attune.web.outcomes.actions import forms
from attune.web.outcomes.models import Alert, Response, Score
from tests.factories.outcomes import fill, find_asked, plan


def begun(family, measure="core-10", way="session", **more):
    plan(family, measure, "start", **more)
    asked = find_asked(family, measure, "start", **more)
    return forms.begin(case=family.case, asked=asked, way=way, key=uuid4(), by=family.actor)


def scores(response):
    return dict(response.scores.values_list("scale", "value"))


def test_form_that_is_begun_twice_with_one_key_is_one(family):
    plan(family, "core-10", "start")
    asked, key = find_asked(family, "core-10", "start"), uuid4()
    said = {"case": family.case, "asked": asked, "way": "session", "key": key, "by": family.actor}
    assert forms.begin(**said) == forms.begin(**said)
    row = Response.objects.get()
    assert (row.participant, row.dyad, row.version) == (family.mother, None, "1.0.0")
    assert row.sha256 == find("core-10").sha256
    assert Event.objects.filter(object_type="outcomes.Response", verb="create").count() == 1


def test_key_of_another_form_is_not_taken(family):
    first = begun(family)
    plan(family, "gad-7", "start")
    with pytest.raises(IntegrityError):
        forms.begin(
            case=family.case,
            asked=find_asked(family, "gad-7", "start"),
            way="session",
            key=first.pk,
            by=family.actor,
        )


def test_answers_are_added_to_those_that_are_there(family):
    response = begun(family)
    forms.answer(response=response, answers={"1": 3})
    forms.answer(response=response, answers={"2": 0, "1": 2, "4": Status.DECLINED})
    response.refresh_from_db()
    assert response.answers == {"1": 2, "2": 0, "4": "declined"}


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"11": 1}, "CORE-10 has no item 11."),
        ({"1": 5}, "from 0 to 4, not 5"),
        ({"1": -1}, "not -1"),
    ],
)
def test_answer_that_can_not_be_is_refused_and_nothing_is_kept(family, answers, says):
    response = begun(family)
    with pytest.raises(AnswerError, match=says):
        forms.answer(response=response, answers={"2": 1, **answers})
    response.refresh_from_db()
    assert response.answers == {}


def test_finished_form_is_scored_by_its_package(family):
    response = begun(family)
    forms.answer(response=response, answers={str(number): 1 for number in range(1, 11)} | {"6": 0})
    assert forms.finish(response=response, by=family.actor).is_finished
    assert scores(response) == {"total": 13}  # 7 × 1, two that are reversed (3 each), a zero


def test_blank_is_never_a_zero(family):
    """The published rule raises the sum for one blank, and gives no score for more."""
    response = fill(family, answers={str(number): 2 for number in range(1, 10)} | {"6": 0})
    assert scores(response)["total"] == pytest.approx(16 * 10 / 9)
    other = fill(family, when="end", answers={str(number): 2 for number in range(1, 9)} | {"6": 0})
    assert scores(other) == {"total": None}


def test_finishing_twice_scores_once(family):
    response = begun(family)
    forms.finish(response=response, by=family.actor)
    forms.finish(response=response, by=family.actor)
    assert Score.objects.count() == 1


def test_finished_form_does_not_change(family):
    response = fill(family, total=12)
    with pytest.raises(forms.FinishedError):
        forms.answer(response=response, answers={"1": 4})
    with pytest.raises(forms.FinishedError):
        forms.enter_totals(response=response, entered={"total": 3}, risk_said=False)


def test_correction_is_a_new_form_and_counts_when_it_is_finished(family):
    wrong = fill(family, total=12)
    key = uuid4()
    said = {"by": family.actor, "response": wrong, "reason": "Two were swapped.", "key": key}
    right = forms.correct(**said)
    assert forms.correct(**said) == right
    assert right.answers == wrong.answers
    assert find_asked(family, "core-10", "start").counting == [wrong]
    forms.answer(response=right, answers={"1": 4})
    forms.finish(response=right, by=family.actor)
    right.refresh_from_db()
    assert find_asked(family, "core-10", "start").counting == [right]
    wrong.refresh_from_db()
    assert (right.reason, wrong.is_finished) == ("Two were swapped.", True)


def test_form_that_is_set_aside_counts_no_more_until_it_is_taken_back(family):
    response = fill(family, total=12)
    forms.set_aside(by=family.actor, response=response, reason="It was the grandmother's.")
    asked = find_asked(family, "core-10", "start")
    assert (asked.counting, asked.responses[0].set_aside_by) == ([], family.actor.person)
    forms.take_back(by=family.actor, response=response)
    assert find_asked(family, "core-10", "start").counting == [response]


def test_answer_that_needs_a_response_is_a_row_at_once_and_only_one(family):
    response = begun(family)
    assert forms.answer(response=response, answers={"6": 0}) == []
    (alert,) = forms.answer(response=response, answers={"6": 1})
    assert forms.answer(response=response, answers={"6": 3}) == [alert]
    assert (alert.item, alert.acknowledged_at) == ("6", None)
    assert "6" in alert.says


def test_answer_that_is_taken_back_stays_to_be_looked_at(family):
    response = begun(family)
    forms.answer(response=response, answers={"6": 2})
    forms.answer(response=response, answers={"6": 0})
    forms.finish(response=response, by=family.actor)
    assert Alert.objects.count() == 1


def test_alert_is_acknowledged_once_by_name(family):
    response = begun(family)
    (alert,) = forms.answer(response=response, answers={"6": 2})
    forms.acknowledge(by=family.actor, alert=alert, did="We talked, and I called the duty manager.")
    forms.acknowledge(by=family.actor, alert=alert, did="Nothing.")
    alert.refresh_from_db()
    assert alert.did == "We talked, and I called the duty manager."
    assert (alert.acknowledged_by, alert.acknowledged_at is None) == (family.actor.person, False)


def test_totals_from_paper_are_the_scores(family):
    response = begun(family, "hads", way="paper")
    entered = {scale.id: 7.0 for scale in find("hads").entered}
    forms.enter_totals(response=response, entered=entered, risk_said=None)
    forms.finish(response=response, by=family.actor)
    assert {scores(response)[name] for name in entered} == {7.0}


def test_totals_ask_about_risk_and_nobody_answers_for_them(family):
    response = begun(family, "epds", way="paper")
    with pytest.raises(ValidationError, match="yes or no"):
        forms.enter_totals(response=response, entered={"total": 12}, risk_said=None)
    response.refresh_from_db()
    assert response.totals == {}
    assert forms.enter_totals(response=response, entered={"total": 12}, risk_said=False) == []
    (alert,) = forms.enter_totals(response=response, entered={"total": 12}, risk_said=True)
    assert (alert.item, alert.says) == ("", find("epds").safety.ask)


def test_total_out_of_range_is_refused(family):
    response = begun(family, "epds", way="paper")
    with pytest.raises(AnswerError, match="0 to 30"):
        forms.enter_totals(response=response, entered={"total": 31}, risk_said=False)


def test_day_of_an_open_form_can_be_said(family):
    response = begun(family)
    forms.set_day(response=response, taken_on="2026-01-05")
    response.refresh_from_db()
    assert str(response.taken_on) == "2026-01-05"


def test_answers_that_are_kept_are_read_as_the_scorer_reads_them():
    assert forms.read_answers({"1": 3, "2": "not-asked"}) == {"1": 3, "2": Status.NOT_ASKED}
    with pytest.raises(AnswerError, match="can't be answered with 'perhaps'"):
        forms.read_answers({"1": "perhaps"})
    with pytest.raises(AnswerError, match="True"):
        forms.read_answers({"1": True})
