"""The server's side of an upload, request by request."""

import base64
import hashlib
import os
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from attune.core.consent import Answer, Purpose
from attune.core.journey import FilmState
from attune.web.cases import actions as cases
from attune.web.films import actions, receiving, store
from attune.web.films.models import Film
from tests.factories.films import begin_film, bring, ready_film
from tests.web.conftest import browser_of

TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
def film(family, cycle) -> Film:
    return begin_film(family, cycle, size=1000)


@pytest.fixture
def browser(practitioner) -> Client:
    return browser_of(practitioner)


def url(film):
    return reverse("films:upload", args=[film.pk])


def patch(browser, film, content, offset, **headers):
    kind = "application/offset+octet-stream"
    said = {**TUS, "Upload-Offset": str(offset), "Content-Type": kind, **headers}
    # Django's browser says nothing of the length of nothing; real ones do.
    length = {} if content else {"Content-Length": "0"}
    return browser.patch(url(film), content, content_type=kind, headers=said | length)


def head(browser, film):
    return browser.head(url(film), headers=TUS)


def stored(film):
    with store.open_for_read(film.pk, store.ORIGINAL) as file:
        return file.read()


def test_options_say_what_the_server_can(browser, film, settings):
    answer = browser.options(url(film))
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    extensions = "creation,creation-defer-length,termination,checksum,expiration"
    assert answer["Tus-Extension"] == extensions
    assert answer["Tus-Checksum-Algorithm"] == "sha1,sha256"
    assert answer["Tus-Max-Size"] == str(settings.LARGEST_FILM)


def test_film_comes_in_parts_and_is_whole_at_the_end(browser, film):
    content = os.urandom(1000)
    assert head(browser, film)["Upload-Offset"] == "0"
    first = patch(browser, film, content[:600], 0)
    assert (first.status_code, first["Upload-Offset"]) == (204, "600")
    told = head(browser, film)
    assert (told["Upload-Offset"], told["Upload-Length"]) == ("600", "1000")
    assert "no-store" in told["Cache-Control"]
    assert told["Upload-Expires"].endswith("GMT")
    last = patch(browser, film, content[600:], 600)
    assert (last.status_code, last["Upload-Offset"]) == (204, "1000")
    film.refresh_from_db()
    assert film.state == FilmState.PREPARING
    assert film.sha256 == ""  # until it is prepared
    assert stored(film) == content


def test_last_part_repeated_is_answered_and_makes_no_second_task(browser, film):
    patch(browser, film, b"x" * 1000, 0)
    again = patch(browser, film, b"", 1000)
    assert (again.status_code, again["Upload-Offset"]) == (204, "1000")
    assert head(browser, film)["Upload-Offset"] == "1000"
    assert patch(browser, film, b"y", 1000).status_code == 409
    assert DBTaskResult.objects.count() == 1


def test_upload_whose_end_was_not_written_down_is_finished_by_looking(browser, film):
    bring(film, b"x" * 1000)  # and then the server was stopped
    assert head(browser, film)["Upload-Offset"] == "1000"
    film.refresh_from_db()
    assert film.state == FilmState.PREPARING


@pytest.mark.parametrize(
    ("offset", "content", "status"),
    [
        (0, b"again", 409),
        (11, b"later", 409),
        (10, b"x" * 991, 413),
        ("ten", b"x", 400),
        ("-1", b"x", 400),
        ("٣", b"x", 400),
        ("9" * 30, b"x", 400),
    ],
)
def test_part_in_a_wrong_place_changes_nothing(browser, film, offset, content, status):
    bring(film, b"0123456789")
    answer = patch(browser, film, content, offset)
    assert answer.status_code == status
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().endswith(".")
    assert stored(film) == b"0123456789"


def test_other_versions_of_the_protocol_are_refused(browser, film):
    answer = browser.head(url(film), headers={"Tus-Resumable": "0.2.2"})
    assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")
    assert browser.head(url(film)).status_code == 412


def test_part_must_be_sent_as_one(browser, film):
    headers = {**TUS, "Upload-Offset": "0"}
    answer = browser.patch(url(film), b"x", content_type="video/mp4", headers=headers)
    assert answer.status_code == 415
    assert stored(film) == b""


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_part_with_its_checksum_is_kept(browser, film, algorithm):
    digest = base64.b64encode(hashlib.new(algorithm, b"good").digest()).decode()
    answer = patch(browser, film, b"good", 0, **{"Upload-Checksum": f"{algorithm} {digest}"})
    assert answer.status_code == 204
    assert stored(film) == b"good"


def test_damaged_part_is_dropped(browser, film):
    bring(film, b"before ")
    digest = base64.b64encode(hashlib.sha1(b"good", usedforsecurity=False).digest()).decode()
    answer = patch(browser, film, b"g00d", 7, **{"Upload-Checksum": f"sha1 {digest}"})
    assert (answer.status_code, answer.reason_phrase) == (460, "Checksum Mismatch")
    assert stored(film) == b"before "
    assert head(browser, film)["Upload-Offset"] == "7"


@pytest.mark.parametrize("checksum", ["md5 aaaa", "sha1 ???", "sha1", ""])
def test_checksums_that_make_no_sense_are_refused(browser, film, checksum):
    assert patch(browser, film, b"x", 0, **{"Upload-Checksum": checksum}).status_code == 400
    assert stored(film) == b""


