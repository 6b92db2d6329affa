"""The bytes of a film to give away: who gets them, when, and what is written down."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from attune.core.consent import Purpose
from attune.web.audit.models import Event
from attune.web.exports.models import Download, Export
from attune.web.films import store
from tests.factories.exports import CONTENT, given_export, made_export
from tests.web.conftest import browser_of
from tests.web.exports.conftest import withdraw


@pytest.fixture
def browser(family):
    return browser_of(family.actor)


@pytest.fixture
def export(family, moments):
    return given_export(family, *moments, title="For you, Ana")


def get(browser, name, export, **headers):
    return browser.get(reverse(f"exports:{name}", args=[export.pk]), headers=headers)


def test_the_download_is_the_file_under_a_plain_name(browser, export):
    answer = get(browser, "download", export)
    assert b"".join(answer) == CONTENT
    assert answer["Content-Disposition"] == (
        f'attachment; filename="for-you-ana-{timezone.localdate()}.mp4"'
    )
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_each_download_is_kept_and_logged(browser, family, export):
    events = Event.objects.filter(object_id=str(export.pk), detail={"downloaded": True})
    for number in (1, 2):
        b"".join(get(browser, "download", export))
        assert (Download.objects.count(), events.count()) == (number, number)
    browser.head(reverse("exports:download", args=[export.pk]))
    assert events.count() == 2
    b"".join(get(browser, "download", export, range="bytes=100-"))  # it goes on where it broke off
    assert (Download.objects.count(), events.count()) == (2, 3)


def test_parts_come_as_a_player_asks_for_them(browser, export, settings):
    settings.RANGE_CAP = 100
    answer = get(browser, "video", export, range="bytes=10-")
    assert (answer.status_code, answer["Content-Range"]) == (206, "bytes 10-109/1024")
    assert b"".join(answer) == CONTENT[10:110]
    whole = get(browser, "video", export, range="bytes=10-", if_range='"another"')
    assert (whole.status_code, b"".join(whole)) == (200, CONTENT)
    assert get(browser, "video", export, range="bytes=2000-").status_code == 416
    head = browser.head(reverse("exports:video", args=[export.pk]))
    assert (head["Content-Length"], head.content) == ("1024", b"")


def test_before_it_is_given_it_can_be_looked_at_and_not_taken_along(browser, family, moments):
    export = made_export(family, *moments)
    assert b"".join(get(browser, "video", export)) == CONTENT
    answer = get(browser, "download", export)
    assert answer["Location"] == reverse("exports:export", args=[export.pk])
    assert not Download.objects.exists()


def test_an_expired_one_is_not_taken_along_even_before_it_is_swept(browser, export):
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for name in ("video", "download"):
        answer = get(browser, name, export)
        assert answer.status_code == 403
        assert "This file is not here" in answer.content.decode()
        assert reverse("exports:export", args=[export.pk]) in answer.content.decode()
    assert Event.objects.filter(detail={"withheld": True}).count() == 2
    page = b"".join(get(browser, "export", export))
    assert b"Its time was over." in page


@pytest.mark.parametrize("purpose", [Purpose.COPY, Purpose.FILM])
def test_after_a_withdrawal_the_address_is_dead_and_nothing_is_logged_as_an_error(
    browser, family, export, purpose, caplog
):
    withdraw(family, family.baby, purpose)
    for name in ("video", "download"):
        assert get(browser, name, export).status_code == 403
    assert [line.message.split(":")[0] for line in caplog.records] == ["Forbidden"] * 2
    assert [line.exc_info for line in caplog.records] == [None, None]


def test_without_the_bytes_there_is_nothing(browser, export):
    store.drop_export(export.home_id, export.pk)
    assert get(browser, "video", export).status_code == 404


def test_a_colleague_and_a_stranger_get_nothing(export, colleague, stranger):
    for actor, status in ((colleague, 403), (stranger, 404)):
        for name in ("video", "download"):
            answer = get(browser_of(actor), name, export)
            assert answer.status_code == status
            assert CONTENT not in answer.content
