"""Invented people and cases for tests, made through the same actions that the pages use."""

from dataclasses import dataclass
from itertools import count

from attune.core.consent import Answer, Purpose
from attune.web.cases import actions as cases
from attune.web.cases.models import Case, Cycle, Dyad, Participant
from attune.web.people.models import Membership, Person, Post, PostHeld, Role, Service
from attune.web.people.queries import Actor, Officer, actor_for, officer_for

PASSWORD = "a-long-enough-sentence"
numbers = count(1)


def make_service(name: str = "") -> Service:
    return Service.objects.create(name=name or f"Service {next(numbers)}")


def make_person(
    service: Service | None = None, *roles: Role, name: str = "", password: str | None = None
) -> Person:
    """Someone with these roles in the service. Hashing a password is slow: ask for it if needed."""
    number = next(numbers)
    person = Person.objects.create_user(
        f"person{number}@example.org", password, name=name or f"Person {number}"
    )
    if service is not None:
        for role in roles:
            Membership.objects.create(person=person, service=service, role=role)
    return person


def make_actor(service: Service | None = None, *roles: Role, name: str = "") -> Actor:
    """A practitioner, unless other roles are named."""
    service = service or make_service()
    actor = actor_for(make_person(service, *(roles or (Role.PRACTITIONER,)), name=name))
    assert actor is not None
    return actor


def make_officer(*posts: Post, name: str = "") -> Officer:
    """Somebody of the national association, in no service: an analyst, unless other posts are named."""
    person = make_person(name=name)
    for post in posts or (Post.ANALYST,):
        PostHeld.objects.create(person=person, post=post)
    officer = officer_for(person)
    assert officer is not None
    return officer


@dataclass(frozen=True)
class Family:
    """A case of a mother and a baby. Open `scope(service=…)` around what you do with it."""

    actor: Actor
    case: Case
    mother: Participant
    baby: Participant
    dyad: Dyad

    @property
    def people(self) -> list[Participant]:
        return [self.mother, self.baby]


def make_family(actor: Actor, *, label: str = "Willow", words: str = "") -> Family:
    """A case with its people, and nothing else. `words` marks every text, as a canary."""
    case = cases.start_case(
        by=actor, label=label + words, context="parent-infant", engagement="chosen"
    )
    mother = cases.add_participant(
        by=actor, case=case, name="Ana" + words, relation="mother", is_client=True
    )
    baby = cases.add_participant(
        by=actor, case=case, name="Bo" + words, relation="baby", is_client=False
    )
    return Family(actor, case, mother, baby, case.dyads.get())


def give_consent(family: Family, *purposes: Purpose) -> None:
    """Everyone in the family says yes to these purposes (being filmed and watching, by default)."""
    for purpose in purposes or (Purpose.FILM, Purpose.REVIEW):
        for participant in family.people:
            cases.record_consent(
                by=family.actor, participant=participant, purpose=purpose, answer=Answer.GIVEN
            )


def start_cycle(family: Family, *, words: str = "") -> Cycle:
    """A helping question, a goal, consent to film and review, and a cycle: ready to film."""
    cases.ask_helping_question(
        by=family.actor, case=family.case, text="What helps us enjoy bath time?" + words
    )
    cases.set_goal(by=family.actor, case=family.case, text="To feel calm together" + words)
    give_consent(family)
    return cases.start_cycle(
        by=family.actor, case=family.case, dyad_id=family.dyad.pk, plan="Bath time" + words
    )
