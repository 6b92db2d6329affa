"""What is planned for a case and by a service; its own wording; its words for risk."""

import pytest
from django.urls import reverse

from attune.core.instruments.catalogue import find
from attune.web.outcomes.models import DefaultMeasure, OwnText, RiskText
from tests.factories.outcomes import plan
from tests.web.conftest import browser_of


@pytest.fixture
def browser(family):
    return browser_of(family.actor)


@pytest.fixture
def service(family, manager):
    return browser_of(manager)


def test_measure_is_planned_for_a_case(family, browser):
    shown = browser.get(reverse("outcomes:plan", args=[family.case.pk])).content.decode()
    assert all(one in shown for one in ("CORE-10", "filled in on paper"))
    address = reverse("outcomes:plan_one", args=[family.case.pk, "pbq"])
    assert "Ian Brockington" in browser.get(address).content.decode()
    browser.post(address, {"respondent": "parent", "when": ["start", "end"]})
    assert sorted(row.when for row in family.case.planned_measures.all()) == ["end", "start"]
    shown = browser.get(reverse("outcomes:plan", args=[family.case.pk])).content.decode()
    assert "At the start · At the end" in " ".join(shown.split())


def test_what_is_planned_is_chosen_beforehand(family, browser):
    plan(family, "core-10", "end", "follow-up-3")
    address = reverse("outcomes:plan_one", args=[family.case.pk, "core-10"])
    shown = browser.get(address).content.decode()
    for value, chosen in (("start", False), ("end", True), ("follow-up-3", True)):
        field = shown.split(f'value="{value}"')[1].split(">")[0]
        assert ("checked" in field) is chosen


@pytest.mark.parametrize("name", ["plan_one", "service_measure", "wording"])
def test_measure_that_is_not_there_is_not_found(family, browser, service, name):
    args = [family.case.pk, "no-such"] if name == "plan_one" else ["no-such"]
    client = browser if name == "plan_one" else service
    assert client.get(reverse(f"outcomes:{name}", args=args)).status_code == 404


def test_service_plans_its_new_cases(service, manager):
    address = reverse("outcomes:service_measure", args=["core-10"])
    assert service.get(address).status_code == 200
    data = {"respondent": "self", "when": ["start", "end"], "context": "school"}
    assert service.post(address, data)["Location"] == reverse("outcomes:service")
    rows = DefaultMeasure.objects.filter(service=manager.service)
    assert sorted((row.measure, row.when, row.context) for row in rows) == [
        ("core-10", "end", "school"),
        ("core-10", "start", "school"),
    ]
    assert "School or nursery" in service.get(reverse("outcomes:service")).content.decode()


def test_words_for_risk_are_the_next_step_until_they_are_written(service):
    overview, address = reverse("outcomes:service"), reverse("outcomes:risk")
    assert "Write your words" in service.get(overview).content.decode()
    assert (
        "Write what the practitioner" in service.post(address, {"for_client": "x"}).content.decode()
    )
    service.post(address, {"for_practitioner": "Stay with them.", "for_client": ""})
    assert RiskText.objects.get().for_practitioner == "Stay with them."
    assert "Stay with them." in service.get(address).content.decode()
    assert "Write your words" not in service.get(overview).content.decode()


def test_own_wording_is_declared_shown_and_withdrawn(service, family, browser):
    measure = find("kpcs")
    address = reverse("outcomes:wording", args=["kpcs"])
    words = {f"item-{item.id}": f"Our question {item.id}" for item in measure.items}
    words |= {f"option-{number}": f"Answer {number}" for number in range(4)}
    shown = service.post(address, {**words, "licence": "Letter of 3 May"}).content.decode()
    assert "Without this declaration" in shown
    assert not OwnText.objects.exists()
    service.post(address, {**words, "licence": "Letter of 3 May", "declared": "on"})
    page = reverse("outcomes:service_measure", args=["kpcs"])
    assert "Letter of 3 May" in service.get(page).content.decode()
    plan(family, "kpcs", "start", respondent="parent")
    case = reverse("outcomes:case", args=[family.case.pk])
    assert "Hand the tablet over" in browser.get(case).content.decode()
    service.post(reverse("outcomes:withdraw_wording", args=["kpcs"]))
    assert "Copy from paper" in browser.get(case).content.decode()


def test_wording_of_a_measure_that_has_its_own_is_not_asked_for(service):
    for measure in ("core-10", "psi-sf"):
        assert service.get(reverse("outcomes:wording", args=[measure])).status_code == 404
