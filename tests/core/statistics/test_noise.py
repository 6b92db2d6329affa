"""Noise is drawn from the distribution it says, takes exactly the epsilon it says, and is never drawn without OpenDP."""

import math
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, dlaplace

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.noise import (
    FINEST,
    INSTALL,
    band,
    is_installed,
    scale_of,
    spent,
    with_noise,
)
from tests.core.statistics.hiding import hide

DRAWS = 40_000


@pytest.mark.parametrize("scale", [0.7, 4.0, 26.4])
def test_noise_is_discrete_laplace(scale):
    """Chi-square against the closed form; the bound is passed by chance once in ten million runs."""
    drawn = np.array(with_noise([1000] * DRAWS, scale)) - 1000
    p = math.exp(-1 / scale)
    most = int(4 * scale)
    cells = np.arange(-most, most + 1)
    chances = (1 - p) / (1 + p) * p ** np.abs(cells)
    tail = (1 - chances.sum()) / 2
    wanted = np.array([tail, *chances, tail]) * DRAWS
    inside = np.abs(drawn) <= most
    found = np.array(
        [
            (drawn < -most).sum(),
            *np.bincount(drawn[inside] + most, minlength=len(cells)),
            (drawn > most).sum(),
        ]
    )
    assert wanted.min() > 5
    assert ((found - wanted) ** 2 / wanted).sum() < chi2.isf(1e-7, len(wanted) - 1)


def test_each_value_has_noise_of_its_own():
    drawn = np.array(with_noise([0] * DRAWS, 5.0)).reshape(2, -1)
    assert abs(np.corrcoef(drawn)[0, 1]) < 6 / math.sqrt(DRAWS / 2)


def test_large_sums_are_not_cut_off():
    """Beyond 32 bits, as sums of thousandths of a large nation are."""
    (drawn,) = with_noise([-(10**14)], 10.0)
    assert abs(drawn + 10**14) < 1000


@given(st.integers(1, 10**6), st.integers(1, 10_000), st.integers(1, 500))
def test_scale_never_takes_more_than_its_epsilon(sensitivity, thousandths, questions):
    """In whole fractions; and not more than a few doubles less."""
    epsilon = Fraction(thousandths, 1000 * questions)
    found = spent(sensitivity, scale_of(sensitivity, epsilon))
    assert found <= epsilon
    assert float(found / epsilon) >= 1 - 4 * sys.float_info.epsilon


@given(st.integers(1, 50), st.integers(1, 3000), st.integers(1, 60))
def test_epsilon_is_what_opendp_says(sensitivity, thousandths, questions):
    """OpenDP's own account of the same noise, which rounds up."""
    import opendp.prelude as dp  # noqa: PLC0415 -- slow to load

    dp.enable_features("contrib")
    scale = scale_of(sensitivity, Fraction(thousandths, 1000 * questions))
    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.l1_distance(T="i64")
    said = dp.m.make_laplace(*space, scale=scale).map(sensitivity)
    assert said == pytest.approx(float(spent(sensitivity, scale)), rel=1e-12)


@pytest.mark.parametrize(
    ("sensitivity", "epsilon", "says"),
    [
        (0, Fraction(1), "the sensitivity is not a whole number above nought"),
        (-2, Fraction(1), "the sensitivity is not a whole number above nought"),
        (2, Fraction(0), "epsilon is not above nought"),
        (2, Fraction(-1, 3), "epsilon is not above nought"),
        (2, Fraction(1, 10**400), "epsilon is too small"),
    ],
)
def test_scale_that_can_not_be_is_refused(sensitivity, epsilon, says):
    with pytest.raises(CannotComputeError, match=says):
        scale_of(sensitivity, epsilon)


@pytest.mark.parametrize("scale", [0.0, -1.0, math.nan, math.inf])
def test_noise_without_a_scale_is_refused(scale):
    """OpenDP itself takes 0 and returns the true values."""
    with pytest.raises(CannotComputeError, match="scale of the noise is not above nought"):
        with_noise([1], scale)


@pytest.mark.parametrize("share", [0.5, 0.95, 0.975])
@pytest.mark.parametrize("scale", [0.05, 0.7, 4.0, 88.0, 5600.0])
def test_band_is_the_smallest_that_holds(scale, share):
    """Against scipy's distribution of the same name."""
    told = dlaplace(1 / scale)
    found = band(scale, 1, share)

    def held(far: int) -> float:
        return float(told.cdf(far) - told.cdf(-far - 1))

    assert held(found) >= share - 1e-9
    assert found == 0 or held(found - 1) < share


@pytest.mark.parametrize(("scale", "many"), [(0.05, 2), (0.7, 3), (4.0, 4), (30.0, 2)])
def test_band_of_a_sum_is_the_smallest_that_holds(scale, many):
    """Against the distribution added to itself, number by number."""
    far = math.ceil(60 * max(scale, 1))
    one = dlaplace(1 / scale).pmf(np.arange(-far, far + 1))
    whole = one
    for _ in range(many - 1):
        whole = np.convolve(whole, one)
    middle = len(whole) // 2
    found = band(scale, many, 0.95)
    assert whole[middle - found : middle + found + 1].sum() >= 0.95 - 1e-9
    inner = whole[middle - found + 1 : middle + found].sum() if found else 0.0
    assert inner < 0.95


def test_band_of_a_sum_of_wide_noise_is_hardly_wider_than_it_must_be():
    near, far = band(float(FINEST), 4), band(50.0 * FINEST, 4)
    assert 50 * near <= far <= 50 * (near + 1)


WITHOUT = """
from pytest import MonkeyPatch
from attune.core.statistics.noise import is_installed, with_noise
from tests.core.statistics.hiding import hide
hide(MonkeyPatch(), "opendp")
assert not is_installed()
with_noise([1], 1.0)
"""


def test_without_opendp_it_says_what_to_install():
    """In a Python that can't find OpenDP."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert f"OpenDP is not installed ({INSTALL})" in done.stderr


def test_noise_without_opendp_is_refused(monkeypatch):
    hide(monkeypatch, "opendp")
    with pytest.raises(CannotComputeError, match="OpenDP is not installed"):
        with_noise([1], 1.0)


def test_opendp_is_not_loaded_by_asking_whether_it_is_there():
    text = "import sys; from attune.core.statistics import noise; assert noise.is_installed(); assert 'opendp' not in sys.modules"
    subprocess.run([sys.executable, "-c", text], check=True)
    assert is_installed()
