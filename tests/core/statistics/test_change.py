"""Reliable change against clinicalsignificance 3.0.0 (R) and what Jacobson & Truax printed."""

import json
import math
from pathlib import Path
from statistics import stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.statistics import change
from attune.core.statistics.change import Method, Outcome, Sample, Verdict
from attune.core.statistics.errors import CannotComputeError

REFERENCE = Path(__file__).parents[2] / "reference"


def case(name: str) -> dict:
    return json.loads((REFERENCE / f"{name}.json").read_text("utf-8"))["expected"]


CLAUS, COUPLES = case("12_rci_claus2020"), case("13_rci_jacobson1989")
GROUP = CLAUS["descriptives"]
SAMPLE = Sample(GROUP["sd_pre"], GROUP["m_pre"], GROUP["sd_post"], GROUP["m_post"], GROUP["r"])


def claus(method: Method) -> list[float]:
    patients = CLAUS["rci"][method.value]["per_patient"]
    after = 0.85 if method is Method.NUNNALLY_KOTSCH else None
    return [
        change.change_index(
            method, pre, post, sample=SAMPLE, reliability=0.81, reliability_post=after
        )
        for pre, post in zip(patients["pre"], patients["post"], strict=True)
    ]


@pytest.mark.parametrize("method", Method)
def test_case_12_index_of_each_patient(method):
    assert claus(method) == pytest.approx(
        CLAUS["rci"][method.value]["per_patient"]["rci"], rel=1e-8
    )


@pytest.mark.parametrize("method", Method)
def test_case_12_how_many_improved_and_deteriorated(method):
    # Hageman & Arrindell test one side at 5 %, which is two sides at 10 %; the others two at 5 %.
    level = 0.90 if method is Method.HAGEMAN_ARRINDELL else 0.95
    said = [
        change.verdict(index, higher_is_better=False, confidence=level) for index in claus(method)
    ]
    numbers = [said.count(each) for each in Verdict]
    assert numbers == CLAUS["rci"][method.value]["summary"]["n"]


def test_case_12_cutoffs():
    sd, mean = GROUP["sd_pre"], GROUP["m_pre"]
    expected = {kind: CLAUS["cutoffs"][kind]["cutoff"] for kind in "abc"}
    assert change.cutoff_a(mean, sd, higher_is_better=False) == pytest.approx(
        expected["a"], rel=1e-8
    )
    assert change.cutoff_c(mean, sd, 8, 7) == pytest.approx(expected["c"], rel=1e-8)
    # The R package puts the clinical SD into cut-off b; Jacobson & Truax say the functional one.
    assert change.cutoff_b(8, sd, higher_is_better=False) == pytest.approx(expected["b"], rel=1e-8)
    assert change.cutoff_b(8, 7, higher_is_better=False) == 22


def outcomes(patients: dict, method: Method, cutoff: float, sample: Sample, r: float) -> list[int]:
    found = []
    for pre, post in zip(patients["pre"], patients["post"], strict=True):
        index = change.change_index(method, pre, post, sample=sample, reliability=r)
        said = change.verdict(index, higher_is_better=False)
        found.append(change.outcome(pre, post, cutoff, said=said, higher_is_better=False))
    return [found.count(each) for each in Outcome]


def test_case_12_recovered_to_harmed():
    patients = CLAUS["rci"]["JT"]["per_patient"]
    cutoff = change.cutoff_c(GROUP["m_pre"], GROUP["sd_pre"], 8, 7)
    found = outcomes(patients, Method.JACOBSON_TRUAX, cutoff, SAMPLE, 0.81)
    assert found == CLAUS["combined"]["JT"]["n"]


def test_case_13_couples():
    couples = COUPLES["per_couple"]
    # The 26 couples with both scores: the case's own sd_pre is of all 30, its indices are not.
    sample = Sample(stdev(couples["pre"]))
    indices = [
        change.reliable_change_index(pre, post, sd=sample.sd_pre, reliability=0.8)
        for pre, post in zip(couples["pre"], couples["post"], strict=True)
    ]
    assert indices == pytest.approx(couples["rci"], rel=1e-8)
    cutoff = COUPLES["cutoff"]["value"][0]
    found = outcomes(couples, Method.JACOBSON_TRUAX, cutoff, sample, 0.8)
    assert found == COUPLES["combined"]["n"]


