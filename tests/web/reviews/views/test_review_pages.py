"""What the pages are drawn from."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import BadRequest
from django.urls import reverse

from attune.core.consent import Answer, Purpose
from attune.core.journey import ReviewState
from attune.web.cases import actions as cases
from attune.web.films.actions import delete_film
from attune.web.films.models import ErasureReceipt
from attune.web.reviews.actions import reviews
from attune.web.reviews.models import SharedReview, Words
from attune.web.reviews.views import review_pages as pages
from tests.factories import give_consent, start_cycle
from tests.factories.reviews import choose, keep_frames, make_film, make_moment, say
from tests.web.conftest import browser_of


@pytest.fixture
def cycle(family):
    return start_cycle(family)


@pytest.fixture
def film(family, cycle, films_directory):
    return make_film(family, cycle)


def test_key_and_speaker_refuse_what_no_form_of_ours_sends():
    known = uuid4()
    assert pages.key(str(known)) == known
    assert pages.speaker("client") is Words.Speaker.CLIENT
    for reading, text in ((pages.key, "1"), (pages.key, None), (pages.speaker, "nobody")):
        with pytest.raises(BadRequest):
            reading(text)


def test_prepare_parts_what_was_chosen_from_what_is_offered(family, cycle, film):
    item = choose(family, cycle, film)[0]
    other = make_moment(film)
    page = pages.prepare_page(cycle, item.review)
    assert [chosen for chosen, _seen in page["chosen"]] == [item]
    assert [moment for moment, _seen in page["offered"]] == [other]
    assert (page["plenty"], page["can_watch"]) == (False, True)


def test_prepare_says_when_there_are_more_than_about_three(family, cycle, film):
    items = choose(family, cycle, film, moments=4)
    assert pages.prepare_page(cycle, items[0].review)["plenty"]


def test_a_panel_opens_the_practitioners_turn_after_the_client(family, cycle, film):
    item = choose(family, cycle, film)[0]
    assert not pages.panel(item, family.actor)["turn"]
    say(family, item.review, item, "I waited.")
    assert pages.panel(item, family.actor)["turn"]


def test_finish_counts_moments_without_the_clients_words(family, cycle, film):
    said_of, silent = choose(family, cycle, film, moments=2)
    say(family, said_of.review, said_of, "I waited.")
    review = said_of.review
    page = pages.finish_page(review, pages.finish_form(review), family.actor)
    assert page["silent"] == [silent]


def test_the_sentence_at_the_end_is_kind_to_both_ways(cycle):
    assert pages.finished_sentence(None) == ("The review is kept. It is good to stop here for now.")
    assert pages.finished_sentence(cycle) == "The review is kept, and cycle 1 is planned."


@pytest.fixture
def review(family, cycle, film):
    item = choose(family, cycle, film)[0]
    say(family, item.review, item, "I waited.")
    return item.review


def read(family, review):
    answer = browser_of(family.actor).get(reverse("reviews:review", args=[review.pk]))
    return answer.content.decode()


def test_pictures_go_along_on_paper_only_with_consent_to_a_copy(family, review):
    assert "attune-keepsake--words" in read(family, review)
    give_consent(family, Purpose.COPY)
    assert "attune-keepsake--words" not in read(family, review)


def test_pictures_are_put_away_when_somebody_withdraws(family, review):
    picture = reverse("reviews:picture", args=[review.items.get().moment_id])
    assert picture in read(family, review)
    cases.record_consent(
        by=family.actor,
        participant=family.baby,
        purpose=Purpose.REVIEW,
        answer=Answer.WITHDRAWN,
    )
    page = read(family, review)
    assert picture not in page
    assert "I waited." in page


def test_of_a_moment_only_what_happened_is_said(family, cycle, film, review):
    """Chosen, but of it nothing was written down; the other was watched, as somebody said so."""
    _silent, only = choose(family, cycle, film, moments=2)
    page = read(family, review)
    assert "Watched together" not in page
    assert page.count("Nothing was written down about this moment.") == 2
    reviews.watch_only(by=family.actor, item=only, only=True)
    page = read(family, review)
    assert page.count("Watched together, without words.") == 1
    assert page.count("Nothing was written down about this moment.") == 1


def test_a_moment_whose_film_is_deleted_says_since_when(family, cycle, film, review):
    keep_frames(film)
    delete_film(by=family.actor, film=film)
    receipts = ErasureReceipt.objects.filter(film_id=review.items.get().from_film)
    receipts.update(erased_at=datetime(2026, 3, 14, 12, tzinfo=UTC))
    words = browser_of(family.actor).get(reverse("reviews:words", args=[review.pk]))
    prepare = browser_of(family.actor).get(reverse("reviews:prepare", args=[cycle.pk]))
    for page in (read(family, review), words.content.decode(), prepare.content.decode()):
        assert "The film of this moment was deleted on <time" in page
        assert "14 March 2026</time>; what was said stays." in page
    assert reverse("exports:new", args=[family.case.pk]) not in read(family, review)
    assert "printed without pictures" not in read(family, review)
    receipts.delete()  # of the time before there were receipts
    assert "The film of this moment was deleted; what was said stays." in read(family, review)


def post(family, name, thing, **sent):
    client, address = browser_of(family.actor), reverse(f"reviews:{name}", args=[thing.pk])
    return client.post(address, sent, follow=True).content.decode()


def test_a_finished_review_says_that_it_is_to_be_opened_first(family, cycle, film, review):
    SharedReview.objects.update(state=ReviewState.FINISHED)
    other, item = make_moment(film), review.items.get()
    assert "Reopen it first" in post(family, "choose", cycle, moment=other.pk)
    page = post(family, "arrange", item, do="leave-out")
    assert "Reopen it first" in page
    assert reverse("reviews:arrange", args=[item.pk]) not in page
    assert reverse("reviews:choose", args=[cycle.pk]) not in page
    assert reverse("reviews:review", args=[review.pk]) in page


@pytest.mark.parametrize("headers", [{}, {"X-Attune-Panel": "1"}])
def test_without_the_agreement_to_watch_the_pages_say_why_and_keep_what_was_typed(
    family, cycle, film, headers
):
    item = choose(family, cycle, film)[0]
    family.mother.consents.filter(purpose=Purpose.REVIEW).delete()
    client = browser_of(family.actor)
    form = {"form": uuid4()}
    deeds = {
        "item_words": (item, form | {"speaker": "client", "text": "I waited."}),
        "watched": (item, {"only": "yes"}),
        "finish": (item.review, form | {"narrative": "I waited.", "then": "stop"}),
    }
    for name, (thing, sent) in deeds.items():
        address = reverse(f"reviews:{name}", args=[thing.pk])
        page = client.post(address, sent, headers=headers, follow=True).content.decode()
        assert "Not everyone in the picture has agreed" in page
        assert ("I waited." in page) == (name != "watched")
    assert SharedReview.objects.get().state == ReviewState.PLANNED
