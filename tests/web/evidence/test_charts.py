"""The drawings of an analysis: which rows there are, and what is said beside them."""

import pytest

from attune.web.evidence.charts import drawn
from attune.web.evidence.deriving import derived
from attune.web.evidence.ours import Ours
from attune.web.evidence.together import together
from tests.factories.evidence import DOZEN, effect, study

OWN = Ours("CARE-Index, Sensitivity", "2026-11", 420, 0.62, 0.51, 0.73)


def analysis(number=12):
    return together(
        [
            derived(f"bird-{n}", study(f"Bird{n}"), effect(d, se))
            for n, (d, se, _design, _sessions) in enumerate(DOZEN[:number])
        ]
    )


def labels(drawing):
    return [row[0] for row in drawing.table.rows]


def test_a_forest_has_each_study_all_together_and_ours_apart():
    found = drawn("forest", "sensitivity", analysis(), [OWN])
    assert labels(found) == [
        *(f"Bird{n} 2020" for n in range(12)),
        "All studies together",
        "Apart, not pooled: our services, CARE-Index, Sensitivity",
    ]
    assert found.table.rows[-1][1:] == (420, 0.62, 0.51, 0.73)
    assert found.says.startswith("12 studies; all together 0.")
    assert "without a control group" in found.foot[1]


def test_without_our_services_nothing_is_said_of_them():
    found = drawn("forest", "sensitivity", analysis())
    assert labels(found)[-1] == "All studies together"
    assert len(found.foot) == 1


def test_one_study_is_drawn_and_said_not_to_be_pooled():
    found = drawn("forest", "sensitivity", analysis(1))
    assert labels(found) == ["Bird0 2020"]
    assert found.says == "1 study, and no figure of all together."


def test_two_studies_are_pooled_without_a_place_for_a_third():
    kinds = {shape.kind for shape in drawn("forest", "sensitivity", analysis(2)).shapes}
    assert "pooled" in kinds
    assert "prediction" not in kinds
    assert "prediction" in {s.kind for s in drawn("forest", "sensitivity", analysis(3)).shapes}


def test_a_funnel_stands_around_the_effect_of_all_studies():
    found, of = drawn("funnel", "sensitivity", analysis()), analysis()
    assert labels(found) == [one.label for one in of.effects]
    assert [row[2] for row in found.table.rows] == [one.se for one in of.effects]


def test_what_hangs_on_a_single_study_names_the_one_left_out():
    found = drawn("without", "sensitivity", analysis())
    assert labels(found)[0] == "Without Bird0 2020"
    assert found.table.rows[0][1] == analysis().without[0].effect


@pytest.mark.parametrize(
    ("kind", "number"),
    [("forest", 0), ("funnel", 0), ("funnel", 1), ("without", 1), ("without", 2), ("pie", 12)],
)
def test_there_is_no_drawing_of_what_there_is_not(kind, number):
    assert drawn(kind, "sensitivity", analysis(number)) is None
