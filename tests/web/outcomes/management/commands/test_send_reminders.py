"""What the clock sends, through a real mail server, and what it ends."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command

from attune.core.consent import Answer, Purpose
from attune.web.cases import actions as cases
from attune.web.config.workers import Worker
from attune.web.outcomes.actions import links as actions
from attune.web.outcomes.models import Link, Message
from tests.factories import make_family
from tests.factories.links import link_for
from tests.factories.outcomes import fill
from tests.web.outcomes.mail_server import serving

MADE = "2026-11-02 10:00+00:00"


@pytest.fixture
def post(settings, tmp_path):
    settings.DATA = tmp_path
    with serving(settings) as kept:
        yield kept


def clock(day: int, *, hour: int = 10) -> str:
    """What the command says on this day after the links were made; then the worker does its work."""
    out = io.StringIO()
    moment = datetime(2026, 11, 2, hour, 5, tzinfo=UTC) + timedelta(days=day)
    with time_machine.travel(moment, tick=False):
        call_command("send_reminders", stdout=out)
        worker = Worker("default")
        while worker.turn():
            pass
    return out.getvalue().strip()


@pytest.fixture
def link(family) -> Link:
    with time_machine.travel(MADE, tick=False):
        return link_for(family, email="ana@example.org")[0]


def subjects(post) -> list[str]:
    return [letter["Subject"] for letter in post.letters]


def test_an_unanswered_link_brings_three_e_mails_in_two_weeks(link, post):
    said = {day: clock(day, hour=hour) for day in range(20) for hour in (10, 11)}
    assert subjects(post) == [
        "Some questions for you",
        "A reminder: some questions for you",
        "A last reminder: some questions for you",
    ]
    assert all(row.sent_at for row in Message.objects.all())
    assert said[1] == "Reminders: 0. E-mails tried again: 0."


def test_nobody_is_reminded_of_what_is_done_revoked_over_or_stopped(family, post):
    families = [make_family(family.actor, label=name) for name in ("done", "revoked", "stopped")]
    done, _revoked, stopped = families
    with time_machine.travel(MADE, tick=False):
        links = [link_for(each, email="x@example.org")[0] for each in families]
    clock(0)
    assert len(post.letters) == 3
    fill(done, "core-10", "start")
    actions.revoke(by=family.actor, link=links[1])
    cases.record_consent(
        by=family.actor,
        participant=stopped.mother,
        purpose=Purpose.FILM,
        answer=Answer.WITHDRAWN,
        on=date(2026, 11, 2),
    )
    for day in range(1, 20):
        clock(day)
    assert len(post.letters) == 3
    assert [row.email for row in Link.objects.all()] == ["", "", ""]


def test_what_is_over_is_closed_and_its_address_forgotten(link, post):
    clock(14)  # its last day
    link.refresh_from_db()
    assert (link.closed_at, link.email) == (None, "ana@example.org")
    clock(15)
    link.refresh_from_db()
    assert link.closed_at is not None
    assert link.email == ""


def test_what_did_not_go_out_is_tried_again(link, post, settings):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    clock(0)
    settings.EMAIL_PORT = port
    assert post.letters == []
    assert clock(0, hour=11) == "Reminders: 0. E-mails tried again: 1."
    assert subjects(post) == ["Some questions for you"]
