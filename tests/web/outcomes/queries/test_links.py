"""For whom there can be a link, what lies behind it, and how it stands."""

import hashlib
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django_scopes import scope

from attune.core.consent import Answer, Purpose
from attune.web.cases import actions as cases
from attune.web.outcomes.actions import forms
from attune.web.outcomes.actions import links as actions
from attune.web.outcomes.models import Link, Message
from attune.web.outcomes.queries import links
from attune.web.outcomes.queries.links import State
from attune.web.outcomes.queries.plans import asked_of
from tests.factories import give_consent, make_family
from tests.factories.links import link_for
from tests.factories.outcomes import fill, plan


def test_one_link_opens_what_a_person_is_asked_as_themselves_and_as_a_parent(family):
    plan(family, "phq-9", "start")
    plan(family, "gad-7", "start", "end")
    plan(family, "core-10", "start", respondent="parent")
    now, later = links.recipients(family.case)
    assert (now.who, now.occasion.when, now.is_due) == ("Ana", "start", True)
    assert {one.measure.id for one in now.forms} == {"phq-9", "gad-7", "core-10"}
    assert (later.occasion.when, later.measures, later.is_due) == ("end", "GAD-7", False)


def test_a_teacher_has_a_link_of_their_own_and_the_practitioner_needs_none(family):
    for respondent in ("teacher", "practitioner", "observer"):
        plan(family, "phq-9", "start", respondent=respondent)
    plan(family, "phq-9", "start")
    found = {one.participant: one for one in links.recipients(family.case)}
    assert found.keys() == {family.mother, None}
    teacher = found[None]
    assert teacher.who == "The teacher, about the child"
    assert teacher.key == "start~teacher"


def test_what_has_no_wording_here_is_filled_in_on_paper(family):
    plan(family, "epds", "start")
    assert links.recipients(family.case) == []
    plan(family, "phq-9", "start")
    (one,) = links.recipients(family.case)
    assert (one.measures, one.on_paper) == ("PHQ-9", ("EPDS",))
    link, _token = link_for(family, "phq-9")
    assert [form.measure.id for form in links.behind(link).forms] == ["phq-9"]


def test_what_is_finished_needs_no_link(family):
    fill(family, "core-10", "start")
    assert links.recipients(family.case) == []


def test_a_token_is_found_by_its_hash_alone(family):
    link, token = link_for(family)
    known = hashlib.sha256(token.encode()).hexdigest()
    assert (link.token_hash, len(token)) == (known, 32)  # 192 bits, six in a letter
    assert token not in str(Link.objects.values())
    with scope(service=None):  # nobody is signed in
        assert links.link_by_token(token) == link
        assert links.link_by_token(token + "x") is None
        assert links.link_by_token(known) is None
        assert links.link_by_key(link.pk) == link
    Message.objects.create(link=link, kind="reminder", token_hash=links.hashed("another"))
    assert links.link_by_token("another") == link


def test_a_link_stands_open_until_it_is_finished_over_or_revoked(family):
    link, _token = link_for(family, "core-10", "gad-7", days=3)
    found, now = links.behind(link), timezone.now()
    assert (found.state, found.done) == (State.OPEN, 0)
    assert found.state_at(link.expires_at - timedelta(seconds=1)) is State.OPEN
    assert found.state_at(link.expires_at) is State.EXPIRED
    fill(family, "core-10", "start")
    assert (links.behind(link).state, links.behind(link).done) == (State.OPEN, 1)
    fill(family, "gad-7", "start")
    assert links.behind(link).state is State.FINISHED
    link.revoked_at = now
    assert links.behind(link).state is State.REVOKED


def test_what_was_found_over_stays_over_when_the_clock_is_put_back(family):
    link, _token = link_for(family)
    actions.close(link=link)
    assert links.behind(link).state_at(link.at) is State.EXPIRED


