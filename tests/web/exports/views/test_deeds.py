"""One button each, and how far making is."""

import pytest
from django.urls import reverse
from django.utils import timezone

from attune.web.exports import actions
from attune.web.exports.models import Export
from tests.factories.exports import begin_export, given_export, made_export
from tests.web.conftest import browser_of


@pytest.fixture
def browser(family):
    return browser_of(family.actor)


def press(browser, name, export, **sent):
    answer = browser.post(reverse(f"exports:{name}", args=[export.pk]), sent, follow=True)
    export.refresh_from_db()
    return answer.content.decode()


def progress(browser, export):
    return browser.get(reverse("exports:progress", args=[export.pk]))


def test_progress_says_seconds_of_film_and_the_time_left(browser, family, moments):
    export = begin_export(family, *moments)
    actions.make(by=family.actor, export=export)
    assert "Waiting for its turn" in progress(browser, export).content.decode()
    begun = timezone.now() - timezone.timedelta(seconds=120)
    Export.objects.update(begun_at=begun, done_seconds=2.0, total_seconds=7.0)
    page = progress(browser, export).content.decode()
    assert "2 s of 7 s made, about 5 minutes left" in page
    actions.stop(by=family.actor, export=export)
    assert progress(browser, export)["HX-Refresh"] == "true"


def test_stop_leads_back_to_arranging(browser, family, moments):
    export = begin_export(family, *moments)
    actions.make(by=family.actor, export=export)
    assert "What you chose is still here" in press(browser, "stop", export)
    assert export.state == "arranged"


def test_nothing_is_given_that_nobody_looked_at(browser, family, moments):
    export = made_export(family, *moments)
    assert "Look at all of it first" in press(browser, "give", export)
    assert export.state == "made"
    assert "Download the film" in press(browser, "give", export, looked="yes")
    assert export.state == "given"


def test_what_is_not_there_is_not_given(browser, family, moments):
    export = begin_export(family, *moments)
    assert "no file to give" in press(browser, "give", export, looked="yes")


def test_something_is_not_right_yet(browser, family, moments):
    export = made_export(family, *moments)
    assert "The moments, in their order" in press(browser, "again", export)
    assert "given already" in press(browser, "again", given_export(family, *moments))


def test_erasing_leads_to_the_list(browser, family, moments):
    export = given_export(family, *moments)
    page = press(browser, "erase", export)
    assert "What it was and for whom is kept" in page
    assert export.state == "erased"
