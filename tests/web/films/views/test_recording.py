"""Filming in the browser, as the server sees it."""

import os
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from attune.core.consent import Answer, Purpose
from attune.core.journey import FilmState
from attune.web.cases import actions as cases
from attune.web.films import store
from attune.web.films.models import Film
from tests.web.conftest import browser_of
from tests.web.films.views.test_uploads import head, patch


@pytest.fixture
def browser(practitioner):
    return browser_of(practitioner)


def url(name, thing):
    return reverse(f"films:{name}", args=[thing.pk])


def withdraw(family, person):
    cases.record_consent(
        by=family.actor, participant=person, purpose=Purpose.FILM, answer=Answer.WITHDRAWN
    )


def begin(browser, family, cycle, **headers):
    said = {
        "title": "Filmed here",
        "kind": "interaction",
        "filmed_on": "2026-01-02",
        "in_picture": [str(person.pk) for person in family.people],
        "original_name": "Recording.webm",
    }
    return browser.post(url("new", cycle), said, headers={"Upload-Defer-Length": "1", **headers})


@pytest.fixture
def recording(browser, family, cycle) -> Film:
    assert begin(browser, family, cycle).status_code == 201
    return Film.objects.get()


def test_page_says_first_who_has_agreed(browser, family, cycle):
    withdraw(family, family.baby)
    page = browser.get(url("record", cycle)).content.decode()
    assert page.index("Who has agreed to being filmed") < page.index("data-studio")
    assert "has not agreed yet" in page
    chosen = [f'value="{person.pk}"' in _checked(page) for person in family.people]
    assert chosen == [True, False]


def _checked(page):
    return "".join(line for line in page.split("<input") if " checked" in line.split(">")[0])


def test_without_anybodys_consent_there_is_no_camera(browser, family, cycle):
    for person in family.people:
        withdraw(family, person)
    page = browser.get(url("record", cycle)).content.decode()
    assert "data-studio" not in page
    assert reverse("cases:consent", args=[family.case.pk]) in page


def test_nothing_is_filmed_for_work_that_has_ended(browser, family, cycle):
    cases.end_case(by=family.actor, case=family.case, on=date(2026, 2, 1), note="")
    assert browser.get(url("record", cycle)).status_code == 302
    assert begin(browser, family, cycle).status_code == 422
    assert Film.objects.count() == 0


def test_recording_begins_without_a_size(browser, family, cycle, recording):
    assert (recording.size, recording.is_recording) == (None, True)
    told = head(browser, recording)
    assert (told["Upload-Offset"], told["Upload-Defer-Length"]) == ("0", "1")
    assert "Upload-Length" not in told


def test_recording_does_not_begin_without_consent(browser, family, cycle):
    withdraw(family, family.baby)
    answer = begin(browser, family, cycle)
    assert answer.status_code == 422
    assert "Bo has not agreed to being filmed" in answer.content.decode()


@pytest.mark.parametrize("headers", [{"Upload-Defer-Length": "2"}, {"Upload-Length": "9"}])
def test_recording_that_contradicts_itself_is_refused(browser, family, cycle, headers):
    assert begin(browser, family, cycle, **headers).status_code == 400


def test_parts_come_and_the_last_one_tells_the_length(browser, recording):
    content = os.urandom(900)
    assert patch(browser, recording, content[:400], 0)["Upload-Defer-Length"] == "1"
    assert patch(browser, recording, content[400:700], 400)["Upload-Offset"] == "700"
    last = patch(browser, recording, content[700:], 700, **{"Upload-Length": "900"})
    assert (last.status_code, last["Upload-Length"]) == (204, "900")
    recording.refresh_from_db()
    assert (recording.state, recording.size) == (FilmState.PREPARING, 900)
    with store.open_for_read(recording.pk, store.ORIGINAL) as file:
        assert file.read() == content


def test_length_may_come_with_nothing_else_and_again(browser, recording):
    patch(browser, recording, b"x" * 10, 0)
    for _ in range(2):
        assert patch(browser, recording, b"", 10, **{"Upload-Length": "10"}).status_code == 204
    recording.refresh_from_db()
    assert recording.state == FilmState.PREPARING


@pytest.mark.parametrize(("length", "status"), [("9", 413), (str(2**60), 413), ("ten", 400)])
def test_length_that_cannot_be_is_refused(browser, recording, length, status):
    patch(browser, recording, b"x" * 10, 0)
    answer = patch(browser, recording, b"", 10, **{"Upload-Length": length})
    assert answer.status_code == status
    recording.refresh_from_db()
    assert recording.size is None


def test_another_length_than_was_told_is_refused(browser, recording):
    patch(browser, recording, b"x" * 10, 0, **{"Upload-Length": "20"})
    assert patch(browser, recording, b"x" * 10, 10, **{"Upload-Length": "30"}).status_code == 400
    assert patch(browser, recording, b"x" * 10, 10, **{"Upload-Length": "20"}).status_code == 204


def test_recording_ends_at_once_when_someone_withdraws(browser, family, recording):
    patch(browser, recording, b"x" * 10, 0)
    withdraw(family, family.baby)
    answer = patch(browser, recording, b"y" * 10, 10)
    assert answer.status_code == 403
    assert "changed their mind" in answer.content.decode()


def test_recording_broken_off_says_how_long_it_is_and_is_kept(browser, family, cycle, recording):
    patch(browser, recording, b"x" * 10, 0)
    recording.refresh_from_db()
    recording.last_part_at = recording.at + timedelta(minutes=3, seconds=20)
    recording.save()
    page = browser.get(url("film", recording)).content.decode()
    assert "has arrived after about 3 minutes 20 seconds" in page
    assert page.count(url("delete", recording)) == 1
    assert url("film", recording) in browser.get(url("record", cycle)).content.decode()
    assert browser.post(url("keep", recording)).status_code == 302
    recording.refresh_from_db()
    assert (recording.state, recording.size) == (FilmState.PREPARING, 10)
    assert browser.post(url("keep", recording)).status_code == 302  # again: nothing more happens


def test_recording_whose_last_part_broke_off_can_be_kept_too(browser, recording):
    patch(browser, recording, b"x" * 10, 0)
    patch(browser, recording, b"y" * 10, 10, **{"Upload-Length": "30"})
    recording.refresh_from_db()
    assert (recording.size, recording.is_recording) == (30, True)
    assert "Keep what is there" in browser.get(url("film", recording)).content.decode()
    browser.post(url("keep", recording))
    recording.refresh_from_db()
    assert (recording.state, recording.size) == (FilmState.PREPARING, 20)


def test_title_of_a_recording_is_what_was_planned(browser, cycle):
    cycle.plan = "Bath time and then a story " * 10
    cycle.save()
    page = browser.get(url("record", cycle)).content.decode()
    value = page.split('name="title" value="')[1].split('"')[0]
    assert re.fullmatch(r"Bath time and then a story .{70,75}…, \d\d:\d\d", value)


def test_recording_of_which_nothing_arrived_can_only_be_deleted(browser, recording):
    page = browser.get(url("film", recording)).content.decode()
    assert "Nothing of it has arrived" in page
    assert url("keep", recording) not in page
    answer = browser.post(url("keep", recording), follow=True)
    assert "film once more" in answer.content.decode()
    recording.refresh_from_db()
    assert recording.state == FilmState.UPLOADING


def test_filming_is_for_those_who_hold_the_case(family, cycle, colleague, manager, stranger):
    answers = [
        browser_of(actor).get(url("record", cycle)) for actor in (colleague, manager, stranger)
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 404]
