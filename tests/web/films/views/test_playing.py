"""What a player gets: only what was made, in parts, and only while everyone agrees."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from attune.core.clock import FrameTable
from attune.core.consent import Answer, Purpose
from attune.core.journey import FilmState
from attune.core.media.playable import head
from attune.core.vault.errors import DamagedError
from attune.web.audit.models import Event
from attune.web.cases import actions as cases
from attune.web.films import store
from attune.web.films.views import playing
from tests.factories.films import (
    FRAGMENTS,
    INIT,
    PLAYED,
    PROXY,
    SPRITE,
    TABLE,
    begin_film,
    bring,
    ready_film,
)
from tests.web.conftest import browser_of

SIZE = len(PLAYED)
PARTS = ["video", "poster", "frames", "peaks", "sprite", "sheet"]


@pytest.fixture
def film(family, cycle):
    return ready_film(family, cycle)


@pytest.fixture
def browser(practitioner) -> Client:
    return browser_of(practitioner)


def url(name, film):
    return address_of(name, film.pk)


def address_of(name, film_id, sheet=0):
    return reverse(f"films:{name}", args=[film_id, sheet] if name == "sheet" else [film_id])


def ask(browser, film, header=None, **headers):
    if header is not None:
        headers["Range"] = header
    answer = browser.get(url("video", film), headers=headers)
    answer.body = answer.getvalue()  # read to the end, as a player does
    return answer


def test_whole_film_is_answered_without_a_range(browser, film):
    answer = ask(browser, film)
    assert answer.status_code == 200
    assert answer.body == PLAYED
    assert answer["Content-Length"] == str(SIZE)
    assert answer["Content-Type"] == "video/mp4"
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-9", 0, 9),
        ("bytes=1000-", 1000, SIZE - 1),
        ("bytes=-4", SIZE - 4, SIZE - 1),
        ("bytes=7-7,9-", 7, 7),
    ],
)
def test_part_is_exactly_what_was_asked_for(browser, film, header, first, last):
    answer = ask(browser, film, header)
    assert answer.status_code == 206
    assert answer.body == PLAYED[first : last + 1]
    assert answer["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert answer["Content-Length"] == str(last + 1 - first)


def test_player_puts_the_film_together_from_capped_parts(browser, film, settings):
    settings.RANGE_CAP = 100
    whole = b""
    while len(whole) < len(PLAYED):
        answer = ask(browser, film, f"bytes={len(whole)}-")
        part = answer.body
        assert answer.status_code == 206
        assert 0 < len(part) <= 100
        whole += part
    assert whole == PLAYED


def test_part_beyond_the_end_says_how_long_the_film_is(browser, film):
    answer = ask(browser, film, f"bytes={SIZE}-")
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{SIZE}")


def test_other_version_is_answered_whole(browser, film):
    etag = ask(browser, film)["ETag"]
    assert etag.startswith('"')
    assert ask(browser, film, "bytes=0-1", **{"If-Range": etag}).status_code == 206
    assert ask(browser, film, "bytes=0-1", **{"If-Range": '"old"'}).status_code == 200


def growing(family, cycle, fragments: int) -> tuple:
    """A film that is being prepared, of which so many fragments are there."""
    film = begin_film(family, cycle)
    film.state = FilmState.PREPARING
    film.save()
    making = store.making(film.pk)
    making.replace(store.INIT, INIT)
    for number in range(fragments):
        grow(making, number)
    return film, making


def grow(making, number: int) -> None:
    making.append(store.FRAGMENTS, PROXY[number * 512 :][:512])
    making.append(store.INDEX, FRAGMENTS[number].to_line(first=number == 0))


def ask_first(browser, film, count, **headers):
    answer = browser.get(url("video", film), {"fragments": count}, headers=headers)
    answer.body = answer.getvalue()
    return answer


def test_film_that_grows_is_played_as_far_as_its_fragments_go(browser, family, cycle):
    film, making = growing(family, cycle, 1)
    first = head(INIT, FRAGMENTS[:1]) + PROXY[:512]
    one = ask_first(browser, film, 1, Range="bytes=0-")
    assert (one.status_code, one.body) == (206, first)  # all of the head and the first fragment
    assert ask_first(browser, film, 2).status_code == 404
    assert ask(browser, film).status_code == 404
    grow(making, 1)
    two = ask_first(browser, film, 2)
    assert two.body == PLAYED
    again = ask_first(browser, film, 1, **{"Range": "bytes=5-9", "If-Range": one["ETag"]})
    assert (again.status_code, again.body) == (206, first[5:10])
    other = ask_first(browser, film, 2, **{"Range": "bytes=5-9", "If-Range": one["ETag"]})
    assert (other.status_code, other.body) == (200, PLAYED)


def test_film_that_has_become_ready_goes_on_under_a_player(browser, family, cycle):
    film, making = growing(family, cycle, 2)
    one = ask_first(browser, film, 1)
    for name in (store.POSTER, store.PEAKS, store.FRAMES):
        making.replace(name, b"made")
    making.keep()
    assert ask_first(browser, film, 1).body == one.body  # made, and the row does not say so yet
    film.state = FilmState.READY
    film.save()
    assert ask_first(browser, film, 1)["ETag"] == one["ETag"]
    assert ask_first(browser, film, 1).body == one.body
    assert ask(browser, film).body == PLAYED


def test_film_that_is_prepared_anew_is_another_version(browser, family, cycle):
    film, _making = growing(family, cycle, 1)
    one = ask_first(browser, film, 1)
    making = store.making(film.pk)
    assert ask_first(browser, film, 1).status_code == 404
    making.replace(store.INIT, INIT)
    grow(making, 0)
    assert ask_first(browser, film, 1)["ETag"] != one["ETag"]


@pytest.mark.parametrize("count", ["0", "-1", "x", "", "1.5", "9" * 20, "3"])
def test_number_of_fragments_that_makes_no_sense_finds_nothing(browser, film, count):
    assert ask_first(browser, film, count).status_code == 404


def test_poster_is_there_at_once(browser, family, cycle):
    film, making = growing(family, cycle, 0)
    assert browser.get(url("poster", film)).status_code == 404
    making.replace(store.POSTER, b"the first picture")
    assert browser.get(url("poster", film)).content == b"the first picture"


def test_film_that_was_changed_on_the_disk_is_not_played(browser, film, films_directory):
    path = films_directory / str(film.pk) / "made" / store.FRAGMENTS
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    with pytest.raises(DamagedError):
        ask(browser, film)


def test_head_tells_all_and_sends_nothing(browser, film):
    answer = browser.head(url("video", film), headers={"Range": "bytes=0-1"})
    assert (answer.status_code, answer["Content-Length"], answer.content) == (200, str(SIZE), b"")


def test_poster_frames_and_peaks_are_what_was_made(browser, film):
    assert browser.get(url("poster", film)).content == b"\xff\xd8\xff a poster"
    answer = browser.get(url("frames", film))
    assert FrameTable.from_bytes(answer.content) == TABLE
    assert answer["Content-Type"] == "application/json"
    assert "no-store" in answer["Cache-Control"]
    assert json.loads(browser.get(url("peaks", film)).content) == {"levels": []}


def test_sheets_of_thumbnails_are_what_was_made(browser, film):
    answer = browser.get(url("sprite", film))
    assert (json.loads(answer.content), answer["Content-Type"]) == (SPRITE, "application/json")
    assert url("sheet", film) == f"/films/{film.pk}/sprite-0.jpg"
    for address in (url("sheet", film), f"/films/{film.pk}/sprite-000.jpg"):
        answer = browser.get(address)
        assert (answer.content, answer["Content-Type"]) == (b"\xff\xd8\xff a sheet", "image/jpeg")
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("number", [1, 999, 1000, 10**30])
def test_sheet_that_was_not_made_is_not_found(browser, film, number):
    assert browser.get(address_of("sheet", film.pk, number)).status_code == 404


def test_sheet_that_is_full_is_there_while_the_film_grows(browser, family, cycle):
    film, making = growing(family, cycle, 1)
    assert browser.get(url("sheet", film)).status_code == 404
    making.replace("sprite-000.jpg", b"a full sheet")
    assert browser.get(url("sheet", film)).content == b"a full sheet"
    assert browser.get(url("sprite", film)).status_code == 404


@pytest.mark.parametrize("name", PARTS)
def test_uploaded_bytes_are_never_served(browser, family, cycle, name):
    film = begin_film(family, cycle, size=9)
    bring(film, b"<script>!")
    assert browser.get(url(name, film)).status_code == 404


@pytest.mark.parametrize("name", PARTS)
def test_made_part_that_is_missing_is_not_found(browser, film, name):
    store.erase(film.pk)
    assert browser.get(url(name, film)).status_code == 404


@pytest.mark.parametrize("name", PARTS)
def test_nobody_sees_it_while_one_of_them_does_not_agree(browser, film, family, name):
    cases.record_consent(
        by=family.actor, participant=family.baby, purpose=Purpose.FILM, answer=Answer.WITHDRAWN
    )
    answer = browser.get(url(name, film))
    assert answer.status_code == 403
    assert PLAYED[-16:] not in answer.content


@pytest.mark.parametrize("name", PARTS)
def test_it_is_for_those_who_hold_the_case(name, film, family, colleague, manager, stranger):
    def status(actor):
        answer = browser_of(actor).get(url(name, film))
        answer.close()
        return answer.status_code

    assert (status(colleague), status(manager), status(stranger)) == (403, 403, 404)
    cases.share_case(by=family.actor, case=family.case, person=colleague.person)
    assert status(colleague) == 200
    assert Client().get(url(name, film)).status_code == 302


@pytest.mark.parametrize("name", PARTS)
def test_bad_id_and_wrong_method(browser, name):
    address = address_of(name, "00000000-0000-0000-0000-000000000000")
    assert browser.get(address).status_code == 404
    assert browser.post(address).status_code == 405


def looks():
    return Event.objects.filter(verb="read", detail__watched=True)


def test_look_is_logged_once_whatever_part_comes_first(browser, film, practitioner):
    for header in ("bytes=900-", "bytes=0-1", None):
        ask(browser, film, header)
    for name in ("frames", "sprite", "sheet"):
        browser.get(url(name, film))
    assert [(row.person_id, row.object_id) for row in looks()] == [
        (practitioner.person.pk, str(film.pk))
    ]


def test_poster_is_seen_and_not_watched(browser, film, practitioner):
    for _ in range(2):
        browser.get(url("poster", film))
    assert looks().count() == 0
    (seen,) = Event.objects.filter(verb="read", detail__poster=True)
    assert (seen.person_id, seen.object_id) == (practitioner.person.pk, str(film.pk))
    ask(browser, film)
    assert looks().count() == 1


def test_each_person_and_film_is_logged_by_itself(film, family, cycle, practitioner, colleague):
    cases.share_case(by=family.actor, case=family.case, person=colleague.person)
    other = ready_film(family, cycle)
    for actor in (practitioner, colleague):
        for each in (film, other):
            ask(browser_of(actor), each)
    assert looks().count() == 4


def test_look_later_on_is_logged_again(browser, film, monkeypatch):
    monkeypatch.setattr(playing, "LOGGED_FOR", 0)
    ask(browser, film)
    ask(browser, film)
    assert looks().count() == 2


def test_film_that_was_refused_to_someone_is_no_look(film, colleague):
    assert ask(browser_of(colleague), film).status_code == 403
    assert looks().count() == 0
