"""Whose scores may be given: a case gives only while every client in it stands at yes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from attune.core.consent import ConsentFact, Purpose, decide
from attune.web.cases.models import Case, Participant
from attune.web.cases.queries import consent_facts, today

AT_ONCE = 500
"""Cases that are asked about in one query: a list in a query has a greatest length."""


@dataclass(frozen=True)
class Willing:
    """The clients of a case, and those of them who have not said yes, or no longer."""

    case: Case
    clients: list[Participant]
    missing: list[Participant]

    @property
    def agree(self) -> bool:
        return bool(self.clients) and not self.missing

    @property
    def ending_unsaid(self) -> bool:
        """The work has ended, and nobody said whether as planned: the record needs that."""
        return self.case.ended_on is not None and not self.case.ending

    @property
    def gives(self) -> bool:
        return self.agree and not self.ending_unsaid


def willing(cases: Iterable[Case]) -> list[Willing]:
    """How each of these cases stands, in their order. As many queries for three cases as for one."""
    cases = list(cases)
    found: list[Willing] = []
    for begin in range(0, len(cases), AT_ONCE):
        found.extend(_willing(cases[begin : begin + AT_ONCE]))
    return found


def _willing(cases: list[Case]) -> list[Willing]:
    clients: defaultdict[UUID, list[Participant]] = defaultdict(list)
    for person in Participant.objects.filter(case__in=[one.pk for one in cases], is_client=True):
        clients[person.case_id].append(person)
    facts: defaultdict[object, list[ConsentFact]] = defaultdict(list)
    for fact in consent_facts(person.pk for people in clients.values() for person in people):
        facts[fact.person].append(fact)
    return [_of_case(case, clients[case.pk], facts) for case in cases]


def _of_case(
    case: Case, clients: list[Participant], facts: defaultdict[object, list[ConsentFact]]
) -> Willing:
    keys = [person.pk for person in clients]
    known = [fact for key in keys for fact in facts[key]]
    decision = decide(known, people=keys, purpose=Purpose.RESEARCH, today=today())
    return Willing(case, clients, [one for one in clients if one.pk in decision.missing])


def giving(cases: Iterable[Case]) -> list[Case]:
    """Those of these cases that give now."""
    return [one.case for one in willing(cases) if one.gives]
