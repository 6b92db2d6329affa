"""A family's first whole cycle, as a practitioner works through it."""

import random
import re

import pytest
from playwright.sync_api import Page, Request, expect

from attune.core.media.invented import make_film
from tests.browser.conftest import look, sign_in
from tests.browser.screen import go_to, painted_number, shown_number
from tests.browser.sending import wait_until

QUESTION = "What am I doing that helps Robin settle?"
CLIENT_WORDS = "I wait for him. I never knew that I wait."
OWN_WORDS = "I saw how he looks up to you then."
NEW_STORY = "I am somebody who can calm him."
IS_PAINTED = """canvas => canvas.getContext("2d")
  .getImageData(0, 0, canvas.width, canvas.height).data.every((part, at) => at % 4 < 3 || part === 255)"""

AT_ONCE = """keys => {
  for (const name of keys) {
    const key = name.replace("Shift+", "");
    const event = {key, shiftKey: key !== name, bubbles: true, cancelable: true};
    document.body.dispatchEvent(new KeyboardEvent("keydown", event));
  }
  return document.querySelector("[data-editor]").dataset.frameShown;
}"""


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """As a phone makes it: HEVC in MOV, variable frame rate, held upright."""
    path = tmp_path_factory.mktemp("phone") / "IMG_0412.mov"
    return make_film(path, "hevc-vfr-rotated", seconds=12, size=(960, 540), seed=5)


def test_first_cycle_from_sign_in_to_the_finished_journey(page: Page, film):
    given_a_practitioner_with_a_new_case(page)
    given_consent_question_goal_and_a_planned_cycle(page)
    when_the_film_of_the_phone_is_sent(page, film)
    then_the_film_becomes_playable(page)
    then_every_frame_shown_is_the_frame_painted(page, film)
    then_keys_pressed_quickly_are_exact(page)
    when_a_clip_and_a_still_are_kept_with_principles(page)
    when_they_are_chosen_and_watched_together(page)
    when_words_and_next_step_are_written_down(page)
    then_the_journey_shows_the_finished_cycle(page)


def given_a_practitioner_with_a_new_case(page: Page) -> None:
    page.goto("/")
    look(page, "sign-in")
    sign_in(page, "maya@example.org")
    look(page, "cases-empty")
    page.get_by_role("link", name="Begin").first.click()
    look(page, "case-new")
    page.get_by_label("Name of the case").fill("Robin’s family")
    page.get_by_label("Parent and baby").check()
    page.get_by_label("The client chose this work").check()
    page.locator("form.attune-form").get_by_role("button").first.click()
    add_person(page, "Jo", "father", client=True)
    add_person(page, "Robin", "baby, 4 months", client=False)


def add_person(page: Page, name: str, relation: str, *, client: bool) -> None:
    next_step(page)
    look(page, "person-new")
    page.get_by_label("First name").fill(name)
    page.get_by_label("Who they are").fill(relation)
    page.get_by_label("Yes, this is the client" if client else "No", exact=True).check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Robin’s family")


def next_step(page: Page) -> None:
    """The one clear action of the journey page."""
    page.locator(".attune-next").get_by_role("link").first.click()


def given_consent_question_goal_and_a_planned_cycle(page: Page) -> None:
    next_step(page)
    look(page, "question")
    page.get_by_label("In their words").fill(QUESTION)
    page.locator("form.attune-form").get_by_role("button").first.click()
    next_step(page)
    look(page, "goal-new")
    page.get_by_label("In their words").fill("Calmer evenings")
    page.locator("form.attune-form").get_by_role("button").first.click()
    look(page, "goal-rate")
    page.get_by_role("radio", name="3", exact=True).check()
    page.locator("form.attune-form").get_by_role("button").first.click()
    next_step(page)
    for name, spoken_for in (("Jo", ""), ("Robin", "Jo")):
        say_yes(page, name, spoken_for)
    look(page, "consent")
    page.get_by_role("link", name="Robin’s family").first.click()
    next_step(page)
    look(page, "cycle-new")
    page.get_by_label("What will you film?").fill("Settling down for a nap")
    page.locator("form.attune-form").get_by_role("button").first.click()


