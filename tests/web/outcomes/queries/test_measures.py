"""Measures as a service may use them. Its own wording: see actions/test_service.py."""

import pytest

from attune.core.instruments.catalogue import find
from attune.core.instruments.errors import UnknownMeasureError
from attune.web.outcomes.actions.plans import set_default
from attune.web.outcomes.queries.measures import (
    defaults_of,
    measure_in,
    measures,
    measures_in,
    own_text_of,
    plans_of,
    service_risk_text,
)
from tests.factories.outcomes import plan


def test_measures_stand_by_title(family):
    titles = [one.title for one in measures()]
    assert titles == sorted(titles, key=str.lower)
    assert {"PHQ-9", "GAD-7", "CORE-10"} <= set(titles)
    assert "Goal rating" not in titles


def test_measure_is_the_shipped_one_where_nothing_was_loaded(family):
    assert measure_in("pbq") == find("pbq")
    assert own_text_of(find("pbq")) is None
    with pytest.raises(UnknownMeasureError):
        measure_in("no-such")


def test_three_measures_cost_the_query_of_one(family, django_assert_num_queries):
    for keys in ([("pbq", "1.0.0")], [(one, "1.0.0") for one in ("pbq", "gad-7", "epds")]):
        with django_assert_num_queries(1):
            assert set(measures_in(keys)) == set(keys)
    with django_assert_num_queries(0):  # words of their own: nothing to look for
        measures_in([("phq-9", "1.0.0"), ("csq-8", "1.0.0")])


def test_plans_stand_in_the_order_of_the_work(family, manager):
    plan(family, "gad-7", "follow-up-6", "end", "start")
    plan(family, "core-10", "end")
    found = [(row.measure, row.when) for row in plans_of(family.case)]
    assert found == [
        ("core-10", "end"), ("gad-7", "start"), ("gad-7", "end"), ("gad-7", "follow-up-6"),
    ]  # fmt: skip
    set_default(by=manager, context="", measure="gad-7", respondent="self", when=["end", "start"])
    assert [row.when for row in defaults_of(manager)] == ["start", "end"]
    assert service_risk_text(manager) is None
