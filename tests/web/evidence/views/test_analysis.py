"""The living meta-analysis as a page, and its drawings as files."""

import csv
import datetime
import io
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client

from attune.core.statistics.meta.pool import pool
from attune.web.evidence import ours
from attune.web.evidence.actions import load_shipped
from attune.web.evidence.ours import Ours
from tests.factories.evidence import DOZEN, add, add_dozen, effect, make_editor, study

pytestmark = pytest.mark.django_db

OWN = Ours("CARE-Index, sensitivity", "2026-11", 420, 0.62, 0.51, 0.73)


def get(address, status=200):
    response = Client().get(address)
    assert response.status_code == status
    return response


def page(address="/evidence/together/"):
    return " ".join(get(address).content.decode().split())


def table(address):
    return list(csv.DictReader(io.StringIO(get(address).content.decode())))


def test_the_page_of_the_shipped_library_says_what_the_kernel_says():
    load_shipped()
    text = page()
    assert "6 studies together: 0.43 (0.19 to 0.68) standard deviations." in text
    assert "A further study would be expected between −0.04 and 0.91." in text
    assert "cannot be computed, because it takes 10 studies, and there are 6." in text
    assert "there is no national release yet" in text


def test_every_number_of_the_page_is_the_kernels():
    add_dozen(make_editor())
    at = pool([r[0] for r in DOZEN], [r[1] ** 2 for r in DOZEN], knapp_hartung=True)
    effect_, (low, high) = at.coefficient().estimate, at.coefficient().interval()
    text = page()
    assert f"12 studies together: {effect_:.2f} ({low:.2f} to {high:.2f})" in text
    first, last = at.prediction_interval()
    assert f"between {first:.2f} and {last:.2f}.".replace("-", "−") in text
    assert "Egger’s test: slope" in text
    assert "<strong>Number of sessions</strong>: P =" in text
    assert "against: Randomised trial" in text


def test_the_table_of_the_forest_holds_every_study_and_all_together():
    add_dozen(make_editor())
    rows = table("/evidence/together/sensitivity/forest/?as=csv")
    assert [row["Study"] for row in rows] == [
        *(f"Bird{chr(97 + number)} {2000 + number}" for number in range(12)),
        "All studies together",
    ]
    assert float(rows[0]["Difference, in standard deviations"]) == 0.10
    assert float(rows[0]["From"]) == pytest.approx(0.10 - 1.959963984540054 * 0.10)
    at = pool([r[0] for r in DOZEN], [r[1] ** 2 for r in DOZEN], knapp_hartung=True)
    assert float(rows[12]["Difference, in standard deviations"]) == at.coefficient().estimate


def test_our_services_are_one_more_row_apart_and_not_pooled(monkeypatch):
    add_dozen(make_editor())
    before = table("/evidence/together/sensitivity/forest/?as=csv")
    monkeypatch.setattr("attune.web.evidence.views.analysis.ours", lambda outcome: [OWN])
    after = table("/evidence/together/sensitivity/forest/?as=csv")
    drop = {"Families", "About"}
    plain = [{k: v for k, v in row.items() if k not in drop} for row in after]
    assert plain[:13] == [{k: v for k, v in row.items() if k not in drop} for row in before]
    assert after[13]["Study"] == "Apart, not pooled: our services, CARE-Index, sensitivity"
    assert after[13]["Families"] == "420"
    assert "before and after, without a control group" in page()
    assert "before and after, without a control group" in after[0]["About"]


def test_our_services_do_not_stand_beside_the_analysis_of_a_past_day(monkeypatch):
    with time_machine.travel(datetime.datetime(2026, 11, 10, 12, tzinfo=datetime.UTC)):
        add_dozen(make_editor())
    monkeypatch.setattr("attune.web.evidence.views.analysis.ours", lambda outcome: [OWN])
    assert "Apart, not pooled" in page()
    assert "Apart, not pooled" not in page(
        "/evidence/together/?outcome=sensitivity&as_of=2026-11-11"
    )


def test_the_analysis_of_a_past_day_can_be_seen_again():
    editor = make_editor()
    with time_machine.travel(datetime.datetime(2026, 11, 10, 12, tzinfo=datetime.UTC)):
        add(study("Heron", effect(0.2, 0.1)), editor)
        add(study("Tern", effect(0.4, 0.1)), editor)
    with time_machine.travel(datetime.datetime(2026, 11, 12, 12, tzinfo=datetime.UTC)):
        add(study("Gull", effect(0.9, 0.1)), editor)
    past = page("/evidence/together/?outcome=sensitivity&as_of=2026-11-11")
    assert "This is the analysis as the library was on" in past
    assert "2 studies together: 0.30" in past
    assert "3 studies together: 0.50" in page()
    rows = table(
        "/evidence/together/sensitivity/forest/?outcome=sensitivity&as_of=2026-11-11&as=csv"
    )
    assert [row["Study"] for row in rows] == ["Heron 2020", "Tern 2020", "All studies together"]


def test_randomised_trials_can_be_seen_alone():
    load_shipped()
    text = page("/evidence/together/?outcome=sensitivity&among=randomised")
    assert "5 studies together" in text
    assert "Kristensen 2017" not in text
    text = page("/evidence/together/?outcome=sensitivity&among=vig")
    assert "cannot be computed, because there are fewer than two studies" in text
    assert "Barlow 2016" in text
    rows = table("/evidence/together/sensitivity/forest/?among=randomised&as=csv")
    assert len(rows) == 6


def test_a_day_before_the_library_began_has_nothing():
    add(study("Heron", effect()))
    text = page("/evidence/together/?outcome=sensitivity&as_of=2020-01-01")
    assert "There was no study with a figure for this." in text
    assert "The library began here on" in text


def test_one_study_is_shown_and_not_pooled():
    add(study("Heron", effect(0.3, 0.1)))
    text = page()
    assert "cannot be computed, because there are fewer than two studies" in text
    assert "Heron 2020" in text
    get("/evidence/together/sensitivity/funnel/", 404)
    get("/evidence/together/sensitivity/without/", 404)


def test_an_empty_library_says_so():
    assert "There was no study with a figure for this." in page()


def test_an_outcome_that_nobody_has_leads_to_the_first_one():
    add(study("Heron", effect(0.3, 0.1)))
    text = page("/evidence/together/?outcome=happiness")
    assert "<h2>How sensitively the parent answers the child</h2>" in text


@pytest.mark.parametrize("chart", ["forest", "funnel", "without"])
def test_each_drawing_comes_as_a_picture_of_both_kinds_and_a_table(chart):
    add_dozen(make_editor())
    address = f"/evidence/together/sensitivity/{chart}/"
    svg = get(f"{address}?as=svg")
    assert ElementTree.fromstring(svg.content).tag == "{http://www.w3.org/2000/svg}svg"
    assert svg["Content-Disposition"] == f'attachment; filename="evidence-sensitivity-{chart}.svg"'
    assert get(f"{address}?as=png").content.startswith(b"\x89PNG")
    assert len(table(f"{address}?as=csv")) >= 12


@pytest.mark.parametrize(
    "address",
    [
        "/evidence/together/sensitivity/pie/",
        "/evidence/together/happiness/forest/",
        "/evidence/together/sensitivity/forest/?as=exe",
        "/evidence/together/stress/forest/",
    ],
)
def test_a_drawing_that_there_is_not_is_not_found(address):
    add_dozen(make_editor())
    get(address, 404)


def test_nothing_is_shown_of_ours_without_a_release():
    assert ours.ours("sensitivity") == []
