"""Forms filled in at home: a link made by the practitioner and opened on a phone, with what goes wrong."""

import io
import json
import re

import cv2
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import look, sign_in

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
FORMS = re.compile(r"/fill/forms/$")


@pytest.fixture(scope="module")
def family(server) -> dict[str, str]:
    """Given Maya's family whose mother is asked CORE-10 and PHQ-9, and others with a link each."""
    return json.loads(server.run("-m", "tests.browser.asked", "maya@example.org"))


@pytest.fixture
def phone(chromium, server) -> BrowserContext:
    context = chromium.new_context(base_url=server.url, locale="en-GB", **PHONE)
    context.set_default_timeout(15_000)
    yield context
    context.close()


def answer(page: Page, item: int, words: str) -> None:
    """Tap an answer and wait until the server has it."""
    question = page.get_by_role("group", name=re.compile(rf"^{item}\. "))
    with page.expect_response(lambda response: response.url.endswith("/answers/")):
        question.get_by_text(words, exact=True).tap()
    expect(page.get_by_text("Kept.")).to_be_visible()


def test_a_link_is_made_opened_on_a_phone_resumed_and_finished(page: Page, phone, family):
    sign_in(page, "maya@example.org")
    link = when_the_practitioner_makes_a_link(page, family)
    first = when_it_is_opened_on_the_phone(phone, link)
    when_some_answers_are_given_and_the_page_is_closed(first)
    second = then_it_goes_on_where_it_stopped(phone, link)
    when_the_first_form_is_finished(second)
    then_an_answer_that_needs_a_response_is_met_at_once(second)
    then_there_are_thanks_and_the_link_opens_nothing_more(second, link)
    then_the_practitioner_sees_it(page, family)


def when_the_practitioner_makes_a_link(page: Page, family) -> str:
    page.goto(family["measures"])
    page.get_by_role("link", name="Links for filling in at home").click()
    page.get_by_role("link", name="Make a link").click()
    page.get_by_label(re.compile("Ana – At the start")).check()
    page.get_by_label("E-mail address").fill("ana@example.org")
    look(page, "link-new")
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_role("heading", name="The link for Ana")).to_be_visible()
    look(page, "link-made")
    link = page.get_by_label("Or type this address").input_value()
    assert read_code(page) == link
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("() => navigator.clipboard.readText()") == link
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="For Ana")).to_be_visible()
    expect(page.get_by_role("heading", name="What it opens")).to_be_hidden()
    page.emulate_media(media="screen")
    page.reload()  # sends the form again
    expect(page.get_by_text("This link was made already")).to_be_visible()
    return link


def read_code(page: Page) -> str:
    """What a camera sees: the code on the screen, read by OpenCV."""
    picture = Image.open(io.BytesIO(page.locator(".attune-qr").screenshot()))
    return cv2.QRCodeDetector().detectAndDecode(np.asarray(picture.convert("L")))[0]


def when_it_is_opened_on_the_phone(phone: BrowserContext, link: str) -> Page:
    page = phone.new_page()
    page.goto(link)
    page.wait_for_url(FORMS)
    expect(page.get_by_role("heading", name="Hello Ana")).to_be_visible()
    assert page.evaluate("() => document.cookie") == ""
    assert page.evaluate("() => ({...localStorage, ...sessionStorage})") == {
        "htmx-current-path-for-history": "/fill/forms/"
    }
    look(page, "guest-forms")
    page.go_back()  # the address with the token is no step of the history
    assert page.url == "about:blank"
    page.go_forward()
    page.wait_for_url(FORMS)
    return page


def when_some_answers_are_given_and_the_page_is_closed(page: Page) -> None:
    page.get_by_role("link", name="Begin").tap()
    answer(page, 1, "Sometimes")
    answer(page, 2, "Often")
    page.close()


def then_it_goes_on_where_it_stopped(phone: BrowserContext, link: str) -> Page:
    phone.clear_cookies()
    page = phone.new_page()
    page.goto(link)
    page.wait_for_url(FORMS)
    page.get_by_role("link", name="Go on").tap()
    for item, words in ((1, "Sometimes"), (2, "Often")):
        question = page.get_by_role("group", name=re.compile(rf"^{item}\. "))
        expect(question.get_by_label(words, exact=True)).to_be_checked()
    return page


def when_the_first_form_is_finished(page: Page) -> None:
    page.get_by_role("button", name="Finish").tap()
    expect(page.get_by_text("Some questions are open")).to_be_visible()
    page.get_by_role("button", name="Finish with these open").tap()
    expect(page.get_by_text("has one more form for you")).to_be_visible()


