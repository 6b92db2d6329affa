"""Hiding something of a clip's picture."""

import pytest
from django.urls import reverse

from attune.core.consent import Purpose
from tests.factories.exports import begin_export, given_export
from tests.web.conftest import browser_of
from tests.web.exports.conftest import withdraw

HOW = {"follows": "on", "cover": "pixelate"}


@pytest.fixture
def clip(family, moments):
    return begin_export(family, *moments).clips.first()


@pytest.fixture
def browser(family):
    return browser_of(family.actor)


def address(clip):
    return reverse("exports:hide", args=[clip.pk])


def test_a_box_that_was_drawn_is_kept(browser, clip):
    sent = {"box-1-left": "10", "box-1-top": "20", "box-1-width": "30", "box-1-height": "40"} | HOW
    answer = browser.post(address(clip), sent)
    assert answer["Location"] == reverse("exports:arrange", args=[clip.export_id])
    clip.refresh_from_db()
    assert clip.boxes == [{"left": 10, "top": 20, "width": 30, "height": 40, "at": 10}]
    assert "1 place is hidden" in browser.get(answer["Location"]).content.decode()
    assert 'value="30' in browser.get(address(clip)).content.decode()


def test_the_whole_picture_is_hidden(browser, clip):
    browser.post(address(clip), {"everything": "on"} | HOW)
    clip.refresh_from_db()
    assert (clip.hide_all, clip.boxes) == (True, [])


def test_what_is_wrong_is_said_and_stays_on_the_page(browser, clip):
    page = browser.post(address(clip), {"box-2-left": "10"}).content.decode()
    assert "needs all four numbers" in page


def test_the_picture_is_shown_only_while_they_agree_to_being_filmed(browser, family, clip):
    video = reverse("films:video", args=[clip.film_id])
    assert video in browser.get(address(clip)).content.decode()
    withdraw(family, family.baby, Purpose.FILM)
    assert video not in browser.get(address(clip)).content.decode()


def test_a_file_that_is_made_is_not_drawn_on(browser, family, moments):
    clip = given_export(family, *moments).clips.first()
    answer = browser.post(address(clip), {"everything": "on"} | HOW)
    assert answer["Location"] == reverse("exports:export", args=[clip.export_id])
    clip.refresh_from_db()
    assert not clip.hide_all