def say_yes(page: Page, name: str, spoken_for: str) -> None:
    link = f"Write down the answer for {name}" if spoken_for else f"Write down what {name} says"
    page.get_by_role("link", name=link).click()
    look(page, "consent-ask")
    for purpose in ("Being filmed", "Watching the film together"):
        page.get_by_role("group", name=purpose).get_by_label("Yes", exact=True).check()
    page.get_by_label("Who said so").fill(spoken_for)
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Consent")


def when_the_film_of_the_phone_is_sent(page: Page, film) -> None:
    next_step(page)
    look(page, "film-new")
    page.get_by_label("The film").set_input_files(film.path)
    page.get_by_label("A title that you will recognise").fill("Nap time")
    page.get_by_role("button", name="Send the film").click()


def then_the_film_becomes_playable(page: Page) -> None:
    page.wait_for_url(re.compile(r"/films/[0-9a-f-]{36}/$"), timeout=60_000)
    expect(page.locator("video")).to_be_visible(timeout=120_000)
    look(page, "film")
    page.get_by_role("link", name="Find the moments").first.click()
    shown_number(page)
    look(page, "editor-empty")


def then_every_frame_shown_is_the_frame_painted(page: Page, film) -> None:
    """200 frames at random, then steps of one and ten, forward and back."""
    count = len(film.numbers)
    wrong = []
    for number in random.Random(7).choices(range(count), k=200):
        go_to(page, number)
        seen = (number, shown_number(page), painted_number(page))
        if len(set(seen)) > 1:
            wrong.append(seen)
    assert wrong == []
    go_to(page, 100)
    for key, expected in [
        ("ArrowRight", 101),
        ("ArrowRight", 102),
        ("Shift+ArrowRight", 112),
        ("ArrowLeft", 111),
        ("Shift+ArrowLeft", 101),
        ("Home", 0),
        ("End", count - 1),
    ]:
        page.locator("body").press(key)
        expect(page.locator("[data-editor]")).to_have_attribute("data-frame-shown", str(expected))
        assert (shown_number(page), painted_number(page)) == (expected, expected)


def then_keys_pressed_quickly_are_exact(page: Page) -> None:
    """No picture comes between these keys: what counts is the frame that was asked for."""
    go_to(page, 100)
    shown = page.evaluate(
        AT_ONCE,
        ["ArrowRight", "ArrowRight", "i", "Shift+ArrowRight", "o", "c", "ArrowLeft", "s"],
    )
    assert shown == "100"
    field = page.get_by_label("Go to a frame number")
    field.fill("40")
    field.press("Enter")
    page.keyboard.press("s")
    moments = page.locator("[data-moment]")
    expect(moments).to_have_count(3)
    kept = moments.evaluate_all(
        "all => all.map(one => [one.dataset.firstFrame, one.dataset.lastFrame])"
    )
    assert kept == [["40", "40"], ["102", "112"], ["111", "111"]]
    assert (shown_number(page), painted_number(page)) == (40, 40)
    for _ in kept:
        page.keyboard.press("Control+z")
    expect(moments).to_have_count(0)


