"""Tables with noise by the pages: a budget is set, a table is looked at before it is spent, made, read and taken along."""

import csv
import io
import subprocess
import sys
from hashlib import sha256

import pytest
from django.test import Client

from attune.core.figures.noisy import read
from attune.web.national.models import NoiseBudget, NoiseSpending, NoiseTable, NoiseTrouble
from attune.web.national.noise_tasks import make_noisy
from tests.core.statistics.hiding import hide
from tests.factories import make_officer, nation
from tests.factories.noise import CORE_10, budget, small_table, spending

pytestmark = pytest.mark.django_db
PLACE = "/national/noise/"
SAID = {"subjects": [CORE_10], "breakdowns": ["region"], "epsilon": "0.5"}
KEY = "0b8b5a0e-6d3c-4b55-9d0c-000000000001"


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


def test_budget_is_set_once_and_raised_with_a_reason(analyst):
    assert "No budget is set yet" in page(analyst, PLACE)
    assert "Set the budget" in page(analyst, f"{PLACE}budget/")
    for _ in range(2):
        said = {"epsilon": "1", "reason": "Agreed in November.", "key": KEY}
        response = analyst.post(f"{PLACE}budget/", said)
        assert response["Location"] == PLACE
    assert NoiseBudget.objects.get().thousandths == 1000
    text = page(analyst, PLACE)
    assert "Agreed in November." in text
    assert "0 of 1" in text
    assert "Raise the budget" in page(analyst, f"{PLACE}budget/")
    response = analyst.post(f"{PLACE}budget/", {"epsilon": "9.001", "reason": "More."})
    assert "must stay within 10" in response.content.decode()
    assert "Say how much may be spent." in analyst.post(f"{PLACE}budget/").content.decode()


def test_table_is_looked_at_before_anything_is_spent(analyst, officer):
    budget(officer.person, 1000)
    assert "Left to spend: ε 1." in page(analyst, f"{PLACE}new/")
    text = analyst.post(f"{PLACE}new/", SAID).content.decode()
    assert "at most 36 courses, 95 times in 100" in text
    assert "Spend 0.5 and make it" in text
    assert "at most 74 % sure" in text
    assert not NoiseSpending.objects.exists()
    text = analyst.post(f"{PLACE}new/", {**SAID, "change": "yes"}).content.decode()
    assert "See what that means" in text
    assert 'value="0.5"' in text


def test_table_is_spent_once_made_by_the_worker_and_read(analyst, officer, national):
    nation.give()
    budget(officer.person, 1000)
    for _ in range(2):
        response = analyst.post(f"{PLACE}new/", {**SAID, "key": KEY, "make": "yes"})
        assert response["Location"] == f"{PLACE}{KEY}/"
    assert NoiseSpending.objects.get().thousandths == 500
    address = response["Location"]
    assert "You can close this page" in page(analyst, address)
    assert "Not made yet" in page(analyst, PLACE)
    assert "HX-Refresh" not in analyst.get(f"{address}progress/")
    assert analyst.get(f"{address}noise.json").status_code == 404
    assert analyst.get(f"{address}noise.csv").status_code == 404
    make_noisy.call(KEY)
    assert analyst.get(f"{address}progress/")["HX-Refresh"] == "true"
    text = page(analyst, address)
    assert "CORE-10, filled in by the client" in text
    assert "Every count is off by chance: by at most 36 courses" in text
    body = analyst.get(f"{address}noise.json").content
    row = NoiseTable.objects.get()
    assert sha256(body).hexdigest() == row.digest == read(body).digest
    assert row.digest in text
    lines = list(csv.reader(io.StringIO(analyst.get(f"{address}noise.csv").content.decode())))
    assert lines[0][:3] == ["measure", "scale", "respondent"]
    assert len([line for line in lines if line[3] == "count"]) == 12 * 5


def test_table_of_several_measures_folds_what_is_broken_down(analyst, officer, national):
    row = spending(officer.person, subjects=[CORE_10, "phq-9-total-self"])
    make_noisy.call(str(row.pk))
    text = page(analyst, f"{PLACE}{row.pk}/")
    assert text.count("<summary>Broken down</summary>") == 2
    assert text.count("Region, with noise") == 2 * 2  # the name of the table, and its caption
    assert "PHQ-9, filled in by the client" in text


def test_more_than_is_left_is_refused_at_every_step(analyst, officer):
    budget(officer.person, 400)
    for step in ({}, {"make": "yes"}):
        text = analyst.post(f"{PLACE}new/", {**SAID, **step}).content.decode()
        assert "That is more than is left of the budget." in text
    assert not NoiseSpending.objects.exists()


def test_what_could_not_be_made_can_be_tried_again(analyst, officer):
    row = spending(officer.person)
    NoiseTrouble.objects.create(spending=row, reason="The disk was full.")
    address = f"{PLACE}{row.pk}/"
    assert "The disk was full." in page(analyst, address)
    assert analyst.get(f"{address}progress/")["HX-Refresh"] == "true"
    response = analyst.post(f"{address}again/", follow=True)
    assert "It is tried again." in response.content.decode()
    table = small_table(officer.person)
    response = analyst.post(f"{PLACE}{table.spending_id}/again/", follow=True)
    assert "This table is made." in response.content.decode()


def test_without_opendp_the_pages_say_what_to_install(analyst, officer, monkeypatch):
    budget(officer.person)
    hide(monkeypatch, "opendp")
    assert "uv sync --extra noise" in page(analyst, PLACE)
    assert "Make a table" not in page(analyst, PLACE)
    assert "uv sync --extra noise" in page(analyst, f"{PLACE}new/")
    response = analyst.post(f"{PLACE}new/", {**SAID, "make": "yes"})
    assert "Noise can’t be drawn on this server" in response.content.decode()
    assert not NoiseSpending.objects.exists()


def test_home_leads_to_it(analyst):
    assert f'href="{PLACE}"' in page(analyst, "/national/")


def test_nothing_slow_is_loaded_when_the_web_starts():
    """All views are there, and neither what draws noise nor what counts for it."""
    text = (
        "import sys, django; django.setup(); import attune.web.config.urls; "
        "print(sorted({'opendp', 'duckdb', 'ibis', 'pyarrow'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
