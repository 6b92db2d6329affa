"""A service's own words: for risk, and of measures it holds a licence for."""

import pytest
from django_scopes import scope

from attune.core.instruments.catalogue import find
from attune.web.outcomes.actions import service
from attune.web.outcomes.models import OwnText, RiskText
from attune.web.outcomes.queries.measures import measure_in

PBQ = find("pbq")
WORDING = {
    "instructions": "Think of this week.",
    "items": {item.id: f"Question {item.id} of ours" for item in PBQ.items},
    "options": {str(number): f"Answer {number}" for number in range(6)},
}


@pytest.fixture
def by(manager):
    with scope(service=manager.service):
        yield manager


def test_words_for_risk_are_one_row_of_each_service(by):
    service.set_risk_text(by=by, for_practitioner="Stay.", for_client="")
    service.set_risk_text(by=by, for_practitioner="Stay. Call.", for_client="Thank you.")
    row = RiskText.objects.get()
    assert (row.for_practitioner, row.for_client) == ("Stay. Call.", "Thank you.")


def test_wording_that_is_loaded_is_shown_to_this_service_alone(by, stranger):
    service.load_own_text(by=by, measure=PBQ, wording=WORDING, licence="Letter of 3 May.")
    shown = measure_in("pbq")
    assert shown.worded
    assert (shown.instructions, shown.items[0].text) == (
        "Think of this week.",
        "Question 1 of ours",
    )
    assert [option.text for option in shown.items[0].options] == [
        f"Answer {number}" for number in range(6)
    ]
    with scope(service=stranger.service):
        assert not measure_in("pbq").worded


def test_wording_that_is_withdrawn_is_shown_no_more_and_stays_on_record(by):
    service.load_own_text(by=by, measure=PBQ, wording=WORDING, licence="Letter of 3 May.")
    service.withdraw_own_text(by=by, measure=PBQ)
    assert not measure_in("pbq").worded
    row = OwnText.objects.get()
    assert (row.licence, row.withdrawn_at is None) == ("Letter of 3 May.", False)
    service.load_own_text(by=by, measure=PBQ, wording=WORDING, licence="Letter of 4 May.")
    assert measure_in("pbq").worded
    assert OwnText.objects.count() == 2


@pytest.mark.parametrize("measure", ["core-10", "psi-sf"])  # shipped with words; items not known
def test_wording_of_what_has_its_own_or_no_items_is_refused(by, measure):
    with pytest.raises(service.NoRightError):
        service.load_own_text(by=by, measure=find(measure), wording=WORDING, licence="x")
    assert not OwnText.objects.exists()
