"""E-mails go out once, through a real mail server, with a link that opens."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_scopes import scope

from attune.core.consent import Answer, Purpose
from attune.web.cases import actions as cases
from attune.web.outcomes import mailing
from attune.web.outcomes.actions import forms
from attune.web.outcomes.actions import links as actions
from attune.web.outcomes.models import Message
from attune.web.outcomes.queries.links import behind, hashed, link_by_token
from tests.factories import make_actor
from tests.factories.links import link_for
from tests.factories.outcomes import fill
from tests.web.outcomes.mail_server import serving


@pytest.fixture
def post(settings):
    settings.PUBLIC_URL = "https://attune.example.org"
    with serving(settings) as kept:
        yield kept


@pytest.fixture
def invited(family):
    link, _token = link_for(family, email="ana@example.org")
    return link


def invitation(link) -> Message:
    return link.messages.get(kind="invitation")


def alerted(family) -> Message:
    """The e-mail about an answer that needs a response."""
    link, _token = link_for(family, "phq-9")
    response = actions.begin(link=link, asked=behind(link).forms[0])
    forms.answer(response=response, answers={"9": 1})
    actions.tell_of_alerts(link=link, response=response)
    return link.messages.get()


def token_in(letter) -> str:
    (line,) = [line for line in letter.get_content().splitlines() if "/fill/#" in line]
    assert line.startswith("https://attune.example.org/fill/#")
    return line.partition("#")[2]


def test_the_invitation_brings_a_link_that_opens_and_is_not_the_one_that_was_shown(invited, post):
    with scope(service=None):  # a worker has no scope of its own
        assert mailing.deliver(invitation(invited).pk)
    (letter,) = post.letters
    assert (letter["To"], letter["Subject"]) == ("ana@example.org", "Some questions for you")
    text = letter.get_content()
    assert text.splitlines()[0] == "Hello Ana,"
    assert f"{invited.by.name} (Harbour)" in text
    assert "CORE" not in text  # what is asked is between the two of them
    assert link_by_token(token_in(letter)) == invited
    assert hashed(token_in(letter)) != invited.token_hash
    assert invitation(invited).sent_at


def test_what_was_sent_is_not_sent_again(invited, post):
    key = invitation(invited).pk
    assert mailing.deliver(key)
    assert not mailing.deliver(key)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert not mailing.deliver(key)
    assert len(post.letters) == 1


def test_of_two_workers_one_sends(invited):
    message = invitation(invited)
    assert mailing.claim(message, "one")
    assert not mailing.claim(message, "two")
    assert invitation(invited).token_hash == hashed("one")


def test_what_a_dying_machine_had_claimed_is_sent_after_an_hour(invited, post):
    message = invitation(invited)
    assert mailing.claim(message, "lost with the machine")
    assert not mailing.deliver(message.pk)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert mailing.deliver(message.pk)
    assert len(post.letters) == 1


def test_what_the_server_refuses_is_given_back_and_tried_again(invited, post):
    message = invitation(invited)
    post.refuses.add("ana@example.org")
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        mailing.deliver(message.pk)
    message.refresh_from_db()
    assert (message.claimed_at, message.sent_at) == (None, None)
    post.refuses.clear()
    assert mailing.deliver(message.pk)


def test_a_server_that_is_not_there_loses_nothing(invited, post, settings):
    settings.EMAIL_PORT = 1
    with pytest.raises(ConnectionRefusedError):
        mailing.deliver(invitation(invited).pk)
    assert list(mailing.unsent()) == [invitation(invited)]


def test_nothing_goes_out_about_a_link_that_is_over(family, post):
    revoked, closed, done = (
        link_for(family, measure, email="ana@example.org")[0]
        for measure in ("core-10", "gad-7", "phq-9")
    )
    actions.revoke(by=family.actor, link=revoked)
    actions.close(link=closed)
    for measure in ("core-10", "gad-7", "phq-9"):
        fill(family, measure, "start")
    assert [mailing.deliver(invitation(link).pk) for link in (revoked, closed, done)] == [False] * 3
    assert not mailing.deliver(invitation(done).pk + 100)
    assert post.letters == []


def test_the_practitioners_hear_that_they_are_needed_and_nothing_else(family, post):
    colleague = make_actor(family.actor.service)
    cases.share_case(by=family.actor, case=family.case, person=colleague.person)
    message = alerted(family)
    assert mailing.deliver(message.pk)
    (letter,) = post.letters
    addresses = {colleague.person.email, family.actor.person.email}
    assert set(letter["To"].split(", ")) == addresses
    assert letter["Subject"] == "An answer in Attune needs you"
    text = letter.get_content()
    assert "https://attune.example.org" in text
    for word in ("Ana", "Bo", "Willow", "PHQ", "Harbour", "#"):
        assert word not in text
    assert message.token_hash is None


def test_an_answer_that_was_seen_meanwhile_needs_no_e_mail(family, post):
    message = alerted(family)
    (alert,) = forms.Alert.objects.all()
    forms.acknowledge(by=family.actor, alert=alert, did="We spoke.")
    assert not mailing.deliver(message.pk)
    assert post.letters == []


def test_a_case_that_nobody_holds_waits_for_somebody(family, post):
    message = alerted(family)
    family.case.workers.all().delete()
    assert not mailing.deliver(message.pk)
    assert list(mailing.unsent()) == [message]


def test_the_console_shows_it_where_there_is_no_mail_server(invited, settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert mailing.deliver(invitation(invited).pk)
    assert "Subject: Some questions for you" in capsys.readouterr().out


# --- when a reminder is due -----------------------------------------------------------------------
def due_on_days(link) -> dict[int, str]:
    """What would be sent on each day from the making of the link, every e-mail being sent at once."""
    found = {}
    for day in range(40):
        now = link.at + timedelta(days=day, minutes=1)
        if now < link.expires_at and (kind := mailing.due(link, now)):
            Message.objects.create(link=link, kind=kind, sent_at=now)
            found[day] = kind
    return found


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (3, {2: "last"}),
        (7, {3: "reminder", 6: "last"}),
        (14, {3: "reminder", 13: "last"}),
        (30, {3: "reminder", 29: "last"}),
    ],
)
def test_two_reminders_at_most_each_once(family, days, expected):
    with time_machine.travel("2026-11-02 10:00+00:00", tick=False):
        link, _token = link_for(family, email="ana@example.org", days=days)
        Message.objects.update(sent_at=timezone.now())
    assert due_on_days(link) == expected


def test_no_reminder_while_the_e_mail_before_it_has_not_gone_out(invited):
    assert mailing.due(invited, invited.at + timedelta(days=5)) is None
    Message.objects.update(sent_at=invited.at + timedelta(days=4, hours=1))
    assert mailing.due(invited, invited.at + timedelta(days=5)) is None  # less than a day ago
    assert mailing.due(invited, invited.at + timedelta(days=5, hours=1)) == "reminder"


def test_the_first_reminder_comes_after_as_many_days_as_the_host_says(invited, settings):
    Message.objects.update(sent_at=invited.at)
    settings.REMIND_AFTER_DAYS = 5
    assert mailing.due(invited, invited.at + timedelta(days=5, seconds=-1)) is None
    assert mailing.due(invited, invited.at + timedelta(days=5)) == "reminder"


def test_a_reminder_is_not_for_somebody_who_has_stopped(family, invited, post):
    actions.write(link=invited, kind=mailing.REMINDER)
    reminder = invited.messages.get(kind=mailing.REMINDER)
    assert mailing.is_wanted(reminder)
    cases.record_consent(
        by=family.actor, participant=family.mother, purpose=Purpose.FILM, answer=Answer.WITHDRAWN
    )
    assert not mailing.deliver(reminder.pk)


@pytest.mark.parametrize(
    ("kind", "subject", "words"),
    [
        ("reminder", "A reminder: some questions for you", "go on where you stopped"),
        ("last", "A last reminder: some questions for you", "This is the last reminder."),
    ],
)
def test_reminders_say_which_they_are_and_until_when(invited, post, kind, subject, words):
    actions.write(link=invited, kind=kind)
    assert mailing.deliver(invited.messages.get(kind=kind).pk)
    (letter,) = post.letters
    assert letter["Subject"] == subject
    last = timezone.localdate() + timedelta(days=14)
    text = letter.get_content()
    assert words in text
    assert f"until the end of {last.day} {last:%B %Y}" in text
    assert link_by_token(token_in(letter)) == invited
