"""Choosing, watching, writing down and finishing a shared review."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from attune.core.consent import Answer, Purpose
from attune.core.journey import ReviewState
from attune.web.audit.models import Event
from attune.web.cases import actions as cases
from attune.web.cases.models import Cycle
from attune.web.reviews.actions import reviews as actions
from attune.web.reviews.models import ReviewItem, SharedReview, Words
from tests.factories import start_cycle
from tests.factories.reviews import choose, make_film, make_moment, say

TOGETHER = Words.Speaker.TOGETHER
PRACTITIONER = Words.Speaker.PRACTITIONER


@pytest.fixture
def cycle(family):
    return start_cycle(family)


@pytest.fixture
def film(family, cycle):
    return make_film(family, cycle)


@pytest.fixture
def items(family, cycle, film):
    return choose(family, cycle, film, moments=3)


@pytest.fixture
def review(items):
    return items[0].review


def conclusion(**said):
    usual = {"narrative": "", "ideas": "", "next_step": "", "next_film": "", "go_on": False}
    return actions.Conclusion(**(usual | {"form": uuid4()} | said))


def order(review):
    return list(review.items.values_list("moment", flat=True))


# --- choosing -----------------------------------------------------------------------------------
def test_choose_begins_the_review_with_its_first_moment(practitioner, cycle, film):
    moments = [make_moment(film), make_moment(film)]
    for moment in moments:
        actions.choose(by=practitioner, cycle=cycle, moment=moment)
    review = SharedReview.objects.get()
    assert (review.cycle, review.state, review.held_on) == (cycle, ReviewState.PLANNED, None)
    assert order(review) == [moment.pk for moment in moments]


def test_choose_twice_chooses_once(practitioner, cycle, film):
    moment = make_moment(film)
    first = actions.choose(by=practitioner, cycle=cycle, moment=moment)
    assert actions.choose(by=practitioner, cycle=cycle, moment=moment) == first
    assert ReviewItem.objects.count() == 1


@pytest.mark.parametrize(
    ("which", "places", "after"),
    [(0, 1, [1, 0, 2]), (2, -1, [0, 2, 1]), (0, -1, [0, 1, 2]), (2, 5, [0, 1, 2])],
)
def test_move_stops_at_the_ends(practitioner, review, items, which, places, after):
    moments = order(review)
    actions.move(by=practitioner, item=items[which], places=places)
    assert order(review) == [moments[number] for number in after]
    assert list(review.items.values_list("position", flat=True)) == [1, 2, 3]


def test_leave_out_closes_the_gap(practitioner, review, items):
    moments = order(review)
    actions.leave_out(by=practitioner, item=items[1])
    assert order(review) == [moments[0], moments[2]]
    assert list(review.items.values_list("position", flat=True)) == [1, 2]


def test_leave_out_keeps_a_moment_of_which_something_was_said(family, review, items):
    words = say(family, review, items[1], "He looked at me!")
    actions.strike(by=family.actor, words=words, struck=True)
    with pytest.raises(ValidationError, match="stays in the review"):
        actions.leave_out(by=family.actor, item=items[1])
    assert review.items.count() == 3


# --- watching -----------------------------------------------------------------------------------
def test_begin_watching_holds_the_review_on_this_day(practitioner, review, time_machine):
    time_machine.move_to("2027-03-09 15:00")
    actions.begin_watching(by=practitioner, review=review)
    review.refresh_from_db()
    assert (review.state, str(review.held_on)) == (ReviewState.HELD, "2027-03-09")
    time_machine.move_to("2027-03-16 15:00")
    actions.begin_watching(by=practitioner, review=review)
    review.refresh_from_db()
    assert str(review.held_on) == "2027-03-09"


@pytest.mark.parametrize("purpose", [Purpose.FILM, Purpose.REVIEW])
def test_begin_watching_waits_for_consent_of_everyone(practitioner, family, review, purpose):
    cases.record_consent(
        by=practitioner, participant=family.baby, purpose=purpose, answer=Answer.WITHDRAWN
    )
    with pytest.raises(ValidationError, match="Not everyone"):
        actions.begin_watching(by=practitioner, review=review)
    review.refresh_from_db()
    assert review.state == ReviewState.PLANNED


def test_begin_watching_needs_something_to_watch(practitioner, review, film):
    film.moments.all().delete()
    with pytest.raises(ValidationError, match="Choose at least one"):
        actions.begin_watching(by=practitioner, review=review)


# --- what was said ------------------------------------------------------------------------------
def test_the_practitioner_speaks_after_the_client(family, review, items):
    for speaker in (PRACTITIONER, TOGETHER):
        with pytest.raises(ValidationError, match="words come first"):
            say(family, review, items[0], "I saw you wait.", speaker)
    say(family, review, items[0], "I waited.")
    say(family, review, items[0], "I saw you wait.", PRACTITIONER)
    assert list(items[0].words.values_list("speaker", flat=True)) == ["client", "practitioner"]
    with pytest.raises(ValidationError):
        say(family, review, items[1], "Another moment has its own turn.", PRACTITIONER)


def test_the_practitioner_may_speak_when_the_client_only_watched(family, review, items):
    actions.watch_only(by=family.actor, item=items[0], only=True)
    assert say(family, review, items[0], "I saw you wait.", PRACTITIONER).pk
    actions.watch_only(by=family.actor, item=items[0], only=False)
    with pytest.raises(ValidationError):
        say(family, review, items[0], "And more.", PRACTITIONER)


def test_words_that_were_taken_back_do_not_open_the_turn(family, review, items):
    words = say(family, review, items[0], "Noted in the wrong place")
    actions.strike(by=family.actor, words=words, struck=True)
    with pytest.raises(ValidationError):
        say(family, review, items[0], "I saw you wait.", PRACTITIONER)


def test_words_hold_the_review(family, review, items):
    say(family, review, items[0], "I waited.")
    review.refresh_from_db()
    assert review.state == ReviewState.HELD


def test_the_same_form_twice_is_kept_once_and_other_words_are_kept_too(family, review, items):
    form = uuid4()
    sent = {
        "by": family.actor,
        "review": review,
        "item": items[0],
        "speaker": Words.Speaker.CLIENT,
        "form": form,
    }
    first = actions.keep_words(**sent, text="I waited.")
    assert actions.keep_words(**sent, text="I waited.") == first
    assert actions.keep_words(**sent, text="I waited for him.") != first
    assert Words.objects.count() == 2
    assert Event.objects.filter(verb="create", object_id=str(first.pk)).count() == 1


def test_only_who_wrote_words_down_takes_them_back(family, review, items, colleague):
    words = say(family, review, items[0], "I waited.")
    with pytest.raises(ValidationError, match="Only the person"):
        actions.strike(by=colleague, words=words, struck=True)
    actions.strike(by=family.actor, words=words, struck=True)
    assert Words.objects.get().struck_at is not None
    actions.strike(by=family.actor, words=words, struck=False)
    assert Words.objects.get().struck_at is None


def test_words_outlive_the_film(family, review, items, film):
    say(family, review, items[0], "I waited.")
    film.delete()
    assert Words.objects.get().item.moment is None


# --- finishing ----------------------------------------------------------------------------------
def test_finish_keeps_the_new_story_and_begins_one_next_cycle(family, review, cycle):
    end = conclusion(
        narrative="We are good together.",
        ideas="Pause after each splash.",
        next_step="Wait at meals, too.",
        next_film="Breakfast",
        go_on=True,
    )
    first = actions.finish(by=family.actor, review=review, conclusion=end)
    second = actions.finish(
        by=family.actor, review=SharedReview.objects.get(pk=review.pk), conclusion=end
    )
    assert first == second
    assert (first.number, first.dyad, first.plan) == (2, cycle.dyad, "Breakfast")
    assert Cycle.objects.count() == 2
    assert list(review.words.values_list("item", "speaker", "text")) == [
        (None, "client", "We are good together."),
        (None, "together", "Pause after each splash."),
    ]
    review.refresh_from_db()
    assert (review.state, review.next_step) == (ReviewState.FINISHED, "Wait at meals, too.")


def test_stopping_here_begins_nothing_and_going_on_may_come_later(family, review):
    assert actions.finish(by=family.actor, review=review, conclusion=conclusion()) is None
    assert Cycle.objects.count() == 1
    later = conclusion(next_film="Breakfast", go_on=True)
    assert actions.finish(by=family.actor, review=review, conclusion=later).number == 2


def test_reopen_changes_nothing_but_the_state(family, review, items):
    say(family, review, items[0], "I waited.")
    end = conclusion(next_film="Breakfast", go_on=True)
    begun = actions.finish(by=family.actor, review=review, conclusion=end)
    actions.reopen(by=family.actor, review=review)
    review.refresh_from_db()
    assert (review.state, review.next_cycle) == (ReviewState.HELD, begun)
    assert actions.finish(by=family.actor, review=review, conclusion=end) == begun
    assert Words.objects.count() == 1


def test_reopen_leaves_a_review_that_is_not_finished(family, review):
    actions.reopen(by=family.actor, review=review)
    review.refresh_from_db()
    assert review.state == ReviewState.PLANNED


# --- finished, and consent taken back -----------------------------------------------------------
def withdraw(family):
    cases.record_consent(
        by=family.actor,
        participant=family.baby,
        purpose=Purpose.REVIEW,
        answer=Answer.WITHDRAWN,
    )


def test_a_finished_review_keeps_its_choice_until_it_is_opened_again(family, review, cycle, film):
    moments = order(review)
    actions.finish(by=family.actor, review=review, conclusion=conclusion())
    new, item = make_moment(film), review.items.first()
    deeds = [
        lambda: actions.choose(by=family.actor, cycle=cycle, moment=new),
        lambda: actions.move(by=family.actor, item=item, places=1),
        lambda: actions.leave_out(by=family.actor, item=item),
    ]
    for deed in deeds:
        with pytest.raises(ValidationError, match=r"This review is finished\. Reopen it first\."):
            deed()
    assert order(review) == moments
    actions.reopen(by=family.actor, review=review)
    actions.leave_out(by=family.actor, item=review.items.first())
    assert order(review) == moments[1:]


def test_leave_out_keeps_a_moment_that_the_client_only_watched(family, review, items):
    actions.watch_only(by=family.actor, item=items[1], only=True)
    with pytest.raises(ValidationError, match="watched together"):
        actions.leave_out(by=family.actor, item=items[1])
    assert review.items.count() == 3


def test_nothing_holds_a_planned_review_without_the_agreement_to_watch(family, review, items):
    withdraw(family)
    deeds = [
        lambda: say(family, review, items[0], "I waited."),
        lambda: actions.watch_only(by=family.actor, item=items[0], only=True),
        lambda: actions.finish(by=family.actor, review=review, conclusion=conclusion()),
    ]
    for deed in deeds:
        with pytest.raises(ValidationError, match="Not everyone"):
            deed()
    stored = SharedReview.objects.get()
    assert (stored.state, stored.held_on) == (ReviewState.PLANNED, None)
    assert not Words.objects.exists()
    assert not ReviewItem.objects.filter(watched_only_at__isnull=False).exists()


def test_words_are_kept_after_the_agreement_was_taken_back(family, review, items):
    say(family, review, items[0], "I waited.")
    withdraw(family)
    say(family, review, items[1], "He looked at me.")
    end = conclusion(narrative="We are good together.")
    actions.finish(by=family.actor, review=review, conclusion=end)
    assert Words.objects.count() == 3
    assert SharedReview.objects.get().state == ReviewState.FINISHED
