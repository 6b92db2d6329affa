"""What pages show of the national data: counts, and every record before it goes and after it went."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from attune.web.cases.front import Panel
from attune.web.cases.models import Case
from attune.web.cases.queries import open_case
from attune.web.contribution.models import EpisodeNumber, NationalLink, OutgoingPush, Standing
from attune.web.contribution.queries.consents import Willing, willing
from attune.web.contribution.queries.giving import Given, given_by, link_of, wanted
from attune.web.contribution.queries.records import Records
from attune.web.contribution.queries.showing_sums import OfSums, of_sums
from attune.web.contribution.wording import EACH, SAME
from attune.web.people.models import Service
from attune.web.people.queries import Actor

Row = dict[str, Any]


@dataclass(frozen=True)
class Episode:
    """The records of one episode: what is the same in all of them, and a row for each score."""

    number: UUID
    records: Records
    known: bool = True

    @property
    def short(self) -> str:
        """The beginning of the number: enough to tell it from the others on a page."""
        return str(self.number)[:8]

    @property
    def same(self) -> list[tuple[Promise, Any]]:
        return [(label, self.records[0][name]) for name, label in SAME.items() if self.records]

    @property
    def rows(self) -> list[list[Any]]:
        return [[record[name] for name in EACH] for record in self.records]


@dataclass(frozen=True)
class Counts:
    """How many cases there are, whose clients agree, and what is with the association."""

    cases: int
    agree: int
    ending_unsaid: int
    held: int = 0
    held_records: int = 0
    waiting: int = 0
    unknown: int = 0


@dataclass(frozen=True)
class Home:
    """The manager's page: link is None before joining."""

    link: NationalLink | None
    placed: bool
    counts: Counts
    given: Given | None = None
    history: list[OutgoingPush] = field(default_factory=list)
    sums: OfSums | None = None


def home_of(actor: Actor) -> Home:
    """Counts, and nothing that could name anyone."""
    service, link = actor.service, link_of(actor.service)
    standing = willing(Case.objects.filter(service=service))
    agree = sum(one.agree for one in standing)
    unsaid = sum(one.agree and one.ending_unsaid for one in standing)
    placed = bool(service.region and service.setting)
    if link is None:
        return Home(None, placed, Counts(len(standing), agree, unsaid))
    if sums := of_sums(link):
        counts = Counts(len(standing), agree, unsaid, sums.cases, waiting=int(sums.differs))
        return Home(link, placed, counts, history=list(history()[:20]), sums=sums)
    given = given_by(link)
    counts = Counts(
        len(standing),
        agree,
        unsaid,
        len(given.held),
        len(given.held_records),
        len(given.waiting),
        given.unknown,
    )
    return Home(link, placed, counts, given, list(history()[:20]))


def history() -> QuerySet[OutgoingPush]:
    """Of the open scope's service, newest first; those given up are those that never counted."""
    return OutgoingPush.objects.exclude(state=OutgoingPush.State.ABANDONED).defer("body")


def before(given: Given) -> list[Episode]:
    """What is sent next, episode by episode; one without records is taken back."""
    return [Episode(one, given.wanted.get(one, [])) for one in given.waiting]


def after(given: Given) -> list[Episode]:
    """What they hold, as they acknowledged it."""
    return [Episode(one, row.records, row.is_known) for one, row in given.held.items()]


@dataclass(frozen=True)
class OfCase:
    """The national data of one case: who agrees, what should be held, and what is."""

    willing: Willing
    link: NationalLink | None
    placed: bool
    before: Episode | None = None
    after: Episode | None = None

    @property
    def case(self) -> Case:
        return self.willing.case

    @property
    def is_there(self) -> bool:
        """Whether they hold what they should."""
        if self.after is not None and not self.after.known:
            return False
        return (self.before.records if self.before else []) == (
            self.after.records if self.after else []
        )


def of_case(actor: Actor, case_id: UUID) -> OfCase:
    """404 or 403 where the actor does not hold the case."""
    return _of_case(open_case(actor, case_id))


def _of_case(case: Case) -> OfCase:
    (found,) = willing([case])
    service: Service = case.service
    link, placed = link_of(service), bool(service.region and service.setting)
    number = EpisodeNumber.objects.filter(case=case).values_list("number", flat=True).first()
    if link is None or number is None:
        return OfCase(found, link, placed)
    now = wanted(link, [number]).get(number)
    row = Standing.objects.filter(episode=number).first()
    return OfCase(
        found,
        link,
        placed,
        Episode(number, now) if now else None,
        Episode(number, row.records, row.is_known) if row else None,
    )


def on_consents(case: Case) -> Panel | None:
    """Where a case's consents are shown; nothing while the service has not joined."""
    found = _of_case(case)
    return Panel("contribution/parts/on_consents.html", found) if found.link else None
