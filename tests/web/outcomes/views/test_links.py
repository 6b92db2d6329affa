"""Links on the practitioner's pages: made, shown once, listed, revoked."""

import re
from uuid import uuid4

import cv2
import numpy as np
import pytest
from django.urls import reverse

from attune.web.audit.models import Event
from attune.web.outcomes.models import Link
from attune.web.outcomes.queries.links import link_by_token, recipients
from attune.web.outcomes.views.links import drawn
from tests.factories.links import link_for
from tests.factories.outcomes import fill, plan
from tests.web.conftest import browser_of


@pytest.fixture
def browser(family):
    return browser_of(family.actor)


def pages(family):
    return [reverse(f"outcomes:{name}", args=[family.case.pk]) for name in ("links", "link_new")]


def make(browser, family, **said):
    plan(family, "core-10", "start")
    key = recipients(family.case)[0].key
    sent = {"recipient": key, "days": "14", "key": str(uuid4())} | said
    return browser.post(pages(family)[1], sent), sent


def test_the_link_is_shown_once_with_a_code_for_the_camera(browser, family, settings):
    settings.PUBLIC_URL = "https://attune.example.org"
    answer, sent = make(browser, family)
    page = answer.content.decode()
    (address,) = set(re.findall(r'"(https://attune.example.org/fill/#[^"]+)"', page))
    assert link_by_token(address.partition("#")[2]) == Link.objects.get()
    assert read_code(page) == address
    assert "For Ana" in page
    again = browser.post(pages(family)[1], sent, follow=True).content.decode()
    assert "This link was made already" in again
    assert "fill/#" not in again
    assert Link.objects.count() == 1


def read_code(page: str) -> str:
    """What a camera reads in the drawing: OpenCV's reader is another program than what draws it."""
    svg = re.search(r"<svg[^>]*attune-qr.*?</svg>", page, re.DOTALL).group()
    size = int(re.search(r'viewBox="0 0 (\d+) \d+"', svg).group(1))
    picture = np.full((size, size), 255, np.uint8)
    x, y = 0, 0.0
    for kind, numbers in re.findall(r"([Mmh])([-\d. ]+)", re.search(r' d="([^"]+)"', svg).group(1)):
        moved = [float(number) for number in numbers.split()]
        if kind == "h":
            picture[int(y), x : x + int(moved[0])] = 0
            x += int(moved[0])
        else:
            x, y = (x + int(moved[0]), y + moved[1]) if kind == "m" else (int(moved[0]), moved[1])
    large = cv2.resize(picture, None, fx=8, fy=8, interpolation=cv2.INTER_NEAREST)
    return cv2.QRCodeDetector().detectAndDecode(large)[0]


def test_a_code_is_drawn_without_a_style_of_its_own():
    svg = drawn("https://attune.example.org/fill/#" + "x" * 32)
    assert "style" not in svg
    assert "<title>QR code of the link</title>" in svg
    assert read_code(svg).endswith("#" + "x" * 32)


def test_what_was_left_out_is_said(browser, family):
    answer, _sent = make(browser, family, recipient="")
    assert "Choose who it is for, and which forms." in answer.content.decode()
    assert not Link.objects.exists()


def test_somebody_is_chosen_beforehand(browser, family):
    plan(family, "core-10", "start")
    assert (
        "checked" in browser.get(pages(family)[1]).content.decode().partition("days")[0]
    )  # the only one
    plan(family, "core-10", "end")
    assert "checked" not in browser.get(pages(family)[1]).content.decode().partition("days")[0]
    later = recipients(family.case)[1]
    page = browser.get(pages(family)[1], {"for": later.key}).content.decode()
    assert re.search(rf'value="{later.key}"[^>]*checked', page)


def test_there_is_nothing_to_send_home(browser, family):
    assert "There is nothing to fill in at home" in browser.get(pages(family)[1]).content.decode()
    plan(family, "epds", "start")
    plan(family, "core-10", "start")
    page = browser.get(pages(family)[1]).content.decode()
    assert "no link opens them:" in page
    assert "<li>EPDS</li>" in page


def test_the_list_says_how_each_link_stands(browser, family):
    assert "No link has been made yet" in browser.get(pages(family)[0]).content.decode()
    link, _token = link_for(family, "core-10", "gad-7", email="ana@example.org")
    fill(family, "core-10", "start")
    page = browser.get(pages(family)[0]).content.decode()
    for words in ("1 of 2 forms finished", "not used yet", "works until", "not sent yet", "Revoke"):
        assert words in page
    Link.objects.update(last_used_at=link.at)
    fill(family, "gad-7", "start")
    page = browser.get(pages(family)[0]).content.decode()
    assert "All filled in" in page
    assert "last used" in page
    assert "Revoke" not in page


def test_an_e_mail_that_only_the_log_has_is_not_said_to_have_arrived(browser, family, settings):
    settings.MAIL = None
    link, _token = link_for(family, email="ana@example.org")
    link.messages.update(sent_at=link.at)
    assert "to the server’s log" in browser.get(pages(family)[0]).content.decode()


def test_revoking_is_final(browser, family):
    link, _token = link_for(family)
    address = reverse("outcomes:link_revoke", args=[link.pk])
    page = browser.post(address, follow=True).content.decode()
    assert "The link opens nothing any more" in page
    assert "Revoked" in page
    link.refresh_from_db()
    assert link.revoked_at


def test_only_those_who_hold_the_case(family, colleague, stranger):
    link, _token = link_for(family)
    addresses = [*pages(family), reverse("outcomes:link_revoke", args=[link.pk])]
    for actor, status in ((colleague, 403), (stranger, 404)):
        asked = browser_of(actor)
        found = [asked.get(address).status_code for address in addresses[:2]]
        assert [*found, asked.post(addresses[2]).status_code] == [status] * 3
    link.refresh_from_db()
    assert link.revoked_at is None


def test_looking_is_written_down(browser, family):
    before = Event.objects.count()
    for address in pages(family):
        browser.get(address)
    assert Event.objects.count() == before + 2
