"""Lag-sequential analysis against LagSequential 0.1.1 (case 19); chains and answers by hand."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attune.core.statistics import sequence
from attune.core.statistics.sequence import Act, lag_sequential, transitions
from tests.core.statistics.cases import case, rows
from tests.core.statistics.degenerate import refused

CASE = case("19_lag_sequential")
SIX = [1, 2, 3, 4, 5, 6]


def codes(name: str) -> list[int]:
    return [int(each) for row in rows(name) for each in row.values()]


def counted(name: str, lag: int = 1):
    return transitions([codes(name)], SIX, lag)


MATRIX = [[int(each) for each in row.values()] for row in rows("19_griffin_gottman1990_matrix")]
TABLES = {
    "lag1": counted("19_lagseq_codes", 1),
    "lag2": counted("19_lagseq_codes", 2),
    "lag3": counted("19_lagseq_codes", 3),
    "griffin_gottman1990": np.array(MATRIX),
    "wampold1982_sequential": counted("19_wampold1982"),
    "wampold1984_sequential": counted("19_wampold1984"),
}


def square(told, name):
    return [[getattr(told.cell(i, j), name) for j in SIX] for i in SIX]


@pytest.mark.parametrize("key", TABLES)
def test_case_19_counts_and_every_figure(key):
    expected, told = CASE[key], lag_sequential(TABLES[key], SIX)
    assert square(told, "observed") == expected["freqs"]
    for ours, theirs in (
        ("expected", "expfreqs"),
        ("probability", "probs"),
        ("adjusted", "adjres"),
        ("p", "p"),
        ("yules_q", "YulesQ"),
    ):
        found = np.array(square(told, ours))
        assert found == pytest.approx(np.array(expected[theirs]), rel=1e-8, abs=1e-13), ours
    assert (told.g2, told.freedom) == pytest.approx(expected["chi"][0][:2], rel=1e-8)
    assert told.p == pytest.approx(expected["chi"][0][2], rel=1e-7)


def test_case_19_codes_that_cannot_repeat():
    # The package stops its fit early: its row sums are wrong by 7e-5, ours are right to 1e-10.
    expected = CASE["norepeat_lag1_adjacentFALSE"]
    table = counted("19_lagseq_codes_norepeat")
    told = lag_sequential(table, SIX, repeats=False)
    for cell in told.cells:
        at = (cell.given - 1, cell.target - 1)
        assert cell.observed == expected["freqs"][at[0]][at[1]]
        for ours, theirs in (("expected", "expfreqs"), ("adjusted", "adjres")):
            assert getattr(cell, ours) == pytest.approx(expected[theirs][at[0]][at[1]], rel=1e-4)
        assert cell.yules_q == pytest.approx(expected["YulesQ"][at[0]][at[1]], rel=1e-8)
    assert len(told.cells) == 30
    assert told.g2 == pytest.approx(expected["chi"][0][0], rel=1e-8)
    assert told.freedom == expected["chi"][0][1]
    fitted = np.zeros((6, 6))
    for cell in told.cells:
        fitted[cell.given - 1, cell.target - 1] = cell.expected
    assert fitted.sum(axis=1) == pytest.approx(table.sum(axis=1), rel=1e-10)
    assert fitted.sum(axis=0) == pytest.approx(table.sum(axis=0), rel=1e-10)


def test_case_19_parallel_dominance_of_wampold_1984():
    expected, data = CASE["wampold1984_paradom"], codes("19_wampold1984")
    for i, one in enumerate(SIX):
        for j, other in enumerate(SIX):
            if i == j:
                continue
            told = sequence.parallel_dominance(data, one, other)
            assert told.p == pytest.approx(expected["pk"][i][j], rel=1e-8)
            assert (told.forward, told.backward) == (
                expected["freqs"][i][j],
                expected["freqs"][j][i],
            )


@settings(max_examples=30)
@given(st.lists(st.lists(st.sampled_from("abc"), max_size=30), min_size=1, max_size=4))
def test_sessions_add_up_and_the_order_of_codes_is_nothing(sessions):
    whole = transitions(sessions, "abc")
    assert (whole == sum(transitions([each], "abc") for each in sessions)).all()
    if (whole.sum(axis=0) > 0).sum() < 2 or (whole.sum(axis=1) > 0).sum() < 2:
        with refused("too few codes occur"):
            lag_sequential(whole, "abc")
        return
    told, turned = lag_sequential(whole, "abc"), lag_sequential(whole[::-1, ::-1], "cba")
    assert turned.g2 == pytest.approx(told.g2, rel=1e-9, abs=1e-9)
    for cell in told.cells:
        assert turned.cell(cell.given, cell.target).adjusted == pytest.approx(cell.adjusted)


def test_cells_without_a_figure_hold_none():
    told = lag_sequential([[3, 2, 0], [1, 4, 0], [0, 0, 0]], "abc")
    assert len(told.cells) == 4
    with refused("c never can follow a"):
        told.cell("a", "c")
    # Only b can follow a here, and only a can follow b: chance has no choice there.
    told = lag_sequential(
        [[0, 5, 0, 0], [4, 0, 0, 0], [3, 2, 0, 0], [1, 6, 0, 0]], "abcd", repeats=False
    )
    assert (told.cell("a", "b").adjusted, told.cell("a", "b").p) == (None, None)
    assert told.cell("c", "a").adjusted == pytest.approx(-told.cell("c", "b").adjusted)
    told = lag_sequential([[0, 0, 2], [0, 0, 2], [2, 2, 2]], "xyz")
    assert (told.cell("x", "x").yules_q, told.cell("x", "z").yules_q) == (-1, 1)


@pytest.mark.parametrize(
    ("counts", "names", "repeats", "says"),
    [
        ([[1, 2]], "ab", True, "not one count from 0 up"),
        ([[1, -2], [1, 1]], "ab", True, "not one count from 0 up"),
        ([[1, math.nan], [1, 1]], "ab", True, "not one count from 0 up"),
        ([[1, math.inf], [1, 1]], "ab", True, "not one count from 0 up"),
        ([[1, 2], [1, 0]], "ab", False, "a code follows itself"),
        ([[0, 2], [1, 0]], "ab", False, "too few codes occur"),
        ([[0, 0], [0, 0]], "ab", True, "too few codes occur"),
        ([[3, 0], [0, 0]], "ab", True, "too few codes occur"),
        # Every second code is a: how often b follows c has no room to vary.
        ([[0, 9, 9], [9, 0, 0], [9, 0, 0]], "abc", False, "is fixed by how often"),
    ],
)
def test_tables_that_say_nothing_are_refused(counts, names, repeats, says):
    with refused(says):
        lag_sequential(counts, names, repeats=repeats)


def test_sequences_that_say_nothing_are_refused():
    with refused("the lag is below one"):
        transitions(["ab"], "ab", 0)
    with refused("in the list of codes twice"):
        transitions(["ab"], "aab")
    with refused("a code that is not in the list"):
        transitions(["abc"], "ab")
    with refused("cannot dominate itself"):
        sequence.parallel_dominance("abab", "a", "a")
    with refused("never occurs"):
        sequence.parallel_dominance("abab", "a", "c")
    with refused("shorter than three"):
        sequence.parallel_dominance("ab", "a", "b")


# ------------------------------------------------------------------------- chains of turns


def acts(text: str) -> list[Act]:
    """`Ci` is an initiative of the child, `Pr` a reception by the parent; one a second."""
    return [Act(second, each[0], each[1]) for second, each in enumerate(text.split())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ci Pr Cr Pr", [(0, 1, 2, 3)]),
        ("Ci Ci Pr", [(0,), (1, 2)]),
        ("Pr Ci Po Pr", [(1,)]),
        ("Ci Pr Pr Ci Pi", [(0, 1), (3,), (4,)]),
        ("", []),
    ],
)
def test_a_chain_goes_from_one_person_to_the_other(text, expected):
    assert sequence.chains(acts(text), opens="i", continues="r") == expected


def test_a_pause_ends_a_chain_and_times_are_in_order():
    told = [Act(0, "C", "i"), Act(2, "P", "r"), Act(9, "C", "r")]
    assert sequence.chains(told, opens="i", continues="r", longest_pause=3) == [(0, 1)]
    with refused("not in the order of their times"):
        sequence.chains(told[::-1], opens="i", continues="r")
    with refused("not a finite number"):
        sequence.chains([Act(math.nan, "C", "i")], opens="i", continues="r")


# ------------------------------------------------------------------------- answers in time


def test_answers_that_follow_are_more_than_chance():
    random = np.random.default_rng(9)
    first = np.sort(random.uniform(0, 590, 40))
    second = first + random.uniform(0.2, 1.5, 40)
    told = sequence.turn_taking(
        first.tolist(), second.tolist(), within=2, duration=600, seed=1, draws=499
    )
    assert (told.answered, told.events, told.share) == (40, 40, 1)
    assert told.p == 1 / 500
    # A second that comes at random answers within two seconds about 1 − exp(−2·40/600) of the time.
    assert told.by_chance == pytest.approx(1 - math.exp(-2 * 40 / 600), abs=0.03)


def test_p_is_even_when_nobody_answers_anybody():
    random = np.random.default_rng(3)
    found = [
        sequence.turn_taking(
            random.uniform(0, 300, 30).tolist(),
            random.uniform(0, 300, 30).tolist(),
            within=2,
            duration=300,
            seed=7,
            draws=49,
        ).p
        for _ in range(60)
    ]
    assert sum(p <= 0.1 for p in found) <= 13
    assert np.mean(found) > 0.4


def test_an_answer_comes_after_and_not_at_the_same_time():
    told = sequence.turn_taking([1, 5], [1, 6.5], within=1, duration=10, seed=1, draws=9)
    assert told.answered == 0


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"first": []}, "did nothing"),
        ({"second": []}, "did nothing"),
        ({"first": [math.nan]}, "not within the recording"),
        ({"second": [10]}, "not within the recording"),
        ({"duration": 0}, "the duration is not above zero"),
        ({"within": math.inf}, "the time for an answer is not a finite number"),
        ({"draws": 0}, "no random draws"),
    ],
)
def test_recordings_that_say_nothing_are_refused(changed, says):
    plain = {"first": [1], "second": [2], "within": 1, "duration": 10, "seed": 1, "draws": 9}
    asked = plain | changed
    with refused(says):
        sequence.turn_taking(asked.pop("first"), asked.pop("second"), **asked)
