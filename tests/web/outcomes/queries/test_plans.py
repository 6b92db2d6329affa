"""What is asked of whom at which point, and how each of these stands."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from attune.web.cases import actions as cases
from attune.web.outcomes.actions import forms
from attune.web.outcomes.models import When
from attune.web.outcomes.queries.plans import (
    Standing,
    asked_by_key,
    asked_of,
    asked_of_all,
    months_after,
    occasions_of,
)
from tests.factories import make_family, start_cycle
from tests.factories.outcomes import fill, find_asked, plan

TODAY = date(2026, 6, 1)


def said(asked):
    return [(one.occasion.when, one.measure.id, one.who, one.about) for one in asked]


def standing(family, when="start", day=TODAY):
    return find_asked(family, "core-10", when).standing(day)


def test_occasions_follow_from_the_days_of_a_case(family):
    cycle = start_cycle(family)
    family.case.started_on, family.case.ended_on = date(2026, 1, 5), date(2026, 8, 31)
    found = occasions_of(family.case, [cycle])
    assert [(one.when, one.due) for one in found] == [
        (When.START, date(2026, 1, 5)),
        (When.CYCLE, cycle.opened_on),
        (When.END, date(2026, 8, 31)),
        (When.FOLLOW_UP_3, date(2026, 11, 30)),
        (When.FOLLOW_UP_6, date(2027, 2, 28)),
        (When.FOLLOW_UP_12, date(2027, 8, 31)),
    ]
    assert [one.title for one in found[:3]] == ["At the start", "Cycle 1", "At the end"]


def test_end_and_follow_ups_have_no_day_while_the_work_goes_on(family):
    assert [one.due for one in occasions_of(family.case, [])][1:] == [None] * 4


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 10, 31), 6, date(2027, 4, 30)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
    ],
)
def test_months_after_a_day_end_on_that_day_or_the_last_of_the_month(day, months, then):
    assert months_after(day, months) == then


@given(some.dates(max_value=date(9000, 1, 1)), some.integers(0, 60))
def test_months_after_are_so_many_months(day, months):
    then = months_after(day, months)
    assert (then.year - day.year) * 12 + then.month - day.month == months
    assert then.day == day.day or (then + timedelta(days=1)).day == 1


def test_each_respondent_is_asked_about_their_own(family):
    father = cases.add_participant(
        by=family.actor, case=family.case, name="Cem", relation="father", is_client=True
    )
    plan(family, "core-10", "start")
    plan(family, "pbq", "start", respondent="parent")
    plan(family, "care-index", "start", respondent="observer")
    assert said(asked_of(family.case)) == [
        ("start", "care-index", "Someone who rates the film", "Ana – Bo"),
        ("start", "care-index", "Someone who rates the film", "Cem – Bo"),
        ("start", "core-10", "Ana", ""),
        ("start", "core-10", "Cem", ""),
        ("start", "pbq", "Ana", "Bo"),
        ("start", "pbq", "Cem", "Bo"),
    ]
    fill(family, "pbq", answers={"1": 0}, respondent="parent", about="Cem")
    done = [one for one in asked_of(family.case) if one.counting]
    assert [one.participant for one in done] == [father]


def test_measure_of_each_cycle_is_asked_once_in_each(family):
    first = start_cycle(family)
    second = cases.start_cycle(
        by=family.actor, case=family.case, dyad_id=family.dyad.pk, plan="Snack"
    )
    plan(family, "gad-7", "cycle")
    fill(family, "gad-7", "cycle", total=5)
    assert [(one.occasion.cycle, len(one.responses)) for one in asked_of(family.case)] == [
        (first, 0),
        (second, 1),
    ]


def test_form_stands_as_it_was_left(family):
    family.case.started_on = TODAY
    family.case.save()
    plan(family, "core-10", "start", "end")
    assert standing(family) is Standing.DUE
    assert standing(family, day=TODAY - timedelta(days=1)) is Standing.LATER
    assert standing(family, "end") is Standing.LATER
    asked = find_asked(family, "core-10", "start")
    response = forms.begin(
        case=family.case, asked=asked, way="session", key=family.case.pk, by=family.actor
    )
    assert standing(family) is Standing.BEGUN
    assert find_asked(family, "core-10", "start").open == response
    forms.finish(response=response, by=family.actor)
    assert standing(family) is Standing.DONE
    again = fill(family, total=4)
    assert standing(family) is Standing.TWICE
    forms.set_aside(by=family.actor, response=again, reason="Twice.")
    assert standing(family) is Standing.DONE
    forms.set_aside(by=family.actor, response=response, reason="Twice.")
    assert standing(family) is Standing.DUE


def test_key_names_what_is_asked_within_its_case(family):
    plan(family, "core-10", "start", "end")
    plan(family, "pbq", "start", respondent="parent")
    asked = asked_of(family.case)
    assert [asked_by_key(family.case, one.key) for one in asked] == asked
    assert len({one.key for one in asked}) == 3
    assert asked_by_key(family.case, "start~no-such~self~~") is None


def test_three_cases_cost_the_queries_of_one(family, django_assert_num_queries):
    families = [family, make_family(family.actor), make_family(family.actor)]
    for one in families:
        fill(one, total=12)
    counts = []
    for some_of_them in (families[:1], families):
        with django_assert_num_queries(5) as found:
            asked = asked_of_all([one.case for one in some_of_them])
        counts.append(len(found))
        assert all(len(rows) == 1 for rows in asked.values())
    assert counts[0] == counts[1]