def test_full_disk_is_said_before_a_byte_is_taken(browser, film, settings):
    bring(film, b"here")
    settings.DISK_RESERVE = store.free_bytes() * 2
    answer = patch(browser, film, b"more", 4)
    assert answer.status_code == 507
    assert "What has arrived is kept" in answer.content.decode()
    assert stored(film) == b"here"


def test_upload_that_waited_too_long_is_gone(browser, film):
    film.expires_at = timezone.now() - timedelta(seconds=1)
    film.save()
    assert head(browser, film).status_code == 410
    assert patch(browser, film, b"x", 0).status_code == 410
    assert stored(film) == b""


def test_second_writer_is_told_to_wait(browser, film):
    with store.open_for_append(film.pk):
        answer = patch(browser, film, b"x", 0)
    assert answer.status_code == 423
    assert stored(film) == b""


def test_stopped_upload_is_erased(browser, film, django_capture_on_commit_callbacks):
    bring(film, b"half")
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.delete(url(film), headers=TUS)
    assert answer.status_code == 204
    assert Film.objects.count() == 0
    assert store.film_ids() == {}
    assert head(browser, film).status_code == 404


def test_ready_film_is_not_deleted_by_stopping_an_upload(browser, family, cycle):
    film = ready_film(family, cycle)
    assert browser.delete(url(film), headers=TUS).status_code == 409
    assert Film.objects.count() == 1


def ask_for_blocks(browser, film):
    return browser.get(reverse("films:blocks", args=[film.pk]), {"first": 0})


@pytest.mark.parametrize("ask", [head, lambda *who: patch(*who, b"x" * 50, 900), ask_for_blocks])
def test_withdrawal_on_the_way_ends_the_upload_at_once(
    browser, family, film, ask, django_capture_on_commit_callbacks
):
    patch(browser, film, b"x" * 900, 0)
    cases.record_consent(
        by=family.actor, participant=family.baby, purpose=Purpose.FILM, answer=Answer.WITHDRAWN
    )
    with django_capture_on_commit_callbacks(execute=True):
        answer = ask(browser, film)
    assert answer.status_code == 403
    film.refresh_from_db()
    assert film.state == FilmState.REFUSED
    assert "changed their mind" in film.refusal
    assert store.film_ids() == {}
    assert head(browser, film).status_code == 410


def test_upload_that_waited_too_long_can_still_be_stopped(
    browser, film, django_capture_on_commit_callbacks
):
    bring(film, b"half")
    Film.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.delete(url(film), headers=TUS).status_code == 204
    assert store.film_ids() == {}


def test_last_part_of_a_film_that_is_erased_meanwhile_is_gone(browser, film, monkeypatch):
    """Another tab stops the upload between the last byte and the note that all is here."""

    real = actions.keep_open

    def erased_first(film):
        real(film)
        Film.objects.get(pk=film.pk).delete()

    monkeypatch.setattr(actions, "keep_open", erased_first)
    assert patch(browser, film, b"x" * 1000, 0).status_code == 410


def test_blocks_of_a_film_whose_bytes_are_gone_are_gone(browser, film):
    store.erase(film.pk)
    answer = browser.get(reverse("films:blocks", args=[film.pk]), {"first": 0})
    assert answer.status_code == 410


def test_upload_needs_the_page_it_was_begun_on(practitioner, film):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(practitioner.person)
    assert patch(careful, film, b"x", 0).status_code == 403
    assert careful.delete(url(film), headers=TUS).status_code == 403
    assert stored(film) == b""


def test_blocks_tell_what_arrived(browser, film, monkeypatch):
    monkeypatch.setattr(receiving, "BLOCK", 4)
    monkeypatch.setattr(receiving, "BLOCKS_AT_ONCE", 2)
    bring(film, b"aaaabbbbcc")
    blocks = reverse("films:blocks", args=[film.pk])
    told = [browser.get(blocks, {"first": first}).json() for first in (0, 2, 3)]
    expected = [[b"aaaa", b"bbbb"], [b"cc"], []]
    assert [(each["size"], each["arrived"]) for each in told] == [(4, 10)] * 3
    assert [each["digests"] for each in told] == [
        [hashlib.sha256(block).hexdigest() for block in row] for row in expected
    ]
    assert browser.get(blocks, {"first": "x"}).status_code == 400
    assert browser.post(blocks).status_code == 405


def test_blocks_of_a_film_that_arrived_are_not_told(browser, family, cycle):
    film = ready_film(family, cycle)
    assert browser.get(reverse("films:blocks", args=[film.pk]), {"first": 0}).status_code == 409


@pytest.mark.parametrize("name", ["upload", "blocks"])
def test_upload_is_for_those_who_hold_the_case(name, film, family, colleague, manager, stranger):
    address = reverse(f"films:{name}", args=[film.pk])

    def status(actor):
        browser = browser_of(actor)
        if name == "upload":
            return browser.head(address, headers=TUS).status_code
        return browser.get(address, {"first": 0}).status_code

    assert (status(colleague), status(manager), status(stranger)) == (403, 403, 404)
    cases.share_case(by=family.actor, case=family.case, person=colleague.person)
    assert status(colleague) == 200


def test_upload_of_no_film_is_not_there(browser):
    address = reverse("films:upload", args=["00000000-0000-0000-0000-000000000000"])
    assert browser.head(address, headers=TUS).status_code == 404


@pytest.mark.parametrize("method", ["get", "post", "put"])
def test_upload_answers_to_its_own_methods_only(browser, film, method):
    assert getattr(browser, method)(url(film)).status_code == 405
