"""Agreements with researchers, by the pages: written down, ended."""

from datetime import date

import pytest
from django.test import Client

from attune.core.extracts.fields import AGREEABLE
from attune.web.national.models import ExtractDraft, LogEntry, ResearchAgreement
from attune.web.people.models import Post
from tests.factories import make_officer
from tests.factories.releases import agreement

pytestmark = pytest.mark.django_db
PLACE = "/national/research/"
SAID = {
    "title": "Does it last?",
    "researcher": "Dr Lee",
    "organisation": "A university",
    "purpose": "Whether change lasts.",
    "ethics": "REC 1/2026",
    "fields_agreed": ["engagement", "year"],
    "measures_agreed": ["core-10"],
    "first_year": "2023",
    "last_year": "2025",
    "k": "10",
    "signed_on": "2026-01-05",
    "valid_until": "2099-01-01",
}


@pytest.fixture
def officer():
    return make_officer()


@pytest.fixture
def analyst(officer):
    client = Client()
    client.force_login(officer.person)
    return client


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_agreement_is_written_down_once(analyst):
    assert "There is no agreement yet" in page(analyst, PLACE)
    key = "0b8b5a0e-6d3c-4b55-9d0c-000000000001"
    for _ in range(2):
        response = analyst.post(f"{PLACE}new/", {**SAID, "key": key})
        assert response["Location"] == f"{PLACE}{key}/"
    row = ResearchAgreement.objects.get()
    assert (row.fields, row.measures, row.k) == (["engagement", "year"], ["core-10"], 10)
    text = page(analyst, f"{PLACE}{key}/")
    assert "How it came about, Year of the first score" in text
    assert "Does it last?" in page(analyst, PLACE)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"k": "4"}, "greater than or equal to 5"),
        ({"measures_agreed": []}, "Choose at least one measure."),
        ({"fields_agreed": ["service"]}, "service is not one of the available choices"),
        ({"last_year": "2022"}, "The last year is before the first."),
        ({"signed_on": "2099-01-01"}, "This day is still to come."),
        ({"valid_until": "2026-01-01"}, "It would be over before it was signed."),
        ({"valid_until": ""}, "Say until when it is valid."),
    ],
)
def test_agreement_that_can_not_be_is_refused(analyst, wrong, says):
    response = analyst.post(f"{PLACE}new/", {**SAID, **wrong})
    assert says in response.content.decode()
    assert not ResearchAgreement.objects.exists()


def test_codebook_says_what_each_column_is(analyst, officer):
    row = agreement(officer.person, fields=list(AGREEABLE))
    text = page(analyst, f"{PLACE}{row.pk}/codebook/")
    for name in AGREEABLE:
        assert f'<th scope="row">{name}</th>' in text
    assert "a whole number" in text


def test_agreement_that_is_over_gives_nothing(analyst, officer, national):
    over = agreement(officer.person, valid_until=date(2026, 2, 1))
    assert "Its time is over" in page(analyst, f"{PLACE}{over.pk}/")
    response = analyst.post(f"{PLACE}{over.pk}/", {"form": "csv"})
    assert "Its time is over" in response.content.decode()
    row = agreement(officer.person)
    analyst.post(f"{PLACE}{row.pk}/end/")
    analyst.post(f"{PLACE}{row.pk}/end/")
    assert "Ended" in page(analyst, f"{PLACE}{row.pk}/")
    assert LogEntry.objects.filter(verb="end").count() == 1
    assert not ExtractDraft.objects.exists()


def test_others_may_not(officer, analyst):
    row = agreement(officer.person)
    editor = Client()
    editor.force_login(make_officer(Post.EDITOR).person)
    for address in ("", "new/", f"{row.pk}/", f"{row.pk}/codebook/"):
        assert editor.get(PLACE + address).status_code == 403
    missing = "0b8b5a0e-6d3c-4b55-9d0c-000000000009"
    assert analyst.get(f"{PLACE}{missing}/").status_code == 404
