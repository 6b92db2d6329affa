"""Links are made, used, revoked, closed; forms are begun by them; e-mails are asked for."""

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from attune.web.audit.models import Event
from attune.web.outcomes.actions import forms
from attune.web.outcomes.actions import links as actions
from attune.web.outcomes.models import Link, Message, Response
from attune.web.outcomes.queries.links import behind, hashed, recipients
from tests.factories import make_family
from tests.factories.links import link_for
from tests.factories.outcomes import plan

LONDON = ZoneInfo("Europe/London")


def made(family, key, **said):
    recipient = recipients(family.case)[0]
    usual = {"name": "", "days": 14, "email": ""}
    return actions.make_link(
        by=family.actor, case=family.case, recipient=recipient, key=key, **(usual | said)
    )


def events(link):
    rows = Event.objects.filter(object_id=str(link.pk))
    return [(row.verb, row.person_id) for row in rows]


def test_a_form_that_is_sent_twice_makes_one_link_and_shows_it_once(family):
    plan(family, "core-10", "start")
    key = uuid4()
    link, token = made(family, key, email="ana@example.org")
    again, nothing = made(family, key, email="ana@example.org")
    assert (again, nothing) == (link, None)
    assert again.token_hash == hashed(token)
    assert [row.kind for row in link.messages.all()] == ["invitation"]
    assert DBTaskResult.objects.count() == 1
    assert events(link) == [("create", family.actor.person.pk)]


def test_a_key_of_another_case_makes_nothing(family):
    link, _token = link_for(family)
    other = make_family(family.actor, label="Elm")
    plan(other, "core-10", "start")
    with pytest.raises(IntegrityError), transaction.atomic():
        made(other, link.pk)


def test_each_link_has_a_token_of_its_own_and_is_called_by_the_name_that_was_given(family):
    (first, one), (second, two) = link_for(family), link_for(family, name="Annie")
    assert one != two
    assert (first.name, second.name) == ("Ana", "Annie")


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        ("2026-11-21 16:00", "2026-12-06 00:00"),
        ("2026-11-21 23:59", "2026-12-06 00:00"),
        ("2027-03-20 12:00", "2027-04-04 00:00"),  # summer time begins in between
    ],
)
def test_the_last_day_counts_to_its_midnight_here(now, ends):
    with time_machine.travel(datetime.fromisoformat(now).replace(tzinfo=LONDON), tick=False):
        assert actions.end_of_day(14) == datetime.fromisoformat(ends).replace(tzinfo=LONDON)


def test_revoked_is_final_and_forgets_the_address(family):
    link, _token = link_for(family, email="ana@example.org")
    actions.revoke(by=family.actor, link=link)
    at = link.revoked_at
    actions.revoke(by=family.actor, link=link)
    link.refresh_from_db()
    assert (link.revoked_at, link.email) == (at, "")
    assert [verb for verb, _person in events(link)] == ["create", "change"]


def test_using_it_is_written_down_without_a_person(family):
    link, _token = link_for(family)
    actions.use(link=link)
    link.refresh_from_db()
    assert link.last_used_at
    event = Event.objects.get(verb="read", object_id=str(link.pk))
    assert (event.person_id, event.case_id) == (None, family.case.pk)


def test_closing_twice_keeps_the_first_time(family):
    link, _token = link_for(family, email="ana@example.org")
    actions.close(link=link)
    at = link.closed_at
    actions.close(link=link)
    link.refresh_from_db()
    assert (link.closed_at, link.email) == (at, "")


def test_an_address_is_forgotten(family):
    link, _token = link_for(family, email="ana@example.org")
    actions.forget_address(link=link)
    assert Link.objects.get(pk=link.pk).email == ""


def test_two_windows_begin_one_form(family):
    link, _token = link_for(family)
    asked = behind(link).forms[0]  # both have read this before either began
    one, two = actions.begin(link=link, asked=asked), actions.begin(link=link, asked=asked)
    assert one == two
    assert (one.way, one.by, one.participant) == ("link", None, family.mother)
    assert Response.objects.count() == 1
    forms.answer(response=one, answers={"1": 2})
    forms.answer(response=two, answers={"2": 3})
    one.refresh_from_db()
    assert one.answers == {"1": 2, "2": 3}


def test_a_form_that_was_begun_in_the_session_is_gone_on_with(family):
    link, _token = link_for(family)
    asked = behind(link).forms[0]
    begun = forms.begin(case=family.case, asked=asked, way="session", key=uuid4(), by=family.actor)
    assert actions.begin(link=link, asked=behind(link).forms[0]) == begun


def test_a_form_that_was_set_aside_is_begun_anew(family):
    link, _token = link_for(family)
    first = actions.begin(link=link, asked=behind(link).forms[0])
    forms.finish(response=first, by=None)
    forms.set_aside(by=family.actor, response=first, reason="Filled in by somebody else.")
    second = actions.begin(link=link, asked=behind(link).forms[0])
    assert second != first
    assert not second.is_finished


def test_the_practitioners_are_told_once_of_each_answer(family):
    link, _token = link_for(family, "phq-9")
    response = actions.begin(link=link, asked=behind(link).forms[0])
    actions.tell_of_alerts(link=link, response=response)
    assert not Message.objects.exists()
    (alert,) = forms.answer(response=response, answers={"9": 2})
    for _twice in range(2):
        actions.tell_of_alerts(link=link, response=response)
    assert [row.kind for row in link.messages.all()] == [f"alert-{alert.pk}"]
    assert DBTaskResult.objects.count() == 1


def test_what_was_seen_already_is_told_to_nobody(family):
    link, _token = link_for(family, "phq-9")
    response = actions.begin(link=link, asked=behind(link).forms[0])
    (alert,) = forms.answer(response=response, answers={"9": 2})
    forms.acknowledge(by=family.actor, alert=alert, did="We spoke in the session.")
    actions.tell_of_alerts(link=link, response=response)
    assert not Message.objects.exists()


def test_an_e_mail_is_sent_again_only_where_somebody_should_still_get_it(family):
    link, _token = link_for(family, email="ana@example.org")
    message = link.messages.get()
    assert actions.send_again(key=message.pk)
    assert not actions.send_again(key=message.pk + 1)
    actions.revoke(by=family.actor, link=link)
    assert not actions.send_again(key=message.pk)
