"""Filled forms, opened and read."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django_scopes import scope

from attune.core.instruments.model import Status
from attune.web.outcomes.actions import forms, service
from attune.web.outcomes.queries.forms import (
    open_alert,
    open_response,
    reading_of,
    responses_in_order,
    risk_text,
    unanswered,
    waiting_alerts,
)
from attune.web.outcomes.queries.measures import measure_in
from tests.factories.outcomes import fill


def test_form_and_alert_open_for_those_who_hold_the_case(family, colleague, stranger):
    response = fill(family, answers={"6": 2})
    alert = response.alerts.get()
    assert open_response(family.actor, response.pk) == response
    assert open_alert(family.actor, alert.pk) == alert
    for opens, key in ((open_response, response.pk), (open_alert, alert.pk)):
        with pytest.raises(PermissionDenied):
            opens(colleague, key)
        with scope(service=stranger.service), pytest.raises(Http404):
            opens(stranger, key)


def test_alerts_wait_until_somebody_has_seen_them(family):
    first, second = (
        fill(family, answers={"6": 2}, when=when).alerts.get() for when in ("start", "end")
    )
    assert waiting_alerts(family.case) == [first, second]
    forms.acknowledge(by=family.actor, alert=first, did="We talked.")
    assert waiting_alerts(family.case) == [second]


def test_words_for_risk_are_those_of_the_cases_service(family, manager, stranger):
    assert risk_text(family.case) is None
    text = service.set_risk_text(by=manager, for_practitioner="Stay.", for_client="")
    assert risk_text(family.case) == text


def test_questions_left_open_are_named_with_their_place(family):
    answers = {str(number): 1 for number in range(2, 10)} | {"5": Status.DECLINED}
    response = fill(family, answers=answers)
    left = unanswered(response, measure_in("core-10"))
    assert [(place, item.id) for place, item in left] == [(1, "1"), (10, "10")]
    totals = fill(family, "epds", totals={"total": 9})
    assert unanswered(totals, measure_in("epds")) == []


def test_form_is_read_in_the_words_of_its_options(family):
    response = fill(family, answers={"1": 0, "2": 4, "3": Status.DECLINED, "6": 3})
    reading = reading_of(response)
    assert [line.said for line in reading.lines[:4]] == [
        "Not at all",
        "Most or all the time",
        "Would rather not say",
        "",
    ]
    assert [line.number for line in reading.lines if line.needs_response] == ["6"]
    assert reading.missing == 6
    assert [(scale.id, value) for scale, value in reading.scores] == [("total", None)]
    assert (reading.before, reading.after) == (None, None)


def test_totals_have_no_lines_and_copied_numbers_stay_numbers(family):
    reading = reading_of(fill(family, "epds", totals={"total": 9}))
    assert reading.lines == []
    assert [value for scale, value in reading.scores if scale.id == "total"] == [9]
    copied = reading_of(fill(family, "kpcs", answers={"1": 3}, respondent="parent"))
    assert (copied.lines[0].question, copied.lines[0].said) == ("", "3")


def test_corrected_form_leads_to_the_one_that_counts(family):
    wrong = fill(family, total=12)
    right = forms.correct(by=family.actor, response=wrong, reason="Swapped.", key=family.case.pk)
    assert reading_of(wrong).after is None
    forms.finish(response=right, by=family.actor)
    assert (reading_of(wrong).after, reading_of(right).before) == (right, wrong)


def test_forms_come_in_the_order_asked_for(family):
    rows = [fill(family, total=1), fill(family, total=2)]
    keys = [str(rows[1].pk), str(family.case.pk), str(rows[0].pk)]
    assert responses_in_order(keys) == [rows[1], rows[0]]
