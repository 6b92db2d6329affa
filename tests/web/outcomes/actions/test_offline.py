"""Letters of a device arrive: each once, nothing overwritten, nothing lost by a wrong clock."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from attune.web.audit.models import Event
from attune.web.cases import actions as cases
from attune.web.cases.models import GoalRating
from attune.web.cases.queries import today
from attune.web.outcomes.actions import offline
from attune.web.outcomes.actions.plans import plan_measure
from attune.web.outcomes.letters import read_letter
from attune.web.outcomes.models import Alert, Response
from attune.web.outcomes.queries.plans import Standing, asked_of
from attune.web.outcomes.receipts import OfflineReceipt
from tests.factories import make_actor, make_family
from tests.factories.offline import body, filled, letter, sha256
from tests.factories.outcomes import find_asked, plan

ANSWERS = {str(number): 1 for number in range(1, 8)}


@pytest.fixture
def asked(family):
    plan(family, "gad-7", "start")
    return find_asked(family, "gad-7", "start")


@pytest.fixture
def said(family, asked):
    return filled(family, asked, ANSWERS)


def receive(family, said, by=None):
    return offline.receive(by=by or family.actor, case=family.case, letter=read_letter(body(said)))


def test_a_form_arrives_finished_scored_and_as_filled_in_without_internet(family, said):
    receipt = receive(family, said)
    response = Response.objects.get()
    assert (str(response.pk), response.way, response.answers) == (said["id"], "offline", ANSWERS)
    assert response.is_finished
    assert response.scores.get(scale="total").value == 7
    assert (receipt.response, receipt.sha256) == (response, sha256(said))
    assert response.by == family.actor.person


def test_the_same_letter_again_is_kept_once_and_gives_the_same_receipt(family, said):
    first = receive(family, said)
    events = Event.objects.count()
    again = receive(family, said)
    assert (again.pk, again.at) == (first.pk, OfflineReceipt.objects.get().at)
    assert Response.objects.count() == 1
    assert Event.objects.count() == events


def test_other_words_under_the_same_key_are_refused_and_nothing_is_overwritten(family, said):
    receive(family, said)
    with pytest.raises(offline.ConflictError):
        receive(family, {**said, "answers": {**ANSWERS, "1": 3}})
    assert Response.objects.get().answers == ANSWERS
    offline.note_conflict(by=family.actor, case=family.case, letter_id=Response.objects.get().pk)
    assert Event.objects.filter(detail__offline_conflict=said["id"]).count() == 1


def test_the_key_of_a_form_that_came_another_way_is_refused(family, asked, said):
    Response.objects.create(
        pk=said["id"],
        case=family.case,
        when="start",
        respondent="self",
        measure="gad-7",
        version="1.0.0",
        sha256="0" * 64,
        way="session",
    )
    with pytest.raises(offline.ConflictError):
        receive(family, said)
    assert not OfflineReceipt.objects.exists()


def test_the_key_of_another_cases_receipt_is_refused(family, said):
    receive(family, said)
    other = make_family(family.actor, label="Hazel")
    goal = cases.set_goal(by=family.actor, case=other.case, text="Calm")
    with pytest.raises(offline.ConflictError):
        receive(other, letter(other, "rating", id=said["id"], goal=str(goal.pk), rating=5))
    assert not GoalRating.objects.exists()


def test_two_forms_of_one_occasion_are_both_kept_for_a_person_to_decide(family, asked, said):
    receive(family, said)
    receive(family, filled(family, asked, {**ANSWERS, "1": 3}))
    assert Response.objects.count() == 2
    (found,) = [one for one in asked_of(family.case) if one.key == asked.key]
    assert found.standing(today()) == Standing.TWICE


def test_an_answer_that_cannot_be_leaves_nothing_behind(family, asked):
    with pytest.raises(ValidationError, match="Item 1"):
        receive(family, filled(family, asked, {"1": 9}))
    assert not Response.objects.exists()
    assert not OfflineReceipt.objects.exists()


def test_a_form_that_is_no_longer_planned_is_refused_until_it_is_again(family, asked, said):
    def plan_at(*when):
        plan_measure(
            by=family.actor, case=family.case, measure="gad-7", respondent="self", when=list(when)
        )

    plan_at()
    with pytest.raises(ValidationError, match="isn’t planned"):
        receive(family, said)
    with pytest.raises(ValidationError, match="isn’t planned"):
        receive(family, {**said, "version": "0.9.0"})
    plan_at("start")
    assert receive(family, said).response is not None


def test_only_who_prepared_the_device_may_send(family, said):
    colleague = make_actor(family.case.service)
    cases.share_case(by=family.actor, case=family.case, person=colleague.person)
    with pytest.raises(ValidationError, match="Somebody else prepared"):
        receive(family, said, by=colleague)
    first = receive(family, said)
    assert receive(family, said, by=colleague) == first  # it is kept: there is nothing to refuse


def test_a_case_that_has_ended_still_takes_what_was_filled_in(family, said):
    cases.end_case(by=family.actor, case=family.case, on=today(), note="")
    family.case.refresh_from_db()
    assert receive(family, said).response.is_finished


@pytest.mark.parametrize(("days", "kept"), [(0, 0), (1, 0), (400, 0), (-3, -3), (-4000, 0)])
def test_the_day_is_the_devices_unless_its_clock_is_plainly_wrong(family, asked, days, kept):
    now = today()
    family.case.started_on = now - timedelta(days=30)
    family.case.save()
    said = filled(family, asked, ANSWERS, taken_on=(now + timedelta(days=days)).isoformat())
    assert receive(family, said).response.taken_on == now + timedelta(days=kept)
    event = Event.objects.get(object_type="outcomes.OfflineReceipt")
    assert event.detail["device_day"] == said["taken_on"]


def test_a_goals_rating_arrives_once(family):
    goal = cases.set_goal(by=family.actor, case=family.case, text="Calm")
    said = letter(family, "rating", goal=str(goal.pk), rating=0)
    receipt = receive(family, said)
    receive(family, said)
    rating = GoalRating.objects.get()
    assert (rating.rating, rating.on, receipt.rating) == (0, today(), rating)


def test_a_goal_of_another_case_is_not_rated(family):
    other = make_family(family.actor, label="Hazel")
    goal = cases.set_goal(by=family.actor, case=other.case, text="Calm")
    with pytest.raises(ValidationError, match="goal"):
        receive(family, letter(family, "rating", goal=str(goal.pk), rating=5))
    assert not GoalRating.objects.exists()


def test_what_was_done_about_an_answer_comes_by_name_after_its_form(family):
    plan(family, "phq-9", "start")
    said = filled(family, find_asked(family, "phq-9", "start"), {"9": 2})
    seen = letter(family, "acknowledgement", form=said["id"], item="9", did="We talked.")
    with pytest.raises(ValidationError, match="not arrived yet"):
        receive(family, seen)
    receive(family, said)
    assert Alert.objects.get().acknowledged_at is None
    receipt = receive(family, seen)
    alert = Alert.objects.get()
    assert (alert.did, alert.acknowledged_by) == ("We talked.", family.actor.person)
    assert str(receipt.response_id) == said["id"]


def test_an_answer_that_needed_a_response_still_does_when_it_was_changed(family):
    plan(family, "phq-9", "start")
    asked = find_asked(family, "phq-9", "start")
    receive(family, filled(family, asked, {"9": 0}, earlier={"9": [2]}))
    assert Response.objects.get().answers == {"9": 0}
    assert Alert.objects.get().item == "9"
