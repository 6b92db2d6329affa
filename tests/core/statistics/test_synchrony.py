"""Windowed cross-correlation against R's ccf and rMEA 1.2.2 (case 20); peaks and surrogates by truth."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attune.core.statistics import synchrony
from attune.core.statistics.synchrony import Peak, windowed
from tests.core.statistics.cases import case, rows
from tests.core.statistics.degenerate import refused

CASE = case("20_synchrony")
FIRST, SECOND = zip(
    *[(float(row["s1"]), float(row["s2"])) for row in rows("20_synchrony_two_series")], strict=True
)
# rMEA: windows of 10 s every 5 s, lags up to 2 s, 25 samples a second.
TOLD = windowed(FIRST, SECOND, window=250, step=125, reach=50)


def test_case_20_cross_correlation():
    # R's lag is the other way round: there the second is behind at −15.
    found = synchrony.cross_correlation(FIRST, SECOND, 50)
    assert found[::-1] == pytest.approx(CASE["ccf"], rel=1e-8)
    assert found.index(max(found)) - 50 == -CASE["ccf_argmax_lag"]


def test_case_20_windowed_z():
    assert list(TOLD.correlations.shape) == CASE["windowed_dim"]
    assert TOLD.z() == pytest.approx(np.array(CASE["windowed_ccf_z"]), rel=1e-8, abs=1e-12)
    assert TOLD.mean_z(absolute=True) == pytest.approx(CASE["abs_grandAver"], rel=1e-8)
    assert TOLD.mean_z(absolute=False) == pytest.approx(CASE["grandAver"], rel=1e-8)
    assert TOLD.z().mean(axis=1).tolist() == pytest.approx(CASE["all_lags"], rel=1e-8)
    assert [start / 25 for start in TOLD.starts] == [5 * window for window in range(10)]


def test_case_20_best_lag_and_peak_are_the_known_lead():
    assert [lag / 25 for lag in TOLD.best_lags()] == CASE["bestLag"]
    assert [peak.lag for peak in synchrony.peaks(TOLD, 30)] == [15] * 10


@settings(max_examples=20)
@given(st.integers(0, 6), st.integers(1, 7), st.integers(0, 2**32 - 1))
def test_the_other_way_round_is_the_mirror_and_scale_is_nothing(reach, step, seed):
    first, second = np.random.default_rng(seed).standard_normal((2, 40))
    told = windowed(first, second, window=12, step=step, reach=reach)
    turned = windowed(7 * second + 3, first / 9, window=12, step=step, reach=reach)
    assert turned.correlations[:, ::-1] == pytest.approx(told.correlations, abs=1e-12)
    middle = np.corrcoef(first[:12], second[:12])[0, 1]
    assert told.correlations[0, reach] == pytest.approx(middle, abs=1e-12)


def test_a_series_that_stands_still_is_not_known():
    first = [0.0] * 20 + [1, 5, 2, 8, 3, 9, 4, 1, 6, 2, 7]
    second = [1, 5, 2, 8, 3, 9, 4, 1, 6, 2, 7] + [3.0, 1, 4, 1, 5, 9, 2, 6, 5, 3] * 2
    told = windowed(first, second, window=9, step=10, reach=1)
    assert told.known.any(axis=1).tolist() == [False, False, True]
    assert told.best_lags()[0] is None
    assert synchrony.peaks(told, 1)[0] is None
    assert told.z()[0].tolist() == [0, 0, 0]
    still = windowed([1.0] * 31, second, window=9, step=10, reach=1)
    with refused("stands still in every window"):
        still.mean_z(absolute=True)


def test_peaks_are_the_nearest_to_no_lag():
    values = np.array(
        [
            [0.1, 0.9, 0.1, 0.2, 0.1, 0.4, 0.1],
            [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7],
            [0.1, 0.5, 0.1, 0.0, 0.1, 0.6, 0.1],
            [0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3],
        ]
    )
    told = synchrony.Windows((0, 1, 2, 3), tuple(range(-3, 4)), values, values < 1)
    assert synchrony.peaks(told, 1) == [Peak(0, 0.2), None, Peak(2, 0.6), None]
    for reach in (0, 4):
        with refused("the reach of a peak"):
            synchrony.peaks(told, reach)


def test_surrogates_tell_a_tie_from_none():
    random = np.random.default_rng(20)
    first, other = np.cumsum(random.standard_normal((2, 500)), axis=1)
    plan = {"window": 50, "step": 25, "reach": 10, "seed": 5, "draws": 39}
    moves, apart = np.diff(first), np.diff(other)
    tied = np.roll(moves, 4) + 0.3 * apart
    told = synchrony.against_surrogates(moves.tolist(), tied.tolist(), **plan)
    assert told.p == 1 / 40
    assert told.effect > 5
    again = synchrony.against_surrogates(moves.tolist(), tied.tolist(), **plan)
    assert again == told
    told = synchrony.against_surrogates(moves.tolist(), apart.tolist(), **plan)
    assert told.p > 0.05
    assert told.mean_z == pytest.approx(told.by_chance, rel=0.2)


@pytest.mark.parametrize(
    ("first", "second", "changed", "says"),
    [
        ([1, 2, 3], [1, 2], {}, "not equally long"),
        ([[1, 2]], [[1, 2]], {}, "not equally long"),
        ([1, math.nan, 3], [1, 2, 3], {}, "a sample is missing"),
        ([1, 2, 3], [1, math.inf, 3], {}, "a sample is missing"),
        ([1, 2, 3, 4], [1, 2, 3, 4], {"window": 4}, "shorter than one window"),
        ([1, 2, 3, 4], [1, 2, 3, 4], {"reach": -1}, "shorter than one window"),
        ([1, 2, 3, 4], [1, 2, 3, 4], {"step": 0}, "below one sample"),
    ],
)
def test_series_without_windows_are_refused(first, second, changed, says):
    with refused(says):
        windowed(first, second, **({"window": 3, "step": 1, "reach": 1} | changed))


def test_series_that_say_nothing_are_refused():
    with refused("one of the series stands still"):
        synchrony.cross_correlation([1, 1, 1, 1], [1, 2, 3, 4], 1)
    with refused("the same in a window"):
        windowed(FIRST, FIRST, window=250, step=125, reach=2).z()
    plan = {"window": 3, "step": 1, "reach": 1, "seed": 1}
    with refused("not two or more random draws"):
        synchrony.against_surrogates([1, 2, 4, 1], [1, 3, 2, 5], draws=1, **plan)
    with refused("too short to be moved"):
        synchrony.against_surrogates([1, 2, 4, 1], [1, 3, 2, 5], **plan)
    with refused("changes nothing"):
        synchrony.against_surrogates(
            [1, 4, 2, 2] * 6, [0.0, 1, 0, 1] * 6, window=8, step=4, reach=3, seed=1, draws=5
        )
