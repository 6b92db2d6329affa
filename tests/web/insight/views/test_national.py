"""The national page, from a release that the association made."""

import pytest
from django.test import Client

from attune.web.national.queries.releases import newest
from tests.factories import nation

ADDRESS = "/national/figures/"

pytestmark = pytest.mark.django_db


def test_without_a_release_the_page_says_so_and_there_is_no_report():
    client = Client()
    assert "No release yet" in client.get(ADDRESS).content.decode()
    assert client.get(f"{ADDRESS}report/")["Location"] == ADDRESS


def test_anybody_sees_the_newest_release_in_pictures(settings, tmp_path):
    settings.NATIONAL = tmp_path / "national"
    nation.give()
    nation.released()
    client = Client()
    html = client.get(ADDRESS).content.decode()
    change = newest().parts[0].overall.values.change
    assert f"On average {change.estimate:.1f} points better" in html
    assert "How much changed, on the map" in html
    assert "There is no control group" in html
    saved = client.get(ADDRESS, {"save": "regions", "as": "csv"}).content.decode()
    assert f",{change.estimate}," in saved
    report = client.get(f"{ADDRESS}report/")
    assert report.content.startswith(b"%PDF")
    assert report["Content-Disposition"].endswith(f'"national-figures-{newest().name}.pdf"')


def test_figures_are_only_read():
    assert Client().post(ADDRESS).status_code == 405
