"""Links by which somebody fills in forms on their own: for whom there can be one, what lies behind it,
and how it stands. A link is found by the hash of its token, which is kept nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID, uuid5

from django.utils import timezone
from django_scopes import scopes_disabled

from attune.core.consent import Answer, Purpose, standing
from attune.web.cases.models import Case, Participant
from attune.web.cases.queries import consent_facts, open_in_case, today
from attune.web.outcomes.models import Alert, Link, Message, Respondent, Response
from attune.web.outcomes.queries.plans import Asked, Occasion, Standing, asked_of
from attune.web.people.queries import Actor

AT_HOME = frozenset({Respondent.SELF, Respondent.PARENT, Respondent.TEACHER})
RESTS_ON = (Purpose.FILM, Purpose.REVIEW)  # without these the work has stopped


class State(StrEnum):
    """How a link stands. FINISHED: nothing is left to fill in."""

    OPEN = "open"
    FINISHED = "finished"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Recipient:
    """Somebody who can fill in forms of one occasion on their own.

    forms: what they have not finished. on_paper: titles of what has no wording here, and so can't be sent.
    """

    occasion: Occasion
    participant: Participant | None
    respondent: Respondent
    forms: tuple[Asked, ...]
    on_paper: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.occasion.key}~{_who(self.participant, self.respondent)}"

    @property
    def who(self) -> str:
        return self.participant.name if self.participant else str(self.respondent.label)

    @property
    def measures(self) -> str:
        """What they are asked, in the order of the plan, each title once."""
        return ", ".join(dict.fromkeys(one.measure.title for one in self.forms))

    @property
    def is_due(self) -> bool:
        return any(one.standing(today()) is not Standing.LATER for one in self.forms)


def _who(participant: Participant | None, respondent: str) -> str:
    """A person of the case fills in what is asked of them as themselves and as a parent at once."""
    return participant.pk.hex if participant else str(respondent)


def recipients(case: Case) -> list[Recipient]:
    """For whom a link can be made, what is due first."""
    groups: dict[tuple[str, str], list[Asked]] = {}
    for one in asked_of(case):
        if one.respondent in AT_HOME:
            key = one.occasion.key, _who(one.participant, one.respondent)
            groups.setdefault(key, []).append(one)
    found = [_recipient(group) for group in groups.values()]
    return sorted((one for one in found if one.forms), key=lambda one: not one.is_due)


def _recipient(group: list[Asked]) -> Recipient:
    first, waiting = group[0], [one for one in group if not one.counting]
    return Recipient(
        first.occasion,
        first.participant,
        first.respondent,
        tuple(one for one in waiting if one.measure.worded),
        tuple(one.measure.title for one in waiting if not one.measure.worded),
    )


def hashed(token: str) -> str:
    """What is kept of a token, which is long and random: no salt is needed, nor a slow hash."""
    return sha256(token.encode()).hexdigest()


def open_link(actor: Actor, link_id: UUID) -> Link:
    """A link of a case that the actor holds. 404 outside their service, 403 when not theirs."""
    return open_in_case(actor, Link, link_id, "participant", "cycle")


@dataclass(frozen=True)
class Behind:
    """A link with what lies behind it."""

    link: Link
    forms: tuple[Asked, ...]

    @property
    def waiting(self) -> list[Asked]:
        """What is not finished yet."""
        return [one for one in self.forms if not one.counting]

    @property
    def done(self) -> int:
        return len(self.forms) - len(self.waiting)

    @property
    def state(self) -> State:
        return self.state_at(timezone.now())

    def state_at(self, now: datetime) -> State:
        if self.link.revoked_at:
            return State.REVOKED
        if not self.waiting:
            return State.FINISHED
        if self.link.closed_at or self.link.expires_at <= now:
            return State.EXPIRED
        return State.OPEN

    def form(self, key: str) -> Asked | None:
        """The form of this key, of those that the link opens."""
        return next((one for one in self.forms if form_key(self.link, one) == key), None)

    def told(self) -> bool:
        """Whether there is an answer in these forms that needs a response, and had none yet."""
        rows = [row.pk for one in self.forms for row in one.responses]
        return Alert.objects.filter(response__in=rows, acknowledged_at=None).exists()


def form_key(link: Link, asked: Asked) -> str:
    """Names a form in the guest's address, and says nothing of the case."""
    return uuid5(link.pk, asked.key).hex


def begun(asked: Asked) -> Response | None:
    """The form to go on with, wherever it was begun; what a practitioner corrects is not their business."""
    waiting = asked.open
    return waiting if waiting is not None and waiting.corrects_id is None else None


def behind(link: Link) -> Behind:
    return _behind(link, asked_of(link.case))


def _behind(link: Link, asked: Iterable[Asked]) -> Behind:
    return Behind(link, tuple(one for one in asked if _opens(link, one)))


def _opens(link: Link, asked: Asked) -> bool:
    cycle, person = asked.occasion.cycle, asked.participant
    if asked.respondent not in AT_HOME or not asked.measure.worded:
        return False
    return (
        link.when == asked.occasion.when
        and link.cycle_id == (cycle.pk if cycle else None)
        and link.participant_id == (person.pk if person else None)
        and (person is not None or link.respondent == asked.respondent)
    )


def links_of(case: Case) -> list[Behind]:
    """Every link of a case, newest first, with its e-mails. As many queries for three as for one."""
    asked = asked_of(case)
    rows = Link.objects.filter(case=case).select_related("cycle", "by").prefetch_related("messages")
    return [_behind(link, asked) for link in rows]


# --- for somebody who is not signed in: no scope is open yet ---------------------------------------
def link_by_token(token: str) -> Link | None:
    """The link that this token opens, whatever its state; from the page or from an e-mail."""
    known = hashed(token)
    with scopes_disabled():
        if link := _links().filter(token_hash=known).first():
            return link
        return _links().filter(messages__token_hash=known).first()


def link_by_key(key: UUID) -> Link | None:
    with scopes_disabled():
        return _links().filter(pk=key).first()


def _links():
    return Link.objects.select_related("case__service", "participant", "cycle", "by")


def links_over(now: datetime) -> Iterable[Link]:
    """Links of the open scope whose time has ended, and that nobody has closed yet."""
    return _links().filter(closed_at=None, expires_at__lte=now)


def links_with_address(now: datetime) -> Iterable[Link]:
    """Links of the open scope whose person may be written to."""
    return (
        _links()
        .filter(closed_at=None, revoked_at=None, expires_at__gt=now)
        .exclude(email="")
        .prefetch_related("messages")
    )


# --- e-mails ------------------------------------------------------------------------------------
def message_by_key(key: int) -> Message | None:
    """An e-mail with its link, without a scope: the worker sends for every service."""
    with scopes_disabled():
        related = ("link__case__service", "link__participant", "link__cycle", "link__by")
        return Message.objects.select_related(*related).filter(pk=key).first()


def has_stopped(link: Link) -> bool:
    """Whether the link's person took back the consent that the work rests on, or it ran out: they are
    reminded of nothing, and somebody speaks with them instead."""
    if link.participant_id is None:
        return False
    facts = consent_facts([link.participant_id])
    asked = {"person": link.participant_id, "today": today()}
    return any(
        standing(facts, purpose=purpose, **asked) is Answer.WITHDRAWN for purpose in RESTS_ON
    )
