"""Releases for anybody: pages, and the very bytes."""

import io
import zipfile
from hashlib import sha256

import pytest
from django.test import Client

from attune.core.figures.released import read
from attune.web.national.models import Withdrawal
from tests.core.figures.small_release import small_document
from tests.factories import make_officer
from tests.factories.releases import small_release

pytestmark = pytest.mark.django_db
PLACE = "/national/releases/"


def page(address, client=None):
    response = (client or Client()).get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_index_lists_releases_newest_first():
    assert "Nothing is released yet" in page(PLACE)
    small_release("2026-10")
    small_release("2026-11")
    text = page(PLACE)
    assert text.index("2026-11") < text.index("2026-10")
    assert "Prepare a release" not in text


def test_index_offers_an_analyst_to_prepare_one():
    client = Client()
    client.force_login(make_officer().person)
    assert "Prepare a release" in page(PLACE, client)


def test_release_says_how_many_how_complete_and_that_there_is_no_control_group():
    release = small_release()
    text = page(f"{PLACE}2026-11/")
    assert "no control group" in text
    assert "On average 4.4 points better (3.9 to 4.9)." in text
    assert "75 % (67 to 82)" in text
    assert release.digest in text
    assert "GAD-7, self" in text


def test_subject_shows_hidden_counts_as_hidden():
    small_release()
    text = page(f"{PLACE}2026-11/of/core-10-total-self/")
    assert "hidden" in text
    assert "fewer than 8" not in text  # why, only those who prepare it are told
    assert "Wales" in text
    assert "Work that was ordered" in text


def test_withdrawn_release_says_why_and_keeps_its_bytes():
    release = small_release()
    Withdrawal.objects.create(release=release, reason="Two services were the same.")
    for address in (PLACE, f"{PLACE}2026-11/", f"{PLACE}2026-11/of/core-10-total-self/"):
        assert "Two services were the same." in page(address)
    assert Client().get(f"{PLACE}2026-11/release.json").content == small_document().body()


def test_document_is_the_bytes_of_its_checksum():
    release = small_release()
    response = Client().get(f"{PLACE}2026-11/release.json")
    assert response["Content-Type"] == "application/json"
    assert sha256(response.content).hexdigest() == release.digest
    assert read(response.content) == small_document()


def test_table_as_csv_has_every_margin():
    small_release()
    text = Client().get(f"{PLACE}2026-11/of/core-10-total-self/region.csv").content.decode()
    lines = text.split("\r\n")
    assert lines[0] == "standing,region,count"
    assert "improved,london,20" in lines
    assert "worsened,london,*" in lines
    assert "All,All,120" in lines


def test_tables_come_in_the_folders_that_the_check_reads():
    small_release()
    first, second = (Client().get(f"{PLACE}2026-11/tables.zip").content for _ in range(2))
    assert first == second
    names = zipfile.ZipFile(io.BytesIO(first)).namelist()
    assert names == [
        "core-10-total-self/2026-11/all.csv",
        "core-10-total-self/2026-11/region.csv",
        "figures-2026-11.csv",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "2026-01/",
        "2026-01/release.json",
        "2026-01/tables.zip",
        "2026-11/of/nothing/",
        "2026-11/of/nothing/region.csv",
        "2026-11/of/core-10-total-self/nothing.csv",
    ],
)
def test_what_is_not_there_is_not_found(address):
    small_release()
    assert Client().get(PLACE + address).status_code == 404
