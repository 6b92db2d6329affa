"""Hiding something of a clip's picture."""

import pytest
from django.urls import reverse

from attune.core.consent import Purpose
from attune.web.exports.models import ExportClip
from tests.factories.exports import begin_export, given_export, make_face
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


def test_looking_for_faces_keeps_the_boxes_and_asks_until_they_are_found(browser, clip):
    sent = {"box-1-left": "10", "box-1-top": "20", "box-1-width": "30", "box-1-height": "40"}
    answer = browser.post(address(clip), sent | HOW | {"do": "faces"})
    assert answer["Location"] == address(clip) + "#faces"
    clip.refresh_from_db()
    assert (len(clip.boxes), clip.faces_state) == (1, "looking")
    piece = reverse("exports:faces", args=[clip.pk])
    assert piece in browser.get(address(clip)).content.decode()
    face = make_face(clip)
    ExportClip.objects.update(faces_state="found")
    page = browser.get(piece).content.decode()
    assert "every 1s" not in page
    assert reverse("exports:face", args=[face.pk]) in page
    browser.post(address(clip), HOW | {"faces": [face.pk]})
    assert "checked" in browser.get(piece).content.decode()
    assert clip.hidden_faces == [face]


def test_no_face_and_no_luck_are_said(browser, clip):
    piece = reverse("exports:faces", args=[clip.pk])
    for state, words in (("", "never says who"), ("found", "No face"), ("failed", "could not be")):
        ExportClip.objects.update(faces_state=state)
        assert words in browser.get(piece).content.decode(), state


def test_the_picture_of_a_face_is_for_who_may_see_the_film(browser, family, clip, colleague):
    picture = reverse("exports:face", args=[make_face(clip).pk])
    assert browser.get(picture).content == b"\xff\xd8\xff a face"
    assert browser_of(colleague).get(picture).status_code == 403
    withdraw(family, family.baby, Purpose.FILM)
    assert browser.get(picture).status_code == 403


def test_nobody_looks_for_faces_in_a_film_that_may_not_be_seen(browser, family, clip):
    withdraw(family, family.baby, Purpose.FILM)
    browser.post(address(clip), HOW | {"do": "faces"})
    clip.refresh_from_db()
    assert clip.faces_state == ""


def test_a_file_that_is_made_is_not_drawn_on(browser, family, moments):
    clip = given_export(family, *moments).clips.first()
    answer = browser.post(address(clip), {"everything": "on"} | HOW)
    assert answer["Location"] == reverse("exports:export", args=[clip.export_id])
    clip.refresh_from_db()
    assert not clip.hide_all
