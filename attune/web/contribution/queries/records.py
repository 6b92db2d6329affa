"""The outcome records of cases, made of the scores that count. Whether a case gives them is asked elsewhere.

- Of each form that counts, the newest valid scores. Where two forms count for one occasion, none does until a person has
  decided between them.
- Scales that may be shown on a chart: never one that is made of answers that need a response alone.
- Measures of the catalogue. Ratings of goals stay here: a rating belongs to no occasion, and several goals of one client
  would be taken for one course.
- cycles: those that came as far as watching together.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from attune.core.instruments.catalogue import find
from attune.core.instruments.errors import UnknownMeasureError
from attune.core.records.contract import schema
from attune.core.records.errors import RecordError
from attune.core.records.making import Episode, Scored, records_of
from attune.web.cases.journey import reviews_held
from attune.web.cases.models import Case, CaseWorker, Dyad, Participant
from attune.web.contribution.models import CaseloadNumber, EpisodeNumber
from attune.web.contribution.queries.consents import AT_ONCE
from attune.web.outcomes.models import Response, Score
from attune.web.outcomes.queries.change import shown
from attune.web.outcomes.queries.plans import counting, place_of
from attune.web.people.models import Membership, Role, Service

Records = list[dict[str, Any]]
STAGES = (Role.SUPERVISOR, Role.PRACTITIONER, Role.TRAINEE)
"""The first of these roles that somebody has says how far they are trained."""


@dataclass(frozen=True)
class Sender:
    """What records say of the service they come from."""

    pseudonym: UUID
    region: str
    setting: str

    @classmethod
    def of(cls, service: Service, pseudonym: UUID | None = None) -> "Sender":
        """pseudonym: a passing one, where the service is known nowhere yet."""
        return cls(pseudonym or uuid4(), service.region, service.setting)

    @property
    def is_placed(self) -> bool:
        """Whether region and kind of organisation are said: without them there is no record."""
        return bool(self.region and self.setting)


def records_of_case(case: Case, sender: Sender) -> Records:
    """All records of one case, whether it gives them or not. Raises RecordError."""
    return records_of_cases([case], sender)[case.pk]


def records_of_cases(
    cases: Iterable[Case], sender: Sender, wrong: dict[UUID, RecordError] | None = None
) -> dict[UUID, Records]:
    """By case, all records of each, whether it gives them or not.

    A case of which a record does not hold to the contract has none, and is put into `wrong`; without that, RecordError.
    As many queries for three cases as for one. A case or a caseload without a number yet has a passing one.
    """
    cases = list(cases)
    found: dict[UUID, Records] = {}
    for begin in range(0, len(cases), AT_ONCE):
        known = _Known.of(cases[begin : begin + AT_ONCE])
        for case in cases[begin : begin + AT_ONCE]:
            try:
                found[case.pk] = records_of(known.episode(case, sender), known.scored(case))
            except RecordError as error:
                if wrong is None:
                    raise
                wrong[case.pk] = error
    return found


@dataclass(frozen=True)
class _Known:
    """What was read of some cases, by their keys."""

    numbers: dict[UUID, UUID]
    holders: dict[UUID, UUID]
    caseloads: dict[UUID, UUID]
    stages: dict[tuple[UUID, UUID], str]
    cycles: dict[UUID, int]
    dyads: dict[UUID, list[UUID]]
    clients: dict[UUID, list[UUID]]
    forms: dict[UUID, list[Response]]
    scores: dict[UUID, dict[str, float | None]]

    @classmethod
    def of(cls, cases: Sequence[Case]) -> "_Known":
        keys = [case.pk for case in cases]
        holders = first_holders(cases)
        people = set(holders.values())
        forms = _forms(keys)
        return cls(
            dict(EpisodeNumber.objects.filter(case__in=keys).values_list("case_id", "number")),
            holders,
            _caseloads(people),
            _stages(people, {case.service_id for case in cases}),
            reviews_held(cases),
            _in_order(Dyad, keys),
            _in_order(Participant, keys, is_client=True),
            forms,
            _scores([row.pk for rows in forms.values() for row in rows]),
        )

    def episode(self, case: Case, sender: Sender) -> Episode:
        holder = self.holders[case.pk]
        return Episode(
            episode=str(self.numbers.get(case.pk) or uuid4()),
            service=str(sender.pseudonym),
            caseload=str(self.caseloads[holder]),
            region=sender.region,
            setting=sender.setting,
            context=case.context,
            engagement=case.engagement,
            relation=case.relation,
            child_age=case.child_age,
            ethnicity=case.ethnicity,
            stage=self.stages.get((case.service_id, holder), Role.PRACTITIONER.value),
            mode=case.mode,
            cycles=self.cycles[case.pk],
            end=case.ending if case.ended_on else "open",
        )

    def scored(self, case: Case) -> list[Scored]:
        places = defaultdict(list)
        for row in counting(self.forms.get(case.pk, [])):
            places[place_of(row)].append(row)
        return [
            one
            for rows in places.values()
            if len(rows) == 1  # two that count wait for a person's decision
            for one in self._of_form(rows[0])
        ]

    def _of_form(self, row: Response) -> list[Scored]:
        pair = self._pair(row)
        scores = self.scores.get(row.pk, {})
        return [
            Scored(
                pair,
                row.measure,
                row.version,
                scale,
                row.when,
                row.respondent,
                value,
                row.taken_on,
            )
            for scale in _sendable(row.measure, row.version)
            if pair <= MOST_PAIRS and (value := scores.get(scale)) is not None
        ]

    def _pair(self, row: Response) -> int:
        """Which relationship it is about, from 1; of a client about themselves, which client."""
        if row.dyad_id:
            return self.dyads[row.case_id].index(row.dyad_id) + 1
        clients = self.clients.get(row.case_id, [])
        return clients.index(row.participant_id) + 1 if row.participant_id in clients else 1


MOST_PAIRS: int = schema()["properties"]["pair"]["maximum"]


@cache
def _sendable(measure: str, version: str) -> tuple[str, ...]:
    """The scales that may leave; none of a measure that the catalogue does not have."""
    try:
        return tuple(scale.id for scale in shown(find(measure, version)))
    except UnknownMeasureError:
        return ()


def first_holders(cases: Iterable[Case]) -> dict[UUID, UUID]:
    """By case, the person who held it first: to their caseload it belongs."""
    found: dict[UUID, UUID] = {}
    rows = CaseWorker.objects.filter(case__in=[case.pk for case in cases]).order_by("since", "pk")
    for case, person in rows.values_list("case_id", "person_id"):
        found.setdefault(case, person)
    return found


def _caseloads(people: set[UUID]) -> dict[UUID, UUID]:
    rows = CaseloadNumber.objects.filter(person__in=people)
    known = dict(rows.values_list("person_id", "number"))
    return {person: known.get(person) or uuid4() for person in people}


def _stages(people: set[UUID], services: set[UUID]) -> dict[tuple[UUID, UUID], str]:
    """By service and person. A role today counts for all their cases: none is kept of former days."""
    roles: defaultdict[tuple[UUID, UUID], set[str]] = defaultdict(set)
    rows = Membership.objects.filter(person__in=people, service__in=services)
    for service, person, role in rows.values_list("service_id", "person_id", "role"):
        roles[service, person].add(role)
    return {
        key: next((stage.value for stage in STAGES if stage in held), Role.PRACTITIONER.value)
        for key, held in roles.items()
    }


def _in_order(
    model: type[Dyad] | type[Participant], cases: list[UUID], **only: bool
) -> dict[UUID, list[UUID]]:
    """By case, the keys of its pairs or people in the order in which they were added."""
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    rows = model.objects.filter(case__in=cases, **only).order_by("created_at", "pk")
    for case, key in rows.values_list("case_id", "pk"):
        found[case].append(key)
    return found


def _forms(cases: list[UUID]) -> dict[UUID, list[Response]]:
    found: defaultdict[UUID, list[Response]] = defaultdict(list)
    rows = Response.objects.filter(case__in=cases, finished_at__isnull=False)
    for row in rows.defer("answers", "totals"):
        found[row.case_id].append(row)
    return found


def _scores(forms: list[UUID]) -> dict[UUID, dict[str, float | None]]:
    """By form and scale; the newest row counts."""
    found: defaultdict[UUID, dict[str, float | None]] = defaultdict(dict)
    for begin in range(0, len(forms), AT_ONCE):
        rows = Score.objects.filter(response__in=forms[begin : begin + AT_ONCE])
        for form, scale, value in rows.order_by("at", "pk").values_list(
            "response_id", "scale", "value"
        ):
            found[form][scale] = value
    return found
