"""SWEMWBS, EPDS, CORE-10 and CORE-OM scored a second time, from the published rules written down here.

Nothing of a package is used for what is expected: tables, reversals and numbers are repeated by hand.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.instruments.catalogue import find
from attune.core.instruments.change import threshold_of
from attune.core.instruments.scoring import score, totals
from attune.core.statistics.change import cutoff_c, reliable_change_threshold

METRIC = (
    "7.00 9.51 11.25 12.40 13.33 14.08 14.75 15.32 15.84 16.36 16.88 17.43 17.98 18.59 19.25 19.98 "
    "20.73 21.54 22.35 23.21 24.11 25.03 26.02 27.03 28.13 29.31 30.70 32.55 35.00"
)
LOOKED_UP = dict(zip(range(7, 36), map(float, METRIC.split()), strict=True))
POSITIVE = (3, 4, 7, 12, 19, 21, 31, 32)
DOMAINS = {
    "well-being": (4, 14, 17, 31),
    "problems": (2, 5, 8, 11, 13, 15, 18, 20, 23, 27, 28, 30),
    "functioning": (1, 3, 7, 10, 12, 19, 21, 25, 26, 29, 32, 33),
    "risk": (6, 9, 16, 22, 24, 34),
}
BLANKS = {"total": 3, "non-risk": 3, "well-being": 0, "problems": 1, "functioning": 1, "risk": 0}


def form(answers):
    return {str(n): answer for n, answer in enumerate(answers, 1) if answer is not None}


def answers(count, low, high):
    return st.lists(st.integers(low, high), min_size=count, max_size=count)


# ---------------------------------------------------------------------------- SWEMWBS


@given(answers(7, 1, 5))
def test_swemwbs_is_the_sum_and_what_the_table_makes_of_it(given_answers):
    found = score(find("swemwbs"), form(given_answers)).scores
    assert found == {"raw": sum(given_answers), "total": LOOKED_UP[sum(given_answers)]}


def test_swemwbs_holds_every_row_of_the_table():
    entered = {raw: totals(find("swemwbs"), {"raw": raw}).scores["total"] for raw in LOOKED_UP}
    assert entered == LOOKED_UP


@given(answers(7, 1, 5), st.integers(0, 6))
def test_swemwbs_with_a_blank_has_no_score(given_answers, blank):
    given_answers[blank] = None
    assert set(score(find("swemwbs"), form(given_answers)).scores.values()) == {None}


# ------------------------------------------------------------------------------- EPDS


@given(answers(10, 0, 3))
def test_epds_is_a_plain_sum_and_item_10_alerts(given_answers):
    found = score(find("epds"), form(given_answers))
    assert found.scores == {"total": sum(given_answers), "anxiety": sum(given_answers[2:5])}
    assert found.risk == (("10",) if given_answers[9] else ())


def test_epds_item_10_alerts_whatever_else_is_answered():
    """A published copy scores this item backwards: none of it must ever look like all of it."""
    assert score(find("epds"), {"10": 1}).risk == ("10",)
    assert score(find("epds"), {"10": 3}).risk == ("10",)
    assert score(find("epds"), {str(n): 3 for n in range(1, 10)} | {"10": 0}).risk == ()


def test_epds_change_counts_from_four_points():
    threshold = threshold_of(find("epds").scale("total"))
    assert (threshold.points, threshold.confidence, threshold.reached_at) == (4, 0.95, True)


# ----------------------------------------------------------------------- CORE-10, CORE-OM


def test_core_10_thresholds_are_the_published_ones():
    given = find("core-10").scale("total").reliability
    assert threshold_of(find("core-10").scale("total")).points == pytest.approx(5.665, abs=5e-4)
    at_95 = reliable_change_threshold(given.sd, given.reliability, 0.95)
    assert at_95 == pytest.approx(6.749, abs=1e-3)
    cut_off = cutoff_c(given.clinical_mean, given.sd, given.comparison_mean, given.comparison_sd)
    assert cut_off == pytest.approx(10.46, abs=5e-3)


@given(answers(10, 0, 4))
def test_core_10_counts_two_answers_from_the_other_end(given_answers):
    one, two, three, *rest = given_answers
    expected = one + (4 - two) + (4 - three) + sum(rest)
    assert score(find("core-10"), form(given_answers)).scores["total"] == expected


@given(answers(34, 0, 4), st.sets(st.integers(1, 34), max_size=5))
def test_core_om_is_ten_times_the_mean_of_what_was_answered(given_answers, blank):
    counted = {
        n: 4 - answer if n in POSITIVE else answer
        for n, answer in enumerate(given_answers, 1)
        if n not in blank
    }
    items = {"total": range(1, 35), **DOMAINS}
    items["non-risk"] = [n for n in range(1, 35) if n not in DOMAINS["risk"]]
    found = score(find("core-om"), {str(n): given_answers[n - 1] for n in counted})
    for scale, members in items.items():
        there = [counted[n] for n in members if n in counted]
        if len(members) - len(there) > BLANKS[scale]:
            assert found.scores[scale] is None
        else:
            expected = 10 * sum(there) / len(there)
            assert found.scores[scale] == pytest.approx(expected, abs=1e-9)
    assert found.risk == tuple(str(n) for n in DOMAINS["risk"] if counted.get(n))


@pytest.mark.parametrize("measure", ["core-10", "core-om"])
def test_forms_of_the_core_trust_carry_its_line(measure):
    """The trust asks for it wherever its wording is shown."""
    line = "© CORE System Trust: https://www.coresystemtrust.org.uk/copyright.pdf"
    assert find(measure).copyright == line