def test_case_13_worked_example_of_jacobson_and_truax():
    worked = COUPLES["jt1991_worked"]
    error = change.standard_error_of_measurement(7.5, 0.8)
    assert error == pytest.approx(worked["S_E"], rel=1e-8)
    spread = change.standard_error_of_difference(7.5, 0.8)
    assert spread == pytest.approx(worked["S_diff"], rel=1e-8)
    index = change.reliable_change_index(32.5, 47.5, sd=7.5, reliability=0.8)
    assert index == pytest.approx(worked["RCI"], rel=1e-8)
    assert change.cutoff_a(40, 7.5, higher_is_better=True) == worked["cutoff_a"]
    assert change.cutoff_b(60, 7.5, higher_is_better=True) == worked["cutoff_b"]
    assert change.cutoff_c(40, 7.5, 60, 7.5) == worked["cutoff_c"]


def test_published_core_10_figures():
    assert round(change.standard_error_of_difference(7.7, 0.9), 3) == 3.444
    assert round(change.reliable_change_threshold(7.7, 0.9, 0.90), 3) == 5.665
    assert round(change.reliable_change_threshold(7.7, 0.9), 3) == 6.749
    assert change.cutoff_c(19.7, 7.7, 4.7, 4.8) == pytest.approx(10.46, rel=1e-12)


def test_critical_value_of_an_unprinted_level_is_exact():
    assert change.critical_value(0.99) == pytest.approx(2.575829303548901, rel=1e-12)


def test_verdict_and_outcome_where_higher_is_better():
    said = change.verdict(3.16, higher_is_better=True)
    assert said is Verdict.IMPROVED
    assert change.outcome(32, 52, 50, said=said, higher_is_better=True) is Outcome.RECOVERED
    assert change.outcome(32, 50, 50, said=said, higher_is_better=True) is Outcome.IMPROVED
    said = change.verdict(-3.16, higher_is_better=True)
    assert change.outcome(52, 32, 50, said=said, higher_is_better=True) is Outcome.HARMED
    assert change.outcome(42, 32, 50, said=said, higher_is_better=True) is Outcome.DETERIORATED


def test_care_index_threshold_and_what_would_decide():
    assert round(change.reliable_change_threshold(3, 0.77), 1) == 4.0
    assert change.measurements_needed(2, sd=3, reliability=0.77) == 4
    assert change.measurements_needed(-5, sd=3, reliability=0.77) == 1


@given(
    st.floats(0.1, 0.98), st.floats(0.5, 20), st.floats(0.2, 10), st.sampled_from([0.8, 0.9, 0.95])
)
def test_measurements_needed_is_the_least_number_that_suffices(reliability, sd, size, level):
    number = change.measurements_needed(size, sd=sd, reliability=reliability, confidence=level)
    least = change.reliable_change_threshold(sd, reliability, level)
    assert least / math.sqrt(number) <= size * (1 + 1e-9)
    assert number == 1 or least / math.sqrt(number - 1) >= size * (1 - 1e-9)


@given(st.floats(0.05, 0.95), st.floats(1, 9), st.floats(1, 9))
def test_spearman_brown_twice_is_once_with_the_product(reliability, first, second):
    twice = change.spearman_brown(change.spearman_brown(reliability, first), second)
    assert twice == pytest.approx(change.spearman_brown(reliability, first * second), rel=1e-9)


@pytest.mark.parametrize("reliability", [0, 1, 1.2, -0.1, math.nan])
def test_a_reliability_that_is_no_share_is_refused(reliability):
    with pytest.raises(CannotComputeError, match="the reliability"):
        change.reliable_change_index(10, 5, sd=7.7, reliability=reliability)


def test_no_spread_is_refused():
    with pytest.raises(CannotComputeError, match="the standard deviation is not above zero"):
        change.reliable_change_threshold(0, 0.9)


@pytest.mark.parametrize("method", set(Method) - {Method.JACOBSON_TRUAX})
def test_a_method_that_needs_the_group_says_what_is_missing(method):
    with pytest.raises(CannotComputeError, match="not a finite number"):
        change.change_index(method, 10, 5, sample=Sample(7.7), reliability=0.9)


def test_hageman_arrindell_refuses_changes_that_are_error_alone():
    sample = Sample(5, 20, 5, 15, 0.9)
    with pytest.raises(CannotComputeError, match="vary no more than error alone"):
        change.change_index(Method.HAGEMAN_ARRINDELL, 20, 10, sample=sample, reliability=0.8)


def test_no_change_to_decide_is_refused():
    with pytest.raises(CannotComputeError, match="the size of the change is not above zero"):
        change.measurements_needed(0, sd=3, reliability=0.77)
