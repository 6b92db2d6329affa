"""Who is asking: the signed-in person, in one service, with roles; or with a post at the association."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from attune.web.people.models import Membership, Person, Post, PostHeld, Role, Service

CASEWORK = frozenset({Role.PRACTITIONER, Role.TRAINEE})
EVERY_ROLE = frozenset(Role)


@dataclass(frozen=True)
class Actor:
    """A person in a service. Every query and every action takes one.

    is_analyst_too: holds that post at the association; it shows them the way there and opens nothing here.
    """

    person: Person
    service: Service
    roles: frozenset[Role]
    has_other_services: bool = False
    is_analyst_too: bool = False

    @property
    def is_caseworker(self) -> bool:
        return bool(self.roles & CASEWORK)

    @property
    def is_manager(self) -> bool:
        return Role.MANAGER in self.roles


def actor_for(person: Person, service_id: str | None = None) -> Actor | None:
    """The person in the service they chose, else in their first one; None without any."""
    posts = PostHeld.objects.filter(person=OuterRef("person"), post=Post.ANALYST)
    memberships = Membership.objects.filter(person=person).select_related("service")
    rows = list(memberships.annotate(is_analyst=Exists(posts)).order_by("service__name"))
    chosen = [row for row in rows if str(row.service_id) == service_id] or rows[:1]
    if not chosen:
        return None
    service = chosen[0].service
    roles = frozenset(Role(row.role) for row in rows if row.service_id == service.pk)
    others = any(row.service_id != service.pk for row in rows)
    return Actor(person, service, roles, others, chosen[0].is_analyst)


@dataclass(frozen=True)
class Officer:
    """A person with posts at the national association; in its pages, what an actor is in a service."""

    person: Person
    posts: frozenset[Post]

    @property
    def is_analyst(self) -> bool:
        return Post.ANALYST in self.posts

    @property
    def is_editor(self) -> bool:
        return Post.EDITOR in self.posts


def officer_for(person: Person) -> Officer | None:
    """The person with their posts; None without any."""
    posts = frozenset(
        Post(post) for post in PostHeld.objects.filter(person=person).values_list("post", flat=True)
    )
    return Officer(person, posts) if posts else None


def services_of(person: Person) -> QuerySet[Service]:
    return Service.objects.filter(memberships__person=person).distinct()


def caseworkers(actor: Actor) -> QuerySet[Person]:
    """The colleagues in the actor's service who may hold a case."""
    return Person.objects.filter(
        is_active=True, memberships__service=actor.service, memberships__role__in=CASEWORK
    ).distinct()


def caseworker(actor: Actor, person_id: UUID) -> Person:
    return caseworkers(actor).get(pk=person_id)
