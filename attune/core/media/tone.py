"""High dynamic range as a plain screen shows it: PQ and HLG become BT.709.

The light of each colour is found by the curve it was coded with (SMPTE ST 2084 and Recommendation
ITU-R BT.2100, HLG at 1000 cd/m² with a system gamma of 1.2), brought down to 100 cd/m² by method A
of Report ITU-R BT.2446-1, section 4, and its primaries to BT.709 (Report ITU-R BT.2407, section 2).
What is brighter than 1000 cd/m² is shown as that.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Colours = npt.NDArray[Any]
"""Floats of shape (..., 3): red, green, blue."""

PQ, HLG = 16, 18
"""The transfer characteristics as ITU-T H.273 numbers them."""
BRIGHT, PLAIN = 1000.0, 100.0
"""cd/m² of white before and after."""
GAMMA = 2.4
CUBE = 8
"""The level of the table: it has CUBE² colours along each side."""
WEIGHTS = np.array([0.2627, 0.6780, 0.0593])
"""Of BT.2020's red, green and blue in its luma."""
TO_709 = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]]
)


def sdr(signal: Colours, transfer: int) -> Colours:
    """BT.709 colours, 0 to 1, of coded BT.2020 colours, 0 to 1; `transfer` is `PQ` or `HLG`."""
    light = _light_of_pq(signal) if transfer == PQ else _light_of_hlg(signal)
    coded = _toned(np.clip(light / BRIGHT, 0, 1) ** (1 / GAMMA))
    plain = np.clip(coded, 0, None) ** GAMMA @ TO_709.T
    return np.asarray(np.clip(plain, 0, 1) ** (1 / GAMMA))


def _light_of_pq(signal: Colours) -> Colours:
    m1, m2, c1, c2, c3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128
    root = signal ** (1 / m2)
    return np.asarray(10_000 * (np.maximum(root - c1, 0) / (c2 - c3 * root)) ** (1 / m1))


def _light_of_hlg(signal: Colours) -> Colours:
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)
    luminance = (scene @ WEIGHTS)[..., None]
    return np.asarray(BRIGHT * luminance**0.2 * scene)


def _toned(coded: Colours) -> Colours:
    """Method A: luma on its curve, chroma brought down with it; `coded` has gamma 2.4."""
    luma = coded @ WEIGHTS
    before, after = (1 + 32 * (light / 10_000) ** (1 / GAMMA) for light in (BRIGHT, PLAIN))
    seen = np.log(1 + (before - 1) * luma) / np.log(before)
    knee = np.where(seen <= 0.9909, -1.1510 * seen**2 + 2.7811 * seen - 0.6302, 0.5 * seen + 0.5)
    curve = np.where(seen <= 0.7399, 1.0770 * seen, knee)
    down = (after**curve - 1) / (after - 1)
    share = down / np.maximum(1.1 * luma, 1e-9)
    blue = share * (coded[..., 2] - luma) / 1.8814
    red = share * (coded[..., 0] - luma) / 1.4746
    down = down - np.maximum(0.1 * red, 0)
    out_red, out_blue = down + 1.4746 * red, down + 1.8814 * blue
    green = (down - WEIGHTS[0] * out_red - WEIGHTS[2] * out_blue) / WEIGHTS[1]
    return np.stack((out_red, green, out_blue), axis=-1)


def table(transfer: int) -> npt.NDArray[np.uint16]:
    """`sdr` of evenly spaced colours, of shape (CUBE³, CUBE³, 3), red fastest, 0 to 65,535."""
    side = CUBE**2
    steps = np.linspace(0, 1, side)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    colours = sdr(np.stack((red, green, blue), axis=-1), transfer)
    square = CUBE**3
    return np.round(colours * 65_535).astype(np.uint16).reshape(square, square, 3)
