"""What the scores of a case say, against cases worked by hand and the kernel of statistics."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from attune.core.instruments.catalogue import find
from attune.core.instruments.change import Verdict
from attune.core.statistics.change import reliable_change_threshold
from attune.web.cases import actions as cases
from attune.web.outcomes.actions import forms
from attune.web.outcomes.models import Score
from attune.web.outcomes.queries.change import Gap, goal_changes, shown, voices_of
from tests.factories import start_cycle
from tests.factories.outcomes import fill, find_asked, plan

TODAY = timezone.localdate()
CORE_10_SD, CORE_10_ALPHA = 7.7, 0.90  # as published


def pair(family, first: int, last: int, measure: str = "core-10") -> None:
    fill(family, measure, "start", total=first, on=TODAY - timedelta(days=60))
    fill(family, measure, "end", total=last, on=TODAY)


def only(family):
    """The one series that decides."""
    (voice,) = voices_of(family.case)
    (series,) = voice.deciding
    return series


@pytest.mark.parametrize(
    ("first", "last", "verdict"),
    [
        (20, 14, Verdict.IMPROVED),  # 6 points are more than 5.665
        (20, 15, Verdict.WITHIN_ERROR),
        (14, 20, Verdict.DETERIORATED),
        (14, 14, Verdict.WITHIN_ERROR),
    ],
)
def test_change_of_core_10_is_judged_as_by_hand(family, first, last, verdict):
    pair(family, first, last)
    change = only(family).change
    assert (change.first, change.last, change.verdict) == (first, last, verdict)
    kernel = reliable_change_threshold(CORE_10_SD, CORE_10_ALPHA, 0.90)
    assert change.threshold.points == kernel == pytest.approx(5.665, abs=5e-4)


def test_published_threshold_is_reached_at_its_own_size(family):
    pair(family, 15, 9, "phq-9")
    assert only(family).change.verdict == Verdict.IMPROVED
    assert only(family).change.threshold.points == 6


def test_measure_without_a_published_value_says_so(family):
    start, end = {"total": 300}, {"total": 400}
    fill(family, "topse", "start", totals=_of("topse", start), respondent="parent")
    fill(family, "topse", "end", totals=_of("topse", end), respondent="parent")
    (voice,) = voices_of(family.case)
    assert {one.change.verdict for one in voice.deciding} == {Verdict.NOT_PUBLISHED}
    assert voice.together == Verdict.CANNOT_TELL


def _of(measure: str, totals: dict[str, float]) -> dict[str, float]:
    """Totals of scales that are entered one by one: the least of each, raised to make the sum."""
    scales = find(measure).entered
    if [scale.id for scale in scales] == list(totals):
        return totals
    each = sum(totals.values()) / len(scales)
    return {scale.id: each for scale in scales}


def test_one_score_cannot_tell_and_says_what_is_missing(family):
    plan(family, "core-10", "start", "end")
    fill(family, total=20)
    series = only(family)
    assert series.change.verdict == Verdict.CANNOT_TELL
    assert series.gaps == []
    assert (series.next.when, series.next.gap) == ("end", Gap.NOT_FILLED_IN)


def test_occasion_whose_day_has_come_is_a_gap(family):
    plan(family, "core-10", "start", "end")
    assert [one.gap for one in only(family).gaps] == [Gap.NOT_FILLED_IN]
    asked = find_asked(family, "core-10", "start")
    forms.begin(
        case=family.case,
        asked=asked,
        way="session",
        key="0f9c1c9e-9a3f-4a54-8c1e-0d8f3b1f5f10",
        by=family.actor,
    )
    assert [one.gap for one in only(family).gaps] == [Gap.BEGUN]


def test_form_with_too_few_answers_is_a_gap_and_never_a_zero(family):
    fill(family, when="start", total=20, on=TODAY - timedelta(days=60))
    fill(family, when="end", answers={"1": 0, "4": 0})
    series = only(family)
    assert [one.score for one in series.readings] == [20, None]
    assert [one.gap for one in series.gaps] == [Gap.TOO_FEW]
    assert series.change.verdict == Verdict.CANNOT_TELL


def test_two_forms_of_one_occasion_wait_for_a_person(family):
    for total in (20, 30):
        fill(family, total=total)
    fill(family, when="end", total=10)
    series = only(family)
    assert [(one.gap, one.score) for one in series.readings] == [(Gap.TWICE, None), (None, 10)]
    assert series.change.verdict == Verdict.CANNOT_TELL


def test_newest_score_of_a_form_counts(family):
    response = fill(family, total=20)
    Score.objects.create(response=response, scale="total", value=18, sha256="0" * 64)
    assert only(family).change.first == 18


def test_form_of_a_time_that_is_no_longer_planned_still_counts(family):
    pair(family, 20, 14)
    plans = family.case.planned_measures
    plans.filter(when="start").delete()
    assert only(family).change.first == 20


def test_scores_of_two_people_are_never_put_together(family):
    partner = cases.add_participant(
        by=family.actor, case=family.case, name="Cem", relation="father", is_client=True
    )
    for name, first, last in (("Ana", 20, 10), ("Cem", 10, 20)):
        fill(family, when="start", total=first, about=name, on=TODAY - timedelta(days=60))
        fill(family, when="end", total=last, about=name)
    found = {voice.participant: voice.together for voice in voices_of(family.case)}
    assert found == {family.mother: Verdict.IMPROVED, partner: Verdict.DETERIORATED}


def test_one_person_about_two_relationships_are_two_voices(family):
    cases.add_participant(
        by=family.actor, case=family.case, name="Dita", relation="sister", is_client=False
    )
    plan(family, "kpcs", "start", respondent="parent")
    voices = voices_of(family.case)
    assert len(voices) == family.case.dyads.count() > 1
    assert len({voice.dyad for voice in voices}) == len(voices)


def test_several_measures_of_one_person_are_combined_by_the_rule(family):
    pair(family, 20, 14)
    pair(family, 5, 12, "phq-9")
    (voice,) = voices_of(family.case)
    verdicts = {one.measure.id: one.change.verdict for one in voice.deciding}
    assert verdicts == {"core-10": Verdict.IMPROVED, "phq-9": Verdict.DETERIORATED}
    assert voice.together == Verdict.DETERIORATED


def test_cycles_are_occasions_in_their_order(family):
    start_cycle(family)
    start_cycle(family)
    plan(family, "core-10", "start", "cycle", "end")
    fill(family, "core-10", "cycle", total=12)
    assert [str(one.cycle or one.when) for one in only(family).readings] == [
        "start",
        "Cycle 1",
        "Cycle 2",
        "end",
    ]


def test_scale_of_answers_that_need_a_response_is_never_shown():
    """CORE-OM’s scale of risk is made of nothing else; the six of its items stay in the total."""
    assert "risk" in {scale.id for scale in find("core-om").scales}
    assert next(scale.id for scale in shown(find("core-om"))) == "total"
    assert "risk" not in {scale.id for scale in shown(find("core-om"))}


@pytest.mark.parametrize(
    ("ratings", "verdict"),
    [
        ([3, 6], Verdict.IMPROVED),
        ([3, 5], Verdict.WITHIN_ERROR),
        ([7, 4], Verdict.DETERIORATED),
        ([7], Verdict.CANNOT_TELL),
        ([], Verdict.CANNOT_TELL),
    ],
)
def test_three_points_of_a_goal_are_more_than_error(ratings, verdict):
    assert goal_changes({1: ratings})[1].verdict == verdict


def test_more_measures_cost_no_more_queries(family, django_assert_max_num_queries):
    pair(family, 20, 14)
    pair(family, 12, 10, "phq-9")
    plan(family, "gad-7")
    with django_assert_max_num_queries(9):
        voices_of(family.case)


def test_day_of_an_occasion_is_that_of_its_form(family):
    fill(family, total=20, on=date(2026, 3, 1))
    assert only(family).readings[0].day == date(2026, 3, 1)
