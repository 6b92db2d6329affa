"""What reviews bring to the journey of a case."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from attune.core.journey import ReviewState, Step
from attune.web.cases.journey import CycleKnown, journey_of, way_of
from attune.web.reviews.actions import reviews as actions
from attune.web.reviews.models import Words
from attune.web.reviews.queries.journey import entries, know
from tests.factories import make_family, start_cycle
from tests.factories.reviews import choose, make_film, make_moment, say


@pytest.fixture
def cycle(family):
    return start_cycle(family)


@pytest.fixture
def film(family, cycle):
    return make_film(family, cycle)


def known_of(cycle):
    known = {cycle.pk: CycleKnown()}
    know(known)
    return known[cycle.pk]


def test_a_ready_film_leads_to_the_editor_and_its_moments_to_the_review(family, cycle, film):
    assert known_of(cycle).clips == 0
    assert known_of(cycle).links[Step.FIND_MOMENTS] == reverse("reviews:editor", args=[film.pk])
    make_moment(film)
    make_moment(film)
    known = known_of(cycle)
    assert (known.clips, known.review) == (2, None)
    assert known.links[Step.PREPARE_REVIEW] == reverse("reviews:prepare", args=[cycle.pk])


def test_each_step_of_a_review_has_its_place(family, cycle, film):
    item = choose(family, cycle, film)[0]
    review = item.review
    known = known_of(cycle)
    assert known.review is ReviewState.PLANNED
    assert known.links[Step.HOLD_REVIEW] == reverse("reviews:prepare", args=[cycle.pk])
    assert known.links[Step.FINISH_REVIEW] == reverse("reviews:words", args=[review.pk])
    assert known.links[Step.DECIDE] == reverse("reviews:finish", args=[review.pk])
    actions.begin_watching(by=family.actor, review=review)
    assert known_of(cycle).review is ReviewState.HELD


def test_a_review_without_moments_is_still_to_be_prepared(family, cycle, film):
    item = choose(family, cycle, film)[0]
    actions.leave_out(by=family.actor, item=item)
    assert known_of(cycle).review is None


def test_the_journey_goes_round_to_the_next_film(family, cycle, film):
    item = choose(family, cycle, film)[0]
    say(family, item.review, item, "I waited.")
    assert way_of([family.case])[family.case.pk].step is Step.FINISH_REVIEW
    end = actions.Conclusion(
        narrative="", ideas="", next_step="", next_film="Breakfast", go_on=True, form=item.pk
    )
    actions.finish(by=family.actor, review=item.review, conclusion=end)
    way = way_of([family.case])[family.case.pk]
    assert (way.step, way.cycle.number) == (Step.FILM, 2)


def test_moments_are_one_entry_for_each_film(family, cycle, film):
    assert entries(family.case) == []
    last = [make_moment(film) for _ in range(3)][-1]
    found = entries(family.case)
    assert [(entry.title, entry.at, entry.cycle_id) for entry in found] == [
        ("3 moments found", last.at, cycle.pk)
    ]


def test_a_review_is_told_in_the_clients_words(family, cycle, film):
    first, second = choose(family, cycle, film, moments=2)
    review = first.review
    assert [entry.kind for entry in entries(family.case)] == ["clip"]
    say(family, review, second, "He came back to me.")
    say(family, review, first, "I waited.")
    say(family, review, first, "I saw you wait.", Words.Speaker.PRACTITIONER)
    wrong = say(family, review, first, "Not this.")
    actions.strike(by=family.actor, words=wrong, struck=True)
    entry = entries(family.case)[-1]
    assert (entry.kind, entry.words, entry.by) == ("review", "I waited.", "Ana")
    assert entry.url == reverse("reviews:review", args=[review.pk])
    end = actions.Conclusion(
        narrative="We are good together.",
        ideas="",
        next_step="Wait at meals.",
        next_film="",
        go_on=False,
        form=first.pk,
    )
    actions.finish(by=family.actor, review=review, conclusion=end)
    entry = entries(family.case)[-1]
    assert (entry.words, entry.note) == ("We are good together.", "Next step: Wait at meals.")


def test_nobodys_name_stands_beside_no_words(family, cycle, film):
    item = choose(family, cycle, film)[0]
    actions.watch_only(by=family.actor, item=item, only=True)
    assert entries(family.case)[-1].by == ""


def test_three_cases_cost_no_more_queries_than_one(practitioner, family, cycle, film):
    choose(family, cycle, film)
    counts = []
    every = [cycle]
    for more in (0, 2):
        for _ in range(more):
            other = make_family(practitioner)
            every.append(start_cycle(other))
            choose(other, every[-1], make_film(other, every[-1]))
        with CaptureQueriesContext(connection) as seen:
            know({each.pk: CycleKnown() for each in every})
        counts.append(len(seen))
    assert counts == [2, 2]


def test_the_page_of_the_journey_takes_it_in(family, cycle, film):
    make_moment(film)
    titles = [entry.title for entry in journey_of(family.case).entries]
    assert "1 moment found" in titles
