"""Who is asking."""

import pytest

from attune.web.people.models import Post, PostHeld, Role
from attune.web.people.queries import actor_for, caseworkers, officer_for
from tests.factories import make_actor, make_officer, make_person, make_service

pytestmark = pytest.mark.django_db


def test_actor_without_membership_is_none():
    assert actor_for(make_person()) is None


def test_actor_has_only_the_roles_of_the_chosen_service():
    here, there = make_service("Ash"), make_service("Birch")
    person = make_person(here, Role.PRACTITIONER, Role.SUPERVISOR)
    there.memberships.create(person=person, role=Role.MANAGER)

    assert actor_for(person).roles == {Role.PRACTITIONER, Role.SUPERVISOR}
    assert actor_for(person, str(there.pk)).service == there
    assert actor_for(person, str(there.pk)).roles == {Role.MANAGER}


def test_actor_asking_for_a_service_of_others_gets_their_own():
    own, other = make_service("Ash"), make_service("Birch")
    person = make_person(own, Role.PRACTITIONER)

    assert actor_for(person, str(other.pk)).service == own


def test_caseworkers_are_of_the_own_service_and_may_sign_in():
    actor = make_actor()
    make_actor(actor.service, Role.MANAGER)
    make_actor()
    gone = make_actor(actor.service).person
    gone.is_active = False
    gone.save()

    assert list(caseworkers(actor)) == [actor.person]


def test_officer_has_the_posts_they_hold_and_nobody_else_is_one():
    assert officer_for(make_actor().person) is None
    analyst = make_officer(Post.ANALYST)
    assert (analyst.posts, analyst.is_analyst, analyst.is_editor) == ({Post.ANALYST}, True, False)
    assert make_officer(Post.ANALYST, Post.EDITOR).is_editor


def test_actor_is_known_to_be_an_analyst_too():
    actor, other = make_actor(), make_actor()
    for person, post in ((actor.person, Post.ANALYST), (other.person, Post.EDITOR)):
        PostHeld.objects.create(person=person, post=post)
    assert actor_for(actor.person).is_analyst_too
    assert not actor_for(other.person).is_analyst_too