def when_a_clip_and_a_still_are_kept_with_principles(page: Page) -> None:
    go_to(page, 60)
    page.get_by_role("button", name="Begin a clip here").click()
    go_to(page, 180)
    page.get_by_role("button", name="End the clip here").click()
    page.get_by_role("button", name="Keep as clip").click()
    card = page.locator("[data-moment]").first
    card.get_by_label("Name").fill("He looks up")
    card.get_by_label("Being attentive").check()
    card.get_by_label("Note").fill("The pause before his look.")
    card.get_by_role("button", name="End one frame earlier").click()
    go_to(page, 150)
    page.get_by_role("button", name="Take a still").click()
    still = page.locator("[data-moment]").nth(1)
    still.get_by_label("Name").fill("Their smile")
    expect(page.get_by_role("status").filter(has_text="All saved")).to_be_visible()
    look(page, "editor")
    then_the_pictures_of_the_moments_come_without_a_second_film(page)
    expect(page.locator("[data-moment]")).to_have_count(2)
    page.get_by_role("button", name="He looks up").click()
    expect(page.locator("[data-moment]").first.get_by_label("Being attentive")).to_be_checked()
    expect(page.locator("[data-moment]").first.locator("[data-last]")).to_contain_text("179")


def then_the_pictures_of_the_moments_come_without_a_second_film(page: Page) -> None:
    """They are parts of a sheet. Each film that a page opens is asked for from its first byte."""
    opened: list[str] = []

    def note(request: Request) -> None:
        name, part = request.url.rsplit("/", 1)[1], request.headers.get("range")
        if name.startswith("sprite-") or (name == "video" and part == "bytes=0-"):
            opened.append(name)

    page.on("request", note)
    page.reload()
    shown_number(page)
    for place in (0, 1):
        picture = page.locator("[data-moment] [data-thumb]").nth(place)
        wait_until(page, lambda picture=picture: picture.evaluate(IS_PAINTED))
    page.remove_listener("request", note)
    assert sorted(opened) == ["sprite-000.jpg", "video"]


def when_they_are_chosen_and_watched_together(page: Page) -> None:
    page.get_by_role("link", name="Back").click()
    page.get_by_role("link", name="Back to the case").click()
    next_step(page)
    look(page, "review-choose")
    page.get_by_role("button", name=re.compile("Watch this together.*He looks up")).click()
    page.get_by_role("button", name=re.compile("Watch this together.*Their smile")).click()
    look(page, "review-chosen")
    page.get_by_role("button", name="Begin").click()
    expect(
        page.get_by_role("button", name="Pause").or_(page.get_by_role("button", name="Play"))
    ).to_be_visible()
    look(page, "review-present")
    for hidden in ("The pause before his look.", "Being attentive", "being-attentive"):
        assert hidden not in page.content()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("link", name="Close").click()
    page.get_by_role("link", name="Yes, on to our words").click()


def when_words_and_next_step_are_written_down(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("What was said")
    look(page, "review-words")
    moment = page.get_by_role("region", name="Moment 1")
    moment.get_by_role("textbox").first.fill(CLIENT_WORDS)
    moment.get_by_role("button", name="Keep").first.click()
    expect(moment.get_by_text(CLIENT_WORDS)).to_be_visible()
    moment.get_by_role("textbox").first.fill(OWN_WORDS)
    moment.get_by_role("button", name="Keep").first.click()
    expect(moment.get_by_text(OWN_WORDS)).to_be_visible()
    page.get_by_role("link", name="Go on").click()
    look(page, "review-finish")
    page.get_by_label("What Jo says now").fill(NEW_STORY)
    page.get_by_label("The next step").fill("Wait and watch, once a day")
    page.get_by_label("Plan the next film with them now").check()
    page.get_by_label("What you will film next").fill("A bottle before bed")
    page.get_by_role("button", name="Keep the review").click()


def then_the_journey_shows_the_finished_cycle(page: Page) -> None:
    look(page, "review")
    expect(page.get_by_text(CLIENT_WORDS)).to_be_visible()
    page.get_by_role("link", name="Robin’s family").first.click()
    look(page, "journey")
    expect(page.get_by_text(QUESTION).first).to_be_visible()
    expect(page.get_by_text(NEW_STORY)).to_be_visible()
    expect(page.get_by_text("Wait and watch, once a day")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("Cycle 2"))).to_be_visible()
    expect(page.locator(".attune-next")).to_contain_text("film")
