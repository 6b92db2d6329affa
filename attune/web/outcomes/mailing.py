"""E-mails about links: what they say, and that each is sent once.

An e-mail is claimed in the database, then sent, then marked as sent. Where sending fails, the claim is
given back and it is tried again. Where the machine dies in between, nobody knows whether it went out: after
an hour it is sent again. So each is sent at least once, and a second time only after such an accident:
somebody who never hears of their forms, or of an answer that needs them, is worse than a letter twice.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope

from attune.web.cases.queries import holders
from attune.web.outcomes.models import Alert, Link, Message
from attune.web.outcomes.queries.links import State, behind, has_stopped, hashed, message_by_key

GIVEN_UP = timedelta(hours=1)  # a claim this old is that of a machine which died
REMINDER, LAST = "reminder", "last"
BEFORE_THE_END = timedelta(days=2)
APART = timedelta(days=1)  # between two e-mails to one person
ALERT = "alert-"


def deliver(key: int) -> bool:
    """Send an e-mail; whether it went out now. Raises what the mail server says (OSError)."""
    message = message_by_key(key)
    if message is None:
        return False
    with scope(service=message.link.case.service):
        if not is_wanted(message):
            return False
        token = secrets.token_urlsafe(24)
        if not claim(message, token):
            return False
        try:
            _letter(message, token).send()
        except OSError:
            Message.objects.filter(pk=message.pk).update(claimed_at=None)
            raise
        Message.objects.filter(pk=message.pk).update(sent_at=timezone.now())
        return True


def unsent() -> Any:
    """Which e-mails nobody sends at the moment."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - GIVEN_UP)
    return Message.objects.filter(free, sent_at=None)


def claim(message: Message, token: str) -> bool:
    """Whether it is ours to send. One statement, so that of two workers one gets it."""
    own = None if message.kind.startswith(ALERT) else hashed(token)
    rows = unsent().filter(pk=message.pk)
    return rows.update(claimed_at=timezone.now(), token_hash=own) == 1


def is_wanted(message: Message) -> bool:
    """Whether somebody should still get it: nothing goes out about a link that is over, and no
    reminder to somebody who has stopped."""
    if message.kind.startswith(ALERT):
        return _alert(message).filter(acknowledged_at=None).exists() and bool(_holders(message))
    if not message.link.email or behind(message.link).state is not State.OPEN:
        return False
    return message.kind not in {REMINDER, LAST} or not has_stopped(message.link)


def _alert(message: Message) -> Any:
    return Alert.objects.filter(pk=message.kind.removeprefix(ALERT))


def _holders(message: Message) -> list[str]:
    """The addresses of those who hold the case now."""
    people = holders(message.link.case).filter(is_active=True)
    return list(people.values_list("email", flat=True))


def due(link: Link, now: datetime) -> str | None:
    """The reminder for which it is time; None mostly. Two at most, a day apart or more: one some days
    after the link was made, and one shortly before its time is over."""
    sent = [row for row in link.messages.all() if not row.kind.startswith(ALERT)]
    if any(row.sent_at is None or now - row.sent_at < APART for row in sent):
        return None
    kinds = {row.kind for row in sent}
    if now >= link.expires_at - BEFORE_THE_END:
        return None if LAST in kinds else LAST
    after = timedelta(days=settings.REMIND_AFTER_DAYS)
    return REMINDER if now >= link.at + after and not kinds & {REMINDER, LAST} else None


def address(token: str) -> str:
    """The link as it is handed out. What stands behind the # is never sent to a server by itself."""
    return f"{settings.PUBLIC_URL}{reverse('outcomes:guest')}#{token}"


def _letter(message: Message, token: str) -> EmailMessage:
    link = message.link
    if message.kind.startswith(ALERT):
        body = render_to_string("outcomes/mail/alert.txt", {"url": settings.PUBLIC_URL})
        return EmailMessage(_("An answer in Attune needs you"), body, to=_holders(message))
    subjects = {
        REMINDER: _("A reminder: some questions for you"),
        LAST: _("A last reminder: some questions for you"),
    }
    subject = subjects.get(message.kind, _("Some questions for you"))
    until = timezone.localtime(link.expires_at - timedelta(seconds=1))
    context = {"link": link, "kind": message.kind, "url": address(token), "until": until}
    body = render_to_string("outcomes/mail/link.txt", context)
    return EmailMessage(subject, body, to=[link.email])
