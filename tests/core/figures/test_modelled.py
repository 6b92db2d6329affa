"""The national model as it is released: the fit's numbers, rounded, and only what enough pairs carry."""

import math

import pytest

from attune.core.figures import modelled
from attune.core.figures.model import model_sums, sums_of
from attune.core.figures.released import Interval, Row, Table, Values
from attune.core.statistics.mixed.blups import effects
from attune.core.statistics.mixed.fit import fit
from tests.core.figures.caseloads import caseloads_of, rows_of
from tests.core.figures.drafts import CORE_10, records

FIELDS = {
    "region": ("london", "midlands"),
    "engagement": ("chosen", "ordered"),
    "mode": ("remote",),
}


def row(category, pairs=100):
    values = Values(pairs, 1, 2, Interval(1, 0, 2), Interval(1, 0, 2), "2026-11")
    return Row(category, {}, pairs, values=values)


TABLES = [
    Table((), "end", (), (row((), 300),)),
    Table((), "follow-up-3", (), (row((), 9),)),
    *(
        Table((name,), "end", (), tuple(row((one,)) for one in categories))
        for name, categories in FIELDS.items()
    ),
]


@pytest.fixture(scope="module")
def caseloads():
    return caseloads_of(rows_of(records(), "core-10", "total", "self", -1))


def test_model_is_the_fit_rounded(caseloads):
    found, no_model = modelled.modelled(CORE_10, model_sums(caseloads), TABLES, "2026-11")
    true = fit(sums_of(caseloads))
    assert (no_model, found.pairs, found.since) == ("", 300, "2026-11")
    for one in found.fixed:
        assert one.value.estimate == pytest.approx(true.fixed[one.name], abs=0.051)
        away = 1.959964 * true.standard_errors[one.name]
        assert one.value.low <= true.fixed[one.name] - away + 1e-9
        assert one.value.high >= true.fixed[one.name] + away - 1e-9
    for level, variance in true.variance.items():
        assert found.spread[level] == pytest.approx(math.sqrt(variance), abs=0.051)
    regions = effects(true, "region")
    assert [one.name for one in found.regions] == ["london", "midlands"]
    for one in found.regions:
        assert one.value.estimate == pytest.approx(regions[one.name,].value, abs=0.051)


def test_effect_that_few_carry_is_left_out(caseloads):
    """Remote work has figures, work in person has none; of stages there are none at all."""
    found, _ = modelled.modelled(CORE_10, model_sums(caseloads), TABLES, "2026-11")
    assert [one.name for one in found.fixed] == ["(Intercept)", "start", "ordered"]


def test_nothing_is_said_of_a_service(caseloads):
    found, _ = modelled.modelled(CORE_10, model_sums(caseloads), TABLES, "2026-11")
    assert not any(one.path[1] in str(found) or one.path[2] in str(found) for one in caseloads)


@pytest.mark.parametrize("tables", [[], [Table((), "end", (), (Row((), {}),))]])
def test_without_figures_there_is_no_model(caseloads, tables):
    assert modelled.modelled(CORE_10, model_sums(caseloads), tables, "x") == (
        None,
        modelled.NO_FIGURES,
    )
    assert modelled.modelled(CORE_10, model_sums([]), TABLES, "x") == (None, modelled.NO_FIGURES)


def test_model_that_can_not_be_computed_says_why(caseloads):
    found, why = modelled.modelled(CORE_10, model_sums(caseloads[:1]), TABLES, "x")
    assert found is None
    assert why.startswith("It can't be computed: ")