def then_an_answer_that_needs_a_response_is_met_at_once(page: Page) -> None:
    page.get_by_role("link", name="Begin").tap()
    answer(page, 9, "Several days")
    expect(page.get_by_role("alert")).to_contain_text("please talk to Maya Okafor")
    look(page, "guest-form-needs-response")


def then_there_are_thanks_and_the_link_opens_nothing_more(page: Page, link: str) -> None:
    page.get_by_role("button", name="Finish").tap()
    page.get_by_role("button", name="Finish with these open").tap()
    expect(page.get_by_role("heading", name="Thank you", exact=True)).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("please talk to Maya Okafor")
    look(page, "guest-thanks")
    page.goto(link)
    expect(page.get_by_text("There is nothing left to do here")).to_be_visible()


def then_the_practitioner_sees_it(page: Page, family) -> None:
    page.goto(family["measures"])
    page.get_by_role("link", name="Links for filling in at home").click()
    expect(page.get_by_text("2 of 2 forms finished")).to_be_visible()
    expect(page.get_by_text("All filled in")).to_be_visible()


@pytest.mark.parametrize("which", ["over", "revoked"])
def test_a_link_that_has_ended_says_what_to_do(phone, family, which):
    page = phone.new_page()
    page.goto(family[which])
    expect(page.get_by_role("heading", name="This link has ended")).to_be_visible()
    expect(page.get_by_text("Maya Okafor")).to_be_visible()
    if which == "over":
        look(page, "guest-over")


def test_a_link_that_is_broken_off_can_be_pasted_again(phone, family):
    page = phone.new_page()
    page.goto(family["open"][:-3])
    expect(page.get_by_role("heading", name="This link opens nothing")).to_be_visible()
    look(page, "guest-wrong")
    page.get_by_label("Your link").fill(family["open"])
    page.get_by_role("button", name="Open my questions").tap()
    expect(page.get_by_role("heading", name="Hello Ana")).to_be_visible()


def test_a_link_is_revoked(page: Page, phone, family):
    guest = phone.new_page()
    guest.goto(family["open"])
    guest.get_by_role("link", name="Begin").tap()
    sign_in(page, "maya@example.org")
    page.goto(family["made"])
    look(page, "links-many")
    page.get_by_role("button", name="Revoke").click()
    look(page, "link-revoke")
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("The link opens nothing any more")).to_be_visible()
    guest.get_by_label("Sometimes").first.tap()
    expect(guest.get_by_text("was not kept")).to_be_visible()
    guest.reload()
    expect(guest.get_by_role("heading", name="This link has ended")).to_be_visible()


def test_two_windows_at_once_fill_in_one_form(phone, family):
    one, two = phone.new_page(), phone.new_page()
    for page in (one, two):
        page.goto(family["windows"])
        page.get_by_role("link", name="Begin").tap()
        expect(page.get_by_role("heading", name="CORE-10")).to_be_visible()
    answer(one, 1, "Sometimes")
    answer(two, 2, "Often")
    one.reload()
    expect(one.locator("input:checked")).to_have_count(2)
    one.get_by_role("button", name="Finish").tap()
    one.get_by_role("button", name="Finish with these open").tap()
    expect(one.get_by_role("heading", name="Thank you")).to_be_visible()
    two.get_by_label("Sometimes").last.tap()
    expect(two.get_by_text("was not kept")).to_be_visible()


def test_a_double_click_finishes_once(phone, family):
    page = phone.new_page()
    page.goto(family["twice"])
    page.get_by_role("link", name="Begin").tap()
    answer(page, 1, "Sometimes")
    page.get_by_role("button", name="Finish").dblclick()
    finish = page.get_by_role("button", name="Finish with these open")
    expect(finish).to_be_visible()
    finish.dblclick()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def test_a_practitioner_signed_in_on_the_same_browser_is_not_mixed_in(page: Page, family):
    sign_in(page, "tom@example.org")
    page.goto(family["beside"])
    page.wait_for_url(FORMS)
    expect(page.get_by_role("heading", name="Hello Ana")).to_be_visible()
    expect(page.get_by_text("Tom Lindqvist")).to_have_count(0)
    page.get_by_role("link", name="Begin").click()
    page.get_by_label("Sometimes").first.check()
    expect(page.get_by_text("Kept.")).to_be_visible()
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("button", name="Finish with these open").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.goto("/cases/")
    expect(page.get_by_text("Tom Lindqvist")).to_be_visible()


def test_without_a_script_the_link_is_pasted_and_the_form_sent(chromium, server, family):
    context = chromium.new_context(base_url=server.url, java_script_enabled=False, **PHONE)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(family["plain"])
    page.get_by_label("Your link").fill(family["plain"])
    page.get_by_role("button", name="Open my questions").click()
    page.get_by_role("link", name="Begin").click()
    page.get_by_label("Sometimes").first.check()
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("button", name="Finish with these open").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    context.close()
