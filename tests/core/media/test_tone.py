"""Against values that were worked out by hand from the published formulas, and their properties."""

from itertools import pairwise

import numpy as np
import pytest

from attune.core.media.tone import HLG, PQ, TO_709, sdr, table


def grey(signal: float, transfer: int) -> float:
    colour = sdr(np.full(3, signal), transfer)
    assert np.ptp(colour) < 0.001  # grey stays grey
    return float(colour[1])


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_black_stays_black_and_what_is_brighter_is_shown_brighter(transfer):
    shades = [grey(signal, transfer) for signal in np.linspace(0, 0.75, 40)]
    assert shades[0] == 0
    assert all(before < after for before, after in pairwise(shades))


def test_the_brightest_is_white():
    assert grey(1, HLG) == pytest.approx(1, abs=0.001)
    assert grey(0.7518, PQ) == pytest.approx(1, abs=0.001)  # 1000 cd/m², ST 2084
    assert grey(1, PQ) == pytest.approx(1, abs=0.001)


def test_both_codings_of_one_light_are_shown_alike():
    # Report ITU-R BT.2408, table 1: reference white, 203 cd/m², is 75 % of HLG and 58 % of PQ;
    # an 18 % grey card, 26 cd/m², is 38 % of both.
    assert grey(0.75, HLG) == pytest.approx(grey(0.58, PQ), abs=0.01)
    assert grey(0.38, HLG) == pytest.approx(grey(0.38, PQ), abs=0.01)
    assert 0.65 < grey(0.75, HLG) < 0.8


def test_white_of_both_primaries_is_the_same():
    assert TO_709.sum(axis=1) == pytest.approx([1, 1, 1], abs=0.001)


def test_the_table_is_red_first():
    cube = table(HLG)
    assert (cube.shape, cube.dtype) == ((512, 512, 3), np.uint16)
    flat = cube.reshape(64, 64, 64, 3)  # blue, green, red
    wanted = sdr(np.array([40, 20, 10]) / 63, HLG) * 65_535
    assert flat[10, 20, 40] == pytest.approx(wanted, abs=1)
