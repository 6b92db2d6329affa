"""What exports bring to the journey of a case."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from attune.web.cases.journey import journey_of
from attune.web.exports import actions, journey
from attune.web.exports.models import Export
from tests.factories.exports import begin_export, given_export, made_export
from tests.web.conftest import browser_of
from tests.web.exports.conftest import withdraw


def test_only_what_was_given_is_part_of_the_journey(family, moments):
    begin_export(family, *moments)
    made_export(family, *moments)
    export = given_export(family, *moments)
    (entry,) = journey.entries(family.case)
    day = date_format(timezone.localtime(export.expires_at), "j F Y")
    assert (entry.title, entry.at) == ("A film for Ana", export.given_at)
    assert entry.note == f"A copy for the family · 3 moments\nCan be downloaded until {day}."
    assert entry.url == reverse("exports:export", args=[export.pk])


def test_it_stays_there_when_the_file_is_gone(family, moments):
    given_export(family, moments[0])
    Export.objects.update(expires_at=timezone.now() - timedelta(days=1))
    actions.end_expired(Export.objects.all())
    (entry,) = journey.entries(family.case)
    assert entry.note == "A copy for the family · 1 moment\nErased: its time was over."


def test_a_file_that_went_with_a_consent_leaves_a_line_of_its_own(family, moments):
    made_export(family, moments[0])
    withdraw(family, family.baby)
    export = Export.objects.get()
    (entry,) = journey.entries(family.case)
    assert (entry.title, entry.at) == ("A film for Ana was erased", export.ended_at)
    assert entry.note == "Bo no longer agrees to this, so the file was erased at once."


def test_the_page_of_the_case_shows_it_and_leads_to_more(family, moments):
    given_export(family, *moments)
    assert "A film for Ana" in [entry.title for entry in journey_of(family.case).entries]
    page = browser_of(family.actor).get(reverse("cases:case", args=[family.case.pk]))
    assert reverse("exports:list", args=[family.case.pk]) in page.content.decode()
