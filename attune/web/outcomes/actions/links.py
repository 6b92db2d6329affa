"""Links by which somebody fills in forms on their own. Whoever opens one is no person who signs in:
what they do is written to the event log without a person."""

import secrets
from datetime import datetime, time, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from attune.web.audit import actions as audit
from attune.web.cases.models import Case
from attune.web.outcomes import mailing, tasks
from attune.web.outcomes.actions import forms
from attune.web.outcomes.models import Link, Message, Response
from attune.web.outcomes.queries.links import Recipient, begun, hashed, message_by_key
from attune.web.outcomes.queries.plans import Asked
from attune.web.people.actions import record
from attune.web.people.queries import Actor

BYTES = 24  # 192 bits: nobody guesses it
INVITATION = "invitation"


@transaction.atomic
def make_link(
    *,
    by: Actor,
    case: Case,
    recipient: Recipient,
    name: str,
    days: int,
    email: str,
    key: UUID,
) -> tuple[Link, str | None]:
    """A link and its token, which is known only now: a form that is sent twice makes the link once, and
    the second time there is no token. With an address, an e-mail goes to it."""
    token = secrets.token_urlsafe(BYTES)
    link, made = Link.objects.get_or_create(
        pk=key,
        case=case,
        defaults={
            "when": recipient.occasion.when,
            "cycle": recipient.occasion.cycle,
            "respondent": recipient.respondent,
            "participant": recipient.participant,
            "token_hash": hashed(token),
            "name": name or recipient.who,
            "email": email,
            "by": by.person,
            "expires_at": end_of_day(days),
        },
    )
    if not made:
        return link, None
    record(by=by, verb="create", thing=link, days=days, by_email=bool(email))
    if email:
        write(link=link, kind=INVITATION)
    return link, token


def end_of_day(days: int) -> datetime:
    """Midnight after the day that is so many days from today, here: that whole day still counts."""
    day = timezone.localdate() + timedelta(days=days + 1)
    return timezone.make_aware(datetime.combine(day, time.min))


@transaction.atomic
def revoke(*, by: Actor, link: Link) -> None:
    """The link opens nothing any more, for good. What was filled in stays."""
    if link.revoked_at is None:
        link.revoked_at, link.email = timezone.now(), ""
        link.save(update_fields=["revoked_at", "email"])
        record(by=by, verb="change", thing=link, revoked=True)


@transaction.atomic
def use(*, link: Link) -> None:
    """Somebody opened the link."""
    link.last_used_at = timezone.now()
    link.save(update_fields=["last_used_at"])
    audit.record(
        verb="read",
        thing=link,
        service_id=link.case.service_id,
        person_id=None,
        case_id=link.case_id,
    )


@transaction.atomic
def close(*, link: Link) -> None:
    """Its time is over. It stays over, also where the clock is put back afterwards."""
    if link.closed_at is None:
        link.closed_at, link.email = timezone.now(), ""
        link.save(update_fields=["closed_at", "email"])


@transaction.atomic
def forget_address(*, link: Link) -> None:
    """All is filled in: there is nothing more to write to anybody."""
    link.email = ""
    link.save(update_fields=["email"])


@transaction.atomic
def begin(*, link: Link, asked: Asked) -> Response:
    """The form that was begun, in the session or in another window, or a new one. Its key follows
    from the link, so that two windows begin one form."""
    if waiting := begun(asked):
        return waiting
    again = sum(1 for row in asked.responses if row.set_aside_at)
    key = uuid5(link.pk, f"{asked.key}~{again}")
    return forms.begin(case=link.case, asked=asked, way=Response.Way.LINK, key=key, by=None)


@transaction.atomic
def tell_of_alerts(*, link: Link, response: Response) -> None:
    """The practitioners get an e-mail for each answer that needs a response, without what it is."""
    for key in response.alerts.filter(acknowledged_at=None).values_list("pk", flat=True):
        write(link=link, kind=f"alert-{key}")


@transaction.atomic
def write(*, link: Link, kind: str) -> None:
    """Have this e-mail sent, once."""
    message, made = Message.objects.get_or_create(link=link, kind=kind)
    if made:
        tasks.deliver.enqueue(message.pk)


@transaction.atomic
def send_again(*, key: int) -> bool:
    """Have an e-mail sent that did not go out, if somebody should still get it."""
    message = message_by_key(key)
    if message is None:
        return False
    with scope(service=message.link.case.service):
        if not mailing.is_wanted(message):
            return False
    tasks.deliver.enqueue(key)
    return True
