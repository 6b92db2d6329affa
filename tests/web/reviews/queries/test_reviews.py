"""What a review reads: what was chosen, what was said, and who agreed."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django_scopes import scope

from attune.core.consent import Answer, Purpose
from attune.core.journey import FilmState
from attune.web.cases import actions as cases
from attune.web.cases.models import HelpingQuestion
from attune.web.films.models import Film
from attune.web.reviews.actions import reviews as actions
from attune.web.reviews.models import Words
from attune.web.reviews.queries import reviews as queries
from tests.factories import start_cycle
from tests.factories.reviews import choose, make_film, make_moment, say


@pytest.fixture
def cycle(family):
    return start_cycle(family)


@pytest.fixture
def film(family, cycle):
    return make_film(family, cycle)


@pytest.fixture
def item(family, cycle, film):
    return choose(family, cycle, film)[0]


@pytest.fixture
def review(item):
    return item.review


def test_opening_asks_who_asks(family, review, item, colleague, stranger):
    words = say(family, review, item, "I waited.")
    doors = [
        (queries.open_review, review),
        (queries.open_item, item),
        (queries.open_words, words),
    ]
    for opening, thing in doors:
        assert opening(family.actor, thing.pk) == thing
        with pytest.raises(PermissionDenied):
            opening(colleague, thing.pk)
        with scope(service=stranger.service), pytest.raises(Http404):
            opening(stranger, thing.pk)


def test_review_of_a_cycle_without_one(cycle):
    assert queries.review_of(cycle) is None


def test_moments_are_those_of_films_that_can_be_watched_together(family, cycle, film):
    moment = make_moment(film)
    make_moment(make_film(family, cycle, state=FilmState.REFUSED))
    make_moment(make_film(family, cycle, kind=Film.Kind.REVIEW))
    own = make_moment(make_film(family, cycle, kind=Film.Kind.PRACTICE))
    assert list(queries.moments_of(cycle)) == [moment, own]
    assert queries.film_to_look_into(cycle) == own.film


def test_a_moment_of_which_nothing_is_left_is_not_shown(family, review, item, film, cycle):
    said_of = choose(family, cycle, film)[0]
    say(family, review, said_of, "I waited.")
    film.delete()
    assert list(queries.items_of(review)) == [said_of]
    assert queries.watchable(review) == []


def test_a_film_that_is_not_ready_can_not_be_watched(review, item, film):
    assert queries.watchable(review) == [item]
    Film.objects.update(state=FilmState.PREPARING)
    assert queries.watchable(review) == []


@pytest.mark.parametrize("purpose", [Purpose.FILM, Purpose.REVIEW])
def test_agreement_names_who_is_missing(family, review, purpose):
    assert queries.agreement_to_watch(review) == queries.Agreement(True, (), False)
    cases.record_consent(
        by=family.actor, participant=family.baby, purpose=purpose, answer=Answer.DECLINED
    )
    assert queries.agreement_to_watch(review) == queries.Agreement(False, (family.baby,), False)


def test_nobody_named_is_nobody_agreed(review, film):
    film.in_picture.clear()
    assert queries.agreement_to_watch(review) == queries.Agreement(False, (), True)


def test_said_puts_each_to_their_own_without_what_was_taken_back(family, review, item):
    client = say(family, review, item, "I waited.")
    idea = say(family, review, item, "Pause.", Words.Speaker.TOGETHER)
    wrong = say(family, review, item, "Not this.")
    actions.strike(by=family.actor, words=wrong, struck=True)
    assert queries.said(item.words.all()) == queries.Said([client], [], [idea])
    assert queries.said_of_all(review) == queries.Said()


def test_the_question_is_that_of_the_day_of_the_review(family, review, item):
    first = queries.question_then(review)
    say(family, review, item, "I waited.")
    later = cases.ask_helping_question(by=family.actor, case=family.case, text="And at meals?")
    HelpingQuestion.objects.filter(pk=later.pk).update(at=later.at + timedelta(days=2))
    assert queries.question_then(review) == first
    review.held_on = None
    assert queries.question_then(review) == later


def test_client_and_other_are_told_apart(family, cycle):
    assert queries.client_of(cycle) == family.mother
    assert queries.other_of(cycle) == family.baby
    family.mother.is_client = False
    cycle.dyad.first = family.mother
    assert queries.client_of(cycle) is None
    assert queries.other_of(cycle) == family.mother


def test_each_film_needs_somebody_named(family, cycle, review):
    other = make_film(family, cycle)
    choose(family, cycle, other)
    assert queries.agreement_to_watch(review) == queries.Agreement(True, (), False)
    other.in_picture.clear()
    assert queries.agreement_to_watch(review) == queries.Agreement(False, (), True)
