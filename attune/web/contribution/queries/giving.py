"""What a service gives now, what is held of it, and where the two differ."""

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from attune.core.records.errors import RecordError
from attune.web.cases.models import Case
from attune.web.contribution.models import EpisodeNumber, NationalLink, OutgoingPush, Standing
from attune.web.contribution.queries.consents import AT_ONCE, giving
from attune.web.contribution.queries.records import Records, Sender, records_of_cases
from attune.web.people.models import Service

log = logging.getLogger("attune.contribution")


def link_of(service: Service) -> NationalLink | None:
    return NationalLink.objects.filter(service=service).first()


def links() -> list[NationalLink]:
    """All that a try makes sense for, of every service: for the clock. Needs every scope open."""
    rows = NationalLink.objects.exclude(state=NationalLink.State.STOPPED)
    return list(rows.select_related("service"))


def sender(link: NationalLink) -> Sender:
    return Sender.of(link.service, link.pseudonym)


def digest_of(records: Records) -> str:
    """The checksum of one episode's records; the same for the same records."""
    said = json.dumps(records, separators=(",", ":"), sort_keys=True, allow_nan=False)
    return sha256(said.encode()).hexdigest()


def wanted(link: NationalLink, episodes: Iterable[UUID] | None = None) -> dict[UUID, Records]:
    """By episode, the records that should be held there now: of all, or of these alone. An episode with nothing to
    give is not in it, nor is one that does not hold to the contract: one case that is wrong keeps no other from being sent,
    and above all none from being taken back."""
    if link.state != NationalLink.State.ACTIVE or not sender(link).is_placed:
        return {}
    found: dict[UUID, Records] = {}
    for cases in _in_pieces(link, episodes):
        numbers = dict(EpisodeNumber.objects.filter(case__in=cases).values_list("case", "number"))
        wrong: dict[UUID, RecordError] = {}
        made = records_of_cases(giving(cases), sender(link), wrong)
        for case, error in wrong.items():
            log.error("Case %s gives nothing: %s", case, error)
        found |= {numbers[case]: records for case, records in made.items() if records}
    return found


def _in_pieces(link: NationalLink, episodes: Iterable[UUID] | None) -> Iterable[list[Case]]:
    """Cases that have a number, so many at a time that no query grows too long."""
    rows = EpisodeNumber.objects.filter(case__service=link.service)
    if episodes is not None:
        rows = rows.filter(number__in=list(episodes))
    keys = list(rows.order_by("number").values_list("case", flat=True))
    for begin in range(0, len(keys), AT_ONCE):
        yield list(Case.objects.filter(pk__in=keys[begin : begin + AT_ONCE]))


def differing(link: NationalLink) -> list[UUID]:
    """The episodes of which they do not hold what they should, in the order of their numbers; all, where it is not known
    what they hold."""
    now = {episode: digest_of(records) for episode, records in wanted(link).items()}
    if link.whole_next:
        return sorted(now)
    held = dict(Standing.objects.values_list("episode", "digest"))
    return sorted(one for one in now.keys() | held.keys() if now.get(one) != held.get(one))


def under_way() -> OutgoingPush | None:
    """The push of the open scope's service that was made and not acknowledged."""
    return OutgoingPush.objects.filter(state=OutgoingPush.State.UNDER_WAY).first()


def in_body(push: OutgoingPush) -> dict[UUID, Records]:
    """By episode, what a push under way holds of it."""
    said: dict[str, Any] = json.loads(bytes(push.body))
    return {UUID(one["episode"]): one["records"] for one in said.get("episodes", [])}


def abandoned(sequence: int, digest: str) -> OutgoingPush | None:
    """A push that we gave up, and that may have arrived all the same."""
    rows = OutgoingPush.objects.filter(state=OutgoingPush.State.ABANDONED)
    return rows.filter(sequence=sequence, digest=digest).first()


@dataclass(frozen=True)
class Given:
    """Before and after: what should be held, and what is, by episode; `waiting` are those that differ."""

    wanted: dict[UUID, Records]
    held: dict[UUID, Standing]
    waiting: list[UUID]

    @property
    def next_records(self) -> Records:
        """Every record of what is sent next; what is taken back has none."""
        return [record for one in self.waiting for record in self.wanted.get(one, [])]

    @property
    def taken_back_next(self) -> list[UUID]:
        return [one for one in self.waiting if one not in self.wanted]

    @property
    def held_records(self) -> Records:
        return [record for one in self.held.values() for record in one.records]

    @property
    def unknown(self) -> int:
        """Episodes of which it is not known what they hold."""
        return sum(not one.is_known for one in self.held.values())


def given_by(link: NationalLink) -> Given:
    """What a service gives, before and after."""
    now = wanted(link)
    held = {row.episode: row for row in Standing.objects.all()}
    digests = {one: digest_of(records) for one, records in now.items()}
    known = {one: row.digest for one, row in held.items()}
    waiting = sorted(one for one in now.keys() | held.keys() if digests.get(one) != known.get(one))
    return Given(now, held, sorted(now) if link.whole_next else waiting)
