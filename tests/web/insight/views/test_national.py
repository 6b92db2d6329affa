"""The national page, from a release that is kept as the association keeps it."""

import pytest
from django.test import Client

from attune.web.national.models import Release
from tests.web.insight.released import release

ADDRESS = "/national/figures/"

pytestmark = pytest.mark.django_db


def test_without_a_release_the_page_says_so_and_there_is_no_report():
    client = Client()
    assert "No release yet" in client.get(ADDRESS).content.decode()
    assert client.get(f"{ADDRESS}report/")["Location"] == ADDRESS


def test_anybody_sees_the_newest_release_in_pictures():
    document = release()
    Release.objects.create(
        name=document.name, number=1, body=document.body(), digest=document.digest, reasons={}
    )
    client = Client()
    html = client.get(ADDRESS).content.decode()
    assert "On average 4.1 points better (3.1 to 5.1)." in html
    assert "How much changed, on the map" in html
    assert "There is no control group" in html
    saved = client.get(ADDRESS, {"save": "regions", "as": "csv"}).content.decode()
    assert saved.splitlines()[1].startswith("London,40,3.5,2.5,4.5,")
    report = client.get(f"{ADDRESS}report/")
    assert report.content.startswith(b"%PDF")
    assert report["Content-Disposition"].endswith('"national-figures-2026-11.pdf"')


def test_figures_are_only_read():
    assert Client().post(ADDRESS).status_code == 405
