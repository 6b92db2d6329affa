"""What people decide: each is one entry in the log, and has a worker try."""

import pytest
from django_tasks_db.models import DBTaskResult

from attune.core.consent import Answer, Purpose
from attune.web.audit.models import Event
from attune.web.cases import actions as cases
from attune.web.contribution import actions, keys, outbox, sending, tasks
from attune.web.contribution.models import NationalLink, OutgoingPush, Standing
from attune.web.contribution.queries.giving import differing, under_way
from tests.factories.contribution import SECOND, answer, join


def waits() -> int:
    rows = DBTaskResult.objects.filter(task_path=tasks.contribute.module_path, status="READY")
    return rows.count()


def last_event() -> Event:
    return Event.objects.latest("at")


def test_joining_keeps_who_we_are_there_and_has_a_worker_try(link, national, manager):
    assert (str(link.pseudonym), link.known_as) == (national.only.pseudonym, "Harbour")
    assert link.service.region == "scotland"  # as the invitation says
    assert link.service.setting == "nhs"
    assert waits() == 1
    event = Event.objects.get(object_type="contribution.NationalLink")
    assert (event.verb, event.person_id) == ("create", manager.person.pk)


@pytest.mark.usefixtures("family")
def test_key_is_put_in_use_when_the_link_is_kept(
    manager, national, django_capture_on_commit_callbacks
):
    keys.begin(manager.service.pk)
    enrolled = {"service": "5f1c3c9e-2f3d-4a65-9d3f-0a0c8f6f1b11", "region": "moon"}
    with django_capture_on_commit_callbacks(execute=True):
        link = actions.join(by=manager, address=national.address, enrolled=enrolled, key_id="1234")
    assert keys.begun(manager.service.pk) is None
    assert keys.read(manager.service.pk)
    assert link.service.region == ""  # what is no region is not taken over


def test_service_that_comes_back_as_itself_goes_on_where_it_was(link, manager, national):
    sending.contribute(link)
    one = national.only
    one.invitation = SECOND  # they invite it again, as the same service
    keys.path(manager.service.pk).unlink()
    one.key = keys.fingerprint_of(keys.begin(manager.service.pk))
    again = actions.join(
        by=manager,
        address=national.address,
        enrolled={"service": one.pseudonym, "name": "Harbour"},
        key_id="new",
    )
    assert (again.pk, again.sequence, again.key_id) == (link.pk, 1, "new")
    assert Standing.objects.count() == 1


def test_service_that_is_somebody_else_there_begins_anew(link, manager, national):
    sending.contribute(link)
    again = join(manager, national.address, SECOND)
    assert (again.pk, again.sequence, again.digest) == (link.pk, 0, "")
    assert not Standing.objects.exists()
    assert not OutgoingPush.objects.exists()
    assert sending.contribute(again).pushes == 1


def test_place_is_said_and_logged(manager):
    actions.say_place(by=manager, region="wales", setting="charity")
    manager.service.refresh_from_db()
    assert (manager.service.region, manager.service.setting) == ("wales", "charity")
    assert last_event().detail == {"region": "wales", "setting": "charity"}


def test_stopping_drops_what_is_under_way(link, manager):
    outbox.make(link, differing(link))
    actions.stop(by=manager, link=link)
    assert under_way() is None
    assert NationalLink.objects.get().state == "stopping"
    assert last_event().verb == "withdraw"
    events = Event.objects.count()
    NationalLink.objects.update(state="stopped")
    actions.stop(by=manager, link=link)  # a second press
    assert (NationalLink.objects.get().state, Event.objects.count()) == ("stopped", events)


def test_new_key_waits_in_its_file(link, manager):
    actions.renew_key(by=manager, link=link)
    assert keys.begun(link.service_id)
    assert last_event().detail == {"key": True}


def test_answer_about_the_national_data_has_a_worker_try(link, giver, manager):
    DBTaskResult.objects.all().delete()
    cases.record_consent(
        by=giver.actor, participant=giver.mother, purpose=Purpose.FILM, answer=Answer.GIVEN
    )
    assert waits() == 0
    answer(giver)
    assert waits() == 1
    actions.try_now(by=manager, link=link)
    assert waits() == 1


def test_withdrawal_of_another_case_leaves_the_push(link, giver, family):
    push = outbox.make(link, differing(link))
    answer(family, Answer.WITHDRAWN)
    assert under_way() == push
    answer(giver, Answer.GIVEN)
    assert under_way() == push
    answer(giver, Answer.WITHDRAWN)
    assert under_way() is None


def test_answer_where_nobody_joined_or_who_left_does_nothing(giver, manager, national):
    DBTaskResult.objects.all().delete()
    answer(giver, Answer.WITHDRAWN)
    assert waits() == 0
    join(manager, national.address)
    DBTaskResult.objects.all().delete()
    NationalLink.objects.update(state="stopped")
    answer(giver)
    assert waits() == 0


def test_clock_has_each_link_tried_but_those_that_left(link):
    DBTaskResult.objects.all().delete()
    assert actions.try_by_the_clock() == 1
    assert waits() == 1
    NationalLink.objects.update(state="stopped")
    assert actions.try_by_the_clock() == 0
