"""What happened in a case, entry by entry."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from attune.core.consent import Answer, Purpose
from attune.web.cases import actions
from attune.web.cases.happenings import on_day, own_entries
from tests.factories import start_cycle


def told(family) -> list[tuple[str, str, str, str]]:
    entries = own_entries(family.case, list(family.case.cycles.all()))
    return [
        (each.kind, each.title, each.words, each.note)
        for each in sorted(entries, key=lambda each: each.at)
    ]


def test_new_case_has_no_entries(family):
    assert told(family) == []


def test_entries_tell_questions_goals_ratings_and_the_plan(family):
    cycle = start_cycle(family)
    actions.ask_helping_question(by=family.actor, case=family.case, text="When do we laugh?")
    actions.rate_goal(by=family.actor, goal=family.case.goals.get(), rating=4)
    entries = told(family)
    assert ("question", "The helping question", "What helps us enjoy bath time?", "") in entries
    assert ("question", "The helping question, said anew", "When do we laugh?", "") in entries
    assert ("goal", "A hope for this work", "To feel calm together", "") in entries
    assert ("measure", "4 of 10, in their own eyes", "", "To feel calm together") in entries
    assert ("sprout", "We planned what to film", "", "Bath time") in entries
    begun = own_entries(family.case, [cycle])[-1]
    assert (begun.kind, begun.cycle_id) == ("sprout", cycle.pk)


def test_answers_of_one_person_on_one_day_are_one_entry_each_way(family):
    day = date(2026, 5, 4)
    actions.record_answers(
        by=family.actor,
        participant=family.mother,
        answers={
            Purpose.FILM: Answer.GIVEN,
            Purpose.TEACHING: Answer.DECLINED,
            Purpose.REVIEW: Answer.GIVEN,
        },
        on=day,
        until=None,
        given_by="",
    )
    assert set(told(family)) == {
        ("consent", "Ana said yes", "", "Being filmed · Watching the film together"),
        ("consent", "Ana said no", "", "Teaching and conferences"),
    }


def test_who_spoke_for_a_child_is_said(family):
    for answer, given_by in [(Answer.GIVEN, "Ana"), (Answer.DECLINED, "Bo"), (Answer.GIVEN, "")]:
        actions.record_answers(
            by=family.actor,
            participant=family.baby,
            answers={Purpose.FILM: answer},
            on=date(2026, 5, 4),
            until=None,
            given_by=given_by,
        )
    assert set(told(family)) == {
        ("consent", "Ana said yes for Bo", "", "Being filmed"),
        ("consent", "Bo said yes", "", "Being filmed"),
        ("consent", "Bo said no", "", "Being filmed"),
    }


def test_a_withdrawal_is_told_without_judging(family):
    actions.record_consent(
        by=family.actor, participant=family.baby, purpose=Purpose.FILM, answer=Answer.WITHDRAWN
    )
    assert told(family) == [("consent", "Bo withdrew", "", "Being filmed")]


def test_the_end_comes_last_on_its_day(family):
    today = timezone.localdate()
    actions.end_case(by=family.actor, case=family.case, on=today, note="We laugh more.")
    start_cycle(family)
    assert told(family)[-1] == ("finish", "The work ended", "", "We laugh more.")


def test_on_day_is_the_moment_of_writing_or_noon_of_another_day():
    written = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
    assert on_day(date(2026, 5, 4), written) == written
    noon = on_day(date(2026, 5, 3), written)
    assert noon.astimezone(UTC) == datetime(2026, 5, 3, 11, tzinfo=UTC)  # noon in summer London
    assert written - noon < timedelta(days=1)
