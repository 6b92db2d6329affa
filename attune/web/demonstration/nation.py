"""An invented nation as cases of services: what a real one would have written down, made in bulk.

For trying the whole way from cases to national figures. Nobody is named: labels are numbers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

from django.db import models, transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from attune.core.consent import Answer, Purpose
from attune.core.figures.invented import Work
from attune.core.instruments.catalogue import find
from attune.core.journey import ReviewState
from attune.core.records.making import Scored
from attune.web.cases.models import Case, CaseWorker, Consent, Cycle, Dyad, Participant
from attune.web.outcomes.models import Response, Score
from attune.web.people.models import Membership, Person, Role, Service
from attune.web.reviews.models import SharedReview

AT_ONCE = 500  # episodes in one transaction
LASTS = timedelta(days=150)


@dataclass
class Rows:
    """What is written in one go, in the order in which it has to be."""

    cases: list[Case] = field(default_factory=list)
    workers: list[CaseWorker] = field(default_factory=list)
    participants: list[Participant] = field(default_factory=list)
    dyads: list[Dyad] = field(default_factory=list)
    cycles: list[Cycle] = field(default_factory=list)
    reviews: list[SharedReview] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)

    def write(self) -> None:
        for rows in vars(self).values():
            if rows:
                type(rows[0])._base_manager.bulk_create(rows, batch_size=1000)


@dataclass
class People:
    """The services and practitioners that were made so far, by their numbers in the nation."""

    services: dict[int, Service] = field(default_factory=dict)
    practitioners: dict[int, Person] = field(default_factory=dict)

    def service_of(self, work: Work) -> Service:
        if work.service not in self.services:
            self.services[work.service] = Service.objects.create(
                name=f"Invented service {work.service + 1}",
                region=work.episode.region,
                setting=work.episode.setting,
            )
        return self.services[work.service]

    def practitioner_of(self, work: Work) -> Person:
        if work.practitioner not in self.practitioners:
            person = Person(
                email=f"practitioner{work.practitioner + 1}@nation.example",
                name=f"Practitioner {work.practitioner + 1}",
            )
            person.set_unusable_password()
            person.save()
            Membership.objects.create(
                person=person, service=self.service_of(work), role=Role(work.episode.stage)
            )
            self.practitioners[work.practitioner] = person
        return self.practitioners[work.practitioner]


def write_cases(works: Iterable[Work], people: People | None = None) -> People:
    """Every episode as a case with its people, cycles, consent to national data, and filled forms.

    people: services that are there already, by their numbers in the nation; the others are made.
    """
    people, left = people or People(), iter(works)
    with scopes_disabled():
        while some := list(islice(left, AT_ONCE)):
            with transaction.atomic():
                rows = Rows()
                for number, work in enumerate(some, start=1):
                    _add(rows, work, people, number)
                rows.write()
    return people


def _add(rows: Rows, work: Work, people: People, number: int) -> None:
    said, person = work.episode, people.practitioner_of(work)
    case = Case(
        service=people.service_of(work),
        label=f"Invented {number}",
        context=said.context,
        engagement=said.engagement,
        relation=said.relation,
        child_age=said.child_age,
        ethnicity=said.ethnicity,
        mode=said.mode,
        started_on=work.scores[0].on,
    )
    if said.end != "open":
        case.ended_on, case.ending = case.started_on + LASTS, said.end
    rows.cases.append(case)
    rows.workers.append(CaseWorker(case=case, person=person))
    client = Participant(case=case, name="A", relation=said.relation, is_client=True)
    other = Participant(case=case, name="B", relation="child", is_client=False)
    dyad = Dyad(case=case, first=client, second=other)
    rows.participants += [client, other]
    rows.dyads.append(dyad)
    for place in range(1, said.cycles + 1):
        cycle = Cycle(case=case, number=place, dyad=dyad, plan="Play", by=person)
        rows.cycles.append(cycle)
        rows.reviews.append(
            SharedReview(
                cycle=cycle, state=ReviewState.FINISHED, held_on=case.started_on, by=person
            )
        )
    rows.consents.append(
        Consent(
            participant=client,
            purpose=Purpose.RESEARCH,
            answer=Answer.GIVEN,
            on=case.started_on,
            recorded_by=person,
        )
    )
    for response, score in _forms(case, client, person, work.scores):
        rows.responses.append(response)
        rows.scores.append(score)


def _forms(
    case: Case, client: Participant, person: Person, scores: Iterable[Scored]
) -> Iterator[tuple[models.Model, models.Model]]:
    for one in scores:
        measure = find(one.measure, one.version)
        response = Response(
            case=case,
            when=one.occasion,
            respondent=one.respondent,
            participant=client,
            measure=measure.id,
            version=measure.version,
            sha256=measure.sha256,
            way=Response.Way.PAPER,
            taken_on=one.on,
            finished_at=timezone.now(),
            by=person,
        )
        yield (
            response,
            Score(response=response, scale=one.scale, value=one.score, sha256=measure.sha256),
        )
