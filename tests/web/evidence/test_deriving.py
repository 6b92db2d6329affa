"""From what was published to an effect and its variance; every expected number is worked out by hand."""

import math

import pytest

from attune.web.evidence.content import shipped
from attune.web.evidence.deriving import derived, effects_on, label_of, variance_of
from tests.factories.evidence import effect, study


def row(**wrong):
    return derived("heron-2020", study(), effect(**wrong))


def test_a_published_standard_error_is_taken_as_it_is():
    found = row(d=0.4, se=0.2)
    assert (found.effect, found.variance) == (0.4, 0.2**2)
    assert found.interval == pytest.approx((0.4 - 1.959963984540054 * 0.2, 0.791992796908))


def test_a_variance_from_the_sizes_of_the_groups():
    # 68 / 1120 + 0.2601 / 136
    found = row(d=0.51, derived="n", n=[40, 28], because="x")
    assert found.variance == pytest.approx(0.060714285714 + 0.0019125)
    assert found.families == 68


def test_a_variance_from_an_interval():
    # (0.95 - 0.02) / 3.919927969080108
    found = row(d=0.48, derived="ci", ci=[0.02, 0.95], because="x")
    assert found.se == pytest.approx(0.2372492288)


def test_a_variance_from_a_p_value():
    # P = 0.05 means that d is 1.96 standard errors away from none
    assert row(d=0.5, derived="p", p=0.05, because="x").se == pytest.approx(0.5 / 1.959963984540)
    assert row(d=-0.5, derived="p", p=0.05, because="x").se == pytest.approx(0.255106727)


def test_an_effect_from_means_with_their_intervals():
    # both groups have n = 25 and an interval of 3.92 SE, so that SE is 1 and the SD is 5
    half = 1.959963984540054
    found = row(
        derived="means",
        n=[25, 25],
        means=[12.5, 10],
        mean_ci=[[12.5 - half, 12.5 + half], [10 - half, 10 + half]],
        because="x",
    )
    assert found.effect == pytest.approx(0.5)
    assert found.variance == pytest.approx(50 / 625 + 0.25 / 100)


def test_groups_of_different_spread_are_pooled_by_their_freedom():
    half = 1.959963984540054
    found = row(
        derived="means",
        n=[9, 16],
        means=[3, 0],
        mean_ci=[[3 - half, 3 + half], [-half, half]],
        because="x",
    )
    # SDs 3 and 4: pooled variance (8·9 + 15·16)/23
    assert found.effect == pytest.approx(3 / math.sqrt(312 / 23))


def test_variance_of_no_difference_hangs_on_the_sizes_alone():
    assert variance_of(0, 10, 10) == 0.2


@pytest.mark.parametrize(
    ("authors", "label"),
    [
        ("Barlow J, Sembi S", "Barlow 2016"),
        ("Klein Velderman M, Juffer F", "Klein Velderman 2016"),
        ("Van Zeijl J", "Van Zeijl 2016"),
        ("Barnicot K and others", "Barnicot 2016"),
        ("NICE", "NICE 2016"),
    ],
)
def test_a_study_is_called_by_its_first_author_and_year(authors, label):
    assert label_of({"authors": authors, "year": 2016}) == label


def test_a_study_without_a_year_is_called_by_its_author():
    assert label_of({"authors": "Bohan EL, McLoughlin A"}) == "Bohan"


def test_effects_are_those_on_one_outcome_in_the_order_of_the_entries():
    entries = [
        ("a", study("Heron", effect(0.1), effect(0.2, outcome="stress"))),
        ("b", study("Tern")),
        ("c", study("Gull", effect(0.3), sessions=4)),
    ]
    found = effects_on("sensitivity", entries)
    assert [(one.key, one.effect, one.sessions) for one in found] == [
        ("a", 0.1, None),
        ("c", 0.3, 4),
    ]


def test_the_shipped_effects_on_sensitivity():
    """The numbers as they were read, and what follows from them by the stated formulas."""
    found = {one.key: one for one in effects_on("sensitivity", list(shipped().items()))}
    assert {key: one.derived for key, one in found.items()} == {
        "alsancak-akbulut-2021": "n",
        "barlow-2016": "p",
        "klein-velderman-2006": "ci",
        "kristensen-2017": "means",
        "oxford-2016": "p",
        "spieker-2012": "n",
    }
    assert found["barlow-2016"].se == pytest.approx(0.86 / 1.8184, rel=1e-4)  # z of P = 0.069
    # SDs 0.3010√69 = 2.5005 and 0.3240√63 = 2.5714: pooled 2.5346
    assert found["kristensen-2017"].effect == pytest.approx(1.72 / 2.5346, rel=1e-4)
    assert all(one.because for one in found.values())
