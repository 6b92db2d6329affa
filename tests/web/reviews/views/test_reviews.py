"""The pages of a shared review, as people ask for them."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from attune.core.consent import Answer, Purpose
from attune.core.journey import ReviewState
from attune.core.timeline.frameworks import attunement_principles
from attune.web.audit.models import Event
from attune.web.cases import actions as cases
from attune.web.cases.models import Cycle
from attune.web.reviews.actions import reviews as actions
from attune.web.reviews.models import SharedReview, Words
from tests.factories import start_cycle
from tests.factories.reviews import choose, keep_frames, make_film, make_moment, say
from tests.web.conftest import browser_of

NOTE = "canary-note-that-is-private"
TITLE = "canary-title-of-the-practitioner"
KEYS = sorted(attunement_principles().keys)
PANEL = {"HTTP_X_ATTUNE_PANEL": "1"}


@pytest.fixture
def cycle(family):
    return start_cycle(family)


@pytest.fixture
def film(family, cycle, films_directory):
    film = make_film(family, cycle)
    keep_frames(film)
    return film


@pytest.fixture
def item(family, cycle, film):
    moment = make_moment(film, title=TITLE, note=NOTE, principles=KEYS)
    return actions.choose(by=family.actor, cycle=cycle, moment=moment)


@pytest.fixture
def review(item):
    return item.review


@pytest.fixture
def browser(practitioner):
    return browser_of(practitioner)


def address(name, *things):
    return reverse(f"reviews:{name}", args=[thing.pk for thing in things])


# Every page and every deed: its name, the fixture it is about, the methods it knows, what is sent.
DOORS = [
    ("prepare", "cycle", {"get"}, {}),
    ("choose", "cycle", {"post"}, {}),
    ("review", "review", {"get"}, {}),
    ("begin", "review", {"post"}, {}),
    ("present", "review", {"get"}, {}),
    ("words", "review", {"get"}, {}),
    ("finish", "review", {"get", "post"}, {"then": "stop", "form": uuid4()}),
    ("reopen", "review", {"post"}, {}),
    ("arrange", "item", {"post"}, {"do": "later"}),
    ("item_words", "item", {"get", "post"}, {"speaker": "client", "text": "x", "form": uuid4()}),
    ("watched", "item", {"post"}, {"only": "yes"}),
    ("strike", "words", {"post"}, {"struck": "yes"}),
]
EACH_DOOR = pytest.mark.parametrize(
    ("name", "about", "method", "sent"),
    [(name, about, method, sent) for name, about, ways, sent in DOORS for method in sorted(ways)],
)


@pytest.fixture
def open_door(request, family, film, item):
    """Try a door as some actor, and get the status."""

    def knock(actor, name, about, method, sent, key=None):
        if name == "choose":
            sent = {"moment": make_moment(film).pk}
        if about == "words":
            thing = say(family, item.review, item, "I waited.")
        else:
            thing = request.getfixturevalue(about)
        url = reverse(f"reviews:{name}", args=[key or thing.pk])
        return getattr(browser_of(actor), method)(url, sent).status_code

    return knock


@EACH_DOOR
def test_the_practitioner_of_the_case_may(open_door, practitioner, name, about, method, sent):
    assert open_door(practitioner, name, about, method, sent) in {200, 302}


@EACH_DOOR
def test_a_colleague_may_once_the_case_is_shared(
    open_door, practitioner, family, colleague, name, about, method, sent
):
    assert open_door(colleague, name, about, method, sent) == 403
    cases.share_case(by=practitioner, case=family.case, person=colleague.person)
    assert open_door(colleague, name, about, method, sent) in {200, 302}


@EACH_DOOR
def test_a_stranger_finds_nothing(open_door, stranger, name, about, method, sent):
    assert open_door(stranger, name, about, method, sent) == 404


@EACH_DOOR
def test_a_manager_may_not(open_door, manager, name, about, method, sent):
    assert open_door(manager, name, about, method, sent) == 403


@EACH_DOOR
def test_what_is_not_there_is_not_found(open_door, practitioner, name, about, method, sent):
    assert open_door(practitioner, name, about, method, sent, key=uuid4()) == 404


@pytest.mark.parametrize(("name", "about", "ways", "sent"), DOORS)
def test_other_methods_are_refused(open_door, practitioner, name, about, ways, sent):
    for method in {"get", "post", "delete"} - ways:
        assert open_door(practitioner, name, about, method, sent) == 405


# --- choosing -----------------------------------------------------------------------------------
def test_prepare_shows_private_notes_to_the_practitioner(browser, cycle, item):
    page = browser.get(address("prepare", cycle)).content.decode()
    assert NOTE in page
    assert "Private: only you see this" in page
    assert TITLE in page
    assert "2.0 seconds" in page


def test_prepare_makes_no_review_by_being_looked_at(browser, cycle, film):
    make_moment(film)
    assert browser.get(address("prepare", cycle)).status_code == 200
    assert not SharedReview.objects.exists()


def test_prepare_without_moments_leads_to_the_film(browser, cycle, film):
    page = browser.get(address("prepare", cycle)).content.decode()
    assert reverse("reviews:editor", args=[film.pk]) in page


def test_prepare_says_who_has_not_agreed(browser, practitioner, family, cycle, review):
    cases.record_consent(
        by=practitioner,
        participant=family.baby,
        purpose=Purpose.REVIEW,
        answer=Answer.WITHDRAWN,
    )
    page = browser.get(address("prepare", cycle)).content.decode()
    assert "Bo (baby)" in page
    assert "Ana (mother)" not in page
    assert reverse("cases:consent", args=[family.case.pk]) in page
    assert address("begin", review) not in page


def test_choose_refuses_a_moment_of_another_cycle(browser, family, cycle, film):
    other = cases.start_cycle(
        by=family.actor, case=family.case, dyad_id=family.dyad.pk, plan="Breakfast"
    )
    moment = make_moment(make_film(family, other))
    answer = browser.post(address("choose", cycle), {"moment": moment.pk})
    assert answer.status_code == 404
    assert browser.post(address("choose", cycle), {"moment": "no key"}).status_code == 400
    assert not SharedReview.objects.exists()


def test_arrange_moves_and_leaves_out(browser, family, cycle, film, item):
    second = actions.choose(by=family.actor, cycle=cycle, moment=make_moment(film))
    browser.post(address("arrange", second), {"do": "earlier"})
    assert list(item.review.items.all()) == [second, item]
    browser.post(address("arrange", second), {"do": "leave-out"})
    assert list(item.review.items.all()) == [item]
    browser.post(address("arrange", item), {"do": "something else"})
    assert list(item.review.items.all()) == [item]


def test_arrange_says_why_a_moment_stays(browser, family, review, item):
    say(family, review, item, "I waited.")
    answer = browser.post(address("arrange", item), {"do": "leave-out"}, follow=True)
    assert "stays in the review" in answer.content.decode()


# --- watching -----------------------------------------------------------------------------------
def test_begin_leads_to_the_pictures_and_holds_the_review(browser, review):
    answer = browser.post(address("begin", review))
    assert answer.url == address("present", review)
    review.refresh_from_db()
    assert review.state == ReviewState.HELD


def test_a_rehearsal_holds_nothing_and_leads_back_to_choosing(browser, cycle, review):
    page = browser.get(address("present", review)).content.decode()
    review.refresh_from_db()
    assert review.state == ReviewState.PLANNED
    assert f'href="{address("prepare", cycle)}"' in page
    assert address("words", review) not in page


def test_pictures_of_people_who_do_not_agree_are_not_presented(
    browser, practitioner, family, cycle, review
):
    cases.record_consent(
        by=practitioner,
        participant=family.mother,
        purpose=Purpose.REVIEW,
        answer=Answer.WITHDRAWN,
    )
    assert browser.get(address("present", review)).url == address("prepare", cycle)
    answer = browser.post(address("begin", review), follow=True)
    assert "Not everyone in the picture" in answer.content.decode()


def test_no_way_leads_from_the_pictures_to_other_cases(browser, family, review):
    page = browser.get(address("present", review)).content.decode()
    assert family.case.label not in page
    assert reverse("cases:list") not in page
    assert str(family.case.pk) not in page


@pytest.mark.parametrize("name", ["present", "words", "review", "finish", "item_words"])
def test_what_is_private_is_on_no_page_that_a_client_sees(browser, family, review, item, name):
    say(family, review, item, "I waited.")
    thing = item if name == "item_words" else review
    page = browser.get(address(name, thing)).content.decode()
    assert NOTE not in page
    assert TITLE not in page
    assert [key for key in KEYS if key in page] == []


def test_what_the_presentation_loads_holds_nothing_private(browser, film, review):
    page = browser.get(address("present", review)).content.decode()
    frames = reverse("films:frames", args=[film.pk])
    assert frames in page
    loaded = b"".join(browser.get(frames)).decode()
    assert [word for word in [NOTE, TITLE, *KEYS] if word in loaded] == []


# --- what was said ------------------------------------------------------------------------------
def test_the_client_speaks_first_on_the_page(browser, family, review, item):
    page = browser.get(address("words", review)).content.decode()
    assert 'value="client"' in page
    assert 'value="practitioner"' not in page
    say(family, review, item, "I waited.")
    say(family, review, item, "I saw you wait.", Words.Speaker.PRACTITIONER)
    page = browser.get(address("words", review)).content.decode()
    assert page.index("I waited.") < page.index("I saw you wait.")


def test_words_are_kept_without_a_script(browser, review, item):
    sent = {"speaker": "client", "text": "I waited.", "form": uuid4()}
    for _twice in range(2):
        answer = browser.post(address("item_words", item), sent)
        assert answer.url == f"{address('words', review)}#moment-{item.pk}"
    assert [(row.text, row.item) for row in Words.objects.all()] == [("I waited.", item)]


def test_words_are_kept_in_their_place_with_a_script(browser, item):
    sent = {"speaker": "client", "text": "I <b>waited</b>.", "form": uuid4()}
    answer = browser.post(address("item_words", item), sent, **PANEL)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "I &lt;b&gt;waited&lt;/b&gt;." in page
    assert 'value="practitioner"' in page
    assert "<html" not in page


@pytest.mark.parametrize("headers", [{}, PANEL])
def test_words_that_can_not_be_kept_stay_in_their_box(browser, item, headers):
    long = "a" * 4001
    for speaker, text in (("client", long), ("client", "  ")):
        sent = {"speaker": speaker, "text": text, "form": uuid4()}
        answer = browser.post(address("item_words", item), sent, **headers)
        assert answer.status_code == 422
        assert text in answer.content.decode()
    assert not Words.objects.exists()


def test_the_practitioners_words_wait_for_their_turn(browser, item):
    sent = {"speaker": "practitioner", "text": "I saw you wait.", "form": uuid4()}
    answer = browser.post(address("item_words", item), sent, **PANEL)
    assert answer.status_code == 422
    assert not Words.objects.exists()


def test_an_unknown_speaker_is_refused(browser, item):
    sent = {"speaker": "grandmother", "text": "x", "form": uuid4()}
    assert browser.post(address("item_words", item), sent).status_code == 400


def test_to_watch_only_is_a_choice(browser, item):
    answer = browser.post(address("watched", item), {"only": "yes"}, **PANEL)
    page = answer.content.decode()
    assert "preferred to watch only" in page
    assert 'value="practitioner"' in page


def test_words_are_taken_back_and_brought_back(browser, family, review, item):
    words = say(family, review, item, "I waited.")
    browser.post(address("strike", words), {"struck": "yes"})
    assert "I waited." not in browser.get(address("review", review)).content.decode()
    browser.post(address("strike", words), {"struck": "no"})
    assert "I waited." in browser.get(address("review", review)).content.decode()


def test_words_of_a_colleague_stay(browser, practitioner, family, colleague, review, item):
    cases.share_case(by=practitioner, case=family.case, person=colleague.person)
    words = say(family, review, item, "I waited.")
    browser_of(colleague).post(address("strike", words), {"struck": "yes"})
    assert Words.objects.get().struck_at is None


# --- finishing and keeping ----------------------------------------------------------------------
def test_two_clicks_on_finish_begin_one_next_cycle(browser, review):
    sent = {
        "narrative": "We are good together.",
        "then": "go-on",
        "next_film": "Breakfast",
        "form": uuid4(),
    }
    for _twice in range(2):
        answer = browser.post(address("finish", review), sent)
        assert answer.url == address("review", review)
    assert Cycle.objects.count() == 2
    assert Words.objects.count() == 1


def test_finish_asks_how_to_go_on(browser, review):
    answer = browser.post(
        address("finish", review), {"narrative": "We are good together.", "form": uuid4()}
    )
    page = answer.content.decode()
    assert "Choose how you will go on." in page
    assert "We are good together." in page
    assert not Words.objects.exists()
    sent = {"then": "go-on", "form": uuid4()}
    assert (
        "Say what you will film next"
        in browser.post(address("finish", review), sent).content.decode()
    )
    assert Cycle.objects.count() == 1


def test_the_kept_review_begins_with_the_clients_words(browser, family, review, item):
    say(family, review, item, "I waited.")
    say(family, review, item, "I saw you wait.", Words.Speaker.PRACTITIONER)
    sent = {"narrative": "We are good together.", "then": "stop", "form": uuid4()}
    page = browser.post(address("finish", review), sent, follow=True).content.decode()
    assert page.index("We are good together.") < page.index("What helps us enjoy bath time?")
    assert page.index("I waited.") < page.index("I saw you wait.")


def test_a_finished_review_is_opened_again(browser, review):
    browser.post(address("finish", review), {"then": "stop", "form": uuid4()})
    browser.post(address("reopen", review))
    review.refresh_from_db()
    assert review.state == ReviewState.HELD


@pytest.mark.parametrize("name", ["prepare", "present", "words", "finish", "review"])
def test_three_moments_cost_no_more_queries_than_one(
    browser, family, cycle, film, review, item, name
):
    thing = cycle if name == "prepare" else review
    say(family, review, item, "I waited.")
    browser.get(address(name, thing))  # the film's times are read once, and kept
    counts = []
    for more in (0, 2):
        for other in choose(family, cycle, film, moments=more):
            say(family, review, other, "I waited.")
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address(name, thing)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", ["prepare", "present", "words", "finish", "review"])
def test_each_look_is_written_down_without_words(browser, family, cycle, review, item, name):
    say(family, review, item, "I waited.")
    before = Event.objects.filter(verb="read").count()
    browser.get(address(name, cycle if name == "prepare" else review))
    events = Event.objects.filter(verb="read")
    assert events.count() == before + 1
    last = events.last()
    assert (last.case_id, last.person_id) == (family.case.pk, family.actor.person.pk)
    assert "waited" not in str(last.detail)
