"""Changing cases: what is kept, and the one entry in the event log."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from attune.core.consent import Answer, Purpose
from attune.web.audit.models import Event
from attune.web.cases import actions
from attune.web.cases.models import CaseWorker, Consent, Dyad
from attune.web.cases.queries import open_case
from tests.factories import start_cycle

DAY = date(2026, 5, 4)


def last_event() -> Event:
    return Event.objects.order_by("at").last()


def test_start_case_is_held_by_the_actor_and_written_down(family):
    case = open_case(family.actor, family.case.pk)
    assert case.service == family.actor.service
    assert [worker.person for worker in case.workers.all()] == [family.actor.person]
    event = Event.objects.get(verb="create", object_type="cases.Case")
    assert (event.object_id, event.case_id) == (str(case.pk), case.pk)


def test_change_case_saves_the_fields_and_names_them_without_their_words(family):
    actions.change_case(by=family.actor, case=family.case, label="Hazel", context="school")
    family.case.refresh_from_db()
    assert (family.case.label, family.case.context) == ("Hazel", "school")
    assert last_event().detail == {"fields": ["context", "label"]}


def test_share_and_unshare_are_each_written_down(family, colleague):
    actions.share_case(by=family.actor, case=family.case, person=colleague.person)
    actions.share_case(by=family.actor, case=family.case, person=colleague.person)
    assert CaseWorker.objects.filter(case=family.case).count() == 2
    actions.unshare_case(by=family.actor, case=family.case, person=colleague.person)
    assert CaseWorker.objects.get(case=family.case).person == family.actor.person
    assert last_event().detail == {"unshared_with": str(colleague.person.pk)}


def test_end_and_reopen_keep_the_note(family):
    actions.end_case(
        by=family.actor, case=family.case, on=DAY, note="“We laugh more.”", ending="planned"
    )
    family.case.refresh_from_db()
    assert (family.case.ended_on, family.case.ending_note) == (DAY, "“We laugh more.”")
    assert family.case.ending == "planned"
    actions.reopen_case(by=family.actor, case=family.case)
    family.case.refresh_from_db()
    assert (family.case.ended_on, family.case.ending_note) == (None, "“We laugh more.”")
    assert family.case.ending == ""


def test_add_participant_makes_a_dyad_of_each_client_and_each_other(family):
    father = actions.add_participant(
        by=family.actor, case=family.case, name="Cem", relation="father", is_client=True
    )
    sister = actions.add_participant(
        by=family.actor, case=family.case, name="Dee", relation="sister", is_client=False
    )
    pairs = {(dyad.first, dyad.second) for dyad in Dyad.objects.filter(case=family.case)}
    assert pairs == {
        (family.mother, family.baby),
        (father, family.baby),
        (family.mother, sister),
        (father, sister),
    }


def test_change_participant_keeps_dyads_and_puts_no_name_into_the_log(family):
    actions.change_participant(
        by=family.actor, participant=family.baby, name="Robert", relation="son"
    )
    family.baby.refresh_from_db()
    assert (family.baby.name, family.baby.relation) == ("Robert", "son")
    assert family.case.dyads.get() == family.dyad
    assert "Robert" not in str(last_event().detail)


def test_record_answers_is_one_row_each_and_only_a_yes_runs_out(family):
    actions.record_answers(
        by=family.actor,
        participant=family.baby,
        answers={Purpose.FILM: Answer.GIVEN, Purpose.TEACHING: Answer.DECLINED},
        on=DAY,
        until=date(2027, 5, 4),
        given_by="Ana",
    )
    rows = Consent.objects.filter(participant=family.baby).order_by("purpose")
    assert [(row.purpose, row.answer, row.on, row.until, row.given_by) for row in rows] == [
        ("film", "given", DAY, date(2027, 5, 4), "Ana"),
        ("teaching", "declined", DAY, None, "Ana"),
    ]


def test_record_consent_that_withdraws_is_one_more_answer(family):
    for answer in (Answer.GIVEN, Answer.WITHDRAWN):
        actions.record_consent(
            by=family.actor, participant=family.mother, purpose=Purpose.FILM, answer=answer
        )
    assert [row.answer for row in family.mother.consents.all()] == ["given", "withdrawn"]
    assert last_event().verb == "withdraw"
    assert last_event().detail == {"purpose": "film", "answer": "withdrawn"}


def test_ask_helping_question_keeps_every_version(family):
    for text in ("Does he like me?", "When does he look for me?"):
        actions.ask_helping_question(by=family.actor, case=family.case, text=text)
    versions = [(row.version, row.text) for row in family.case.helping_questions.all()]
    assert versions == [(1, "Does he like me?"), (2, "When does he look for me?")]
    assert last_event().detail == {"version": 2}


def test_rate_goal_adds_a_row_and_the_database_ends_at_ten(family):
    goal = actions.set_goal(by=family.actor, case=family.case, text="To feel calm")
    actions.rate_goal(by=family.actor, goal=goal, rating=10, on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.rate_goal(by=family.actor, goal=goal, rating=11)
    assert [(row.rating, row.on) for row in goal.ratings.all()] == [(10, DAY)]


def test_start_cycle_counts_up(family):
    first = start_cycle(family)
    second = actions.start_cycle(
        by=family.actor, case=family.case, dyad_id=family.dyad.pk, plan="A snack"
    )
    assert (first.number, second.number) == (1, 2)
    assert last_event().detail == {"number": 2}


def test_start_cycle_takes_no_dyad_of_another_case(family):
    other = actions.start_case(
        by=family.actor, label="Other", context="school", engagement="chosen"
    )
    with pytest.raises(Dyad.DoesNotExist):
        actions.start_cycle(by=family.actor, case=other, dyad_id=family.dyad.pk, plan="A snack")


def test_record_read_of_list_names_every_case_by_key(family):
    with transaction.atomic():
        actions.record_read_of_list(by=family.actor, cases=[family.case])
    event = last_event()
    assert (event.verb, event.object_type) == ("read", "people.Service")
    assert event.detail == {"cases": [str(family.case.pk)]}