def test_forms_of_others_and_of_other_times_are_not_behind_it(family):
    link, _token = link_for(family, "core-10")
    cases.add_participant(
        by=family.actor, case=family.case, name="Cem", relation="father", is_client=True
    )
    plan(family, "core-10", "start", respondent="teacher")
    plan(family, "core-10", "start", respondent="practitioner")
    plan(family, "core-10", "end")
    (form,) = links.behind(link).forms
    assert (form.respondent, form.participant, form.occasion.when) == (
        "self",
        family.mother,
        "start",
    )
    assert links.behind(link).form(links.form_key(link, form)) == form
    other = next(one for one in asked_of(family.case) if one.respondent == "teacher")
    assert links.behind(link).form(links.form_key(link, other)) is None


def test_a_correction_by_the_practitioner_is_not_gone_on_with_at_home(family):
    link, _token = link_for(family, "core-10", "gad-7")
    (form, _other) = links.behind(link).forms
    assert links.begun(form) is None
    response = actions.begin(link=link, asked=form)
    assert links.begun(links.behind(link).forms[0]) == response
    done = forms.finish(response=response, by=None)
    forms.correct(by=family.actor, response=done, reason="Two were swapped.", key=link.pk)
    assert links.begun(links.behind(link).forms[0]) is None


def test_links_of_a_case_cost_as_many_queries_for_three_as_for_one(
    family, django_assert_num_queries
):
    link_for(family, "core-10")
    with django_assert_num_queries(7):
        assert len(links.links_of(family.case)) == 1
    link_for(family, "core-10", when="end")
    link_for(family, "gad-7", email="ana@example.org")
    with django_assert_num_queries(7):
        rows = links.links_of(family.case)
        assert [len(one.link.messages.all()) for one in rows] == [1, 0, 0]


def test_a_link_is_opened_by_those_who_hold_the_case(family, colleague, stranger):
    link, _token = link_for(family)
    assert links.open_link(family.actor, link.pk) == link
    with pytest.raises(PermissionDenied):
        links.open_link(colleague, link.pk)
    with scope(service=stranger.service), pytest.raises(Http404):
        links.open_link(stranger, link.pk)


def test_an_answer_that_needs_a_response_is_told_until_somebody_has_seen_it(family):
    link, _token = link_for(family, "phq-9")
    assert not links.behind(link).told()
    response = actions.begin(link=link, asked=links.behind(link).forms[0])
    (alert,) = forms.answer(response=response, answers={"9": 1})
    assert links.behind(link).told()
    forms.acknowledge(by=family.actor, alert=alert, did="We spoke.")
    assert not links.behind(link).told()


def test_somebody_has_stopped_who_took_back_what_the_work_rests_on(family):
    link, _token = link_for(family)
    assert not links.has_stopped(link)  # nobody has asked them yet
    give_consent(family)
    assert not links.has_stopped(link)
    for purpose, stopped in ((Purpose.COPY, False), (Purpose.REVIEW, True)):
        cases.record_consent(
            by=family.actor, participant=family.mother, purpose=purpose, answer=Answer.WITHDRAWN
        )
        assert links.has_stopped(link) is stopped
    link.participant = None  # a teacher
    assert not links.has_stopped(link)


def test_links_over_and_links_with_an_address_are_those_of_the_clock(family):
    plain, _token = link_for(family)
    written, _token = link_for(family, "gad-7", email="ana@example.org")
    over, _token = link_for(make_family(family.actor, label="Elm"), email="eve@example.org")
    Link.objects.filter(pk=over.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    now = timezone.now()
    assert list(links.links_over(now)) == [over]
    assert list(links.links_with_address(now)) == [written]
    assert plain.email == ""


def test_an_e_mail_is_read_with_its_link_whatever_service_it_is_of(family):
    link, _token = link_for(family, email="ana@example.org")
    message = link.messages.get()
    with scope(service=None):
        assert links.message_by_key(message.pk).link == link
        assert links.message_by_key(message.pk + 1) is None
