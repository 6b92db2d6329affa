"""Follows what is under a shape from picture to picture.

Median flow: points inside the shape are followed forward and back (pyramidal Lucas and Kanade); those that
do not come back to where they began are not believed; the median of the others moves the shape and
resizes it. A match with how the place looked at first pulls it back when it drifts, and says when it is
lost. Kalal, Mikolajczyk, Matas: Forward-Backward Error, ICPR 2010.
"""

from dataclasses import dataclass
from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt

Luma = npt.NDArray[np.uint8]

WIDEST = 480
"""Pixels of the picture's width in which things are followed."""
CORE = 0.75
"""The inner part of a shape that is followed: people draw a little more than the thing itself."""
POINTS, FEWEST = 60, 6
BACK = 1.5
"""Pixels by which a point may miss its beginning."""
PATCH = 32
LIKE, UNLIKE = 0.75, 0.35
"""Correlation with the first look at which a place is believed, and below which it is lost."""
NEAR = 0.35
"""How far around the shape it is looked for, as a part of its size."""
REACH = (0.25, 4.0)


@dataclass(frozen=True, slots=True)
class Move:
    """How a shape lies now: first resized about its middle by `scale`, then moved by (dx, dy).

    `dx` and `dy` are parts of the picture's width and height. `sure` is False where it was lost.
    """

    dx: float
    dy: float
    scale: float
    sure: bool


class Follower:
    """Follows one shape; give it the pictures in order.

    `luma` is the first picture (any size, the same for all) and (x, y, width, height) the box around the
    shape, as parts of the picture.
    """

    def __init__(self, luma: Luma, box: tuple[float, float, float, float]) -> None:
        self._picture = _small(luma)
        high, wide = self._picture.shape
        x, y, width, height = box
        self._middle = np.array([(x + width / 2) * wide, (y + height / 2) * high])
        self._size = np.array([max(4.0, CORE * width * wide), max(4.0, CORE * height * high)])
        self._first = self._middle.copy()
        self._scale = 1.0
        self._look = self._patch(self._picture, self._middle, 1.0)

    def step(self, luma: Luma) -> Move:
        """Where the shape is in the next picture."""
        picture = _small(luma)
        shift, growth = self._flow(picture)
        scale = float(np.clip(self._scale * growth, *REACH))
        middle = self._inside(self._middle + shift, picture)
        middle, likeness = self._pulled(picture, middle, scale)
        sure = likeness >= UNLIKE
        if sure:
            self._middle, self._scale = middle, scale
        self._picture = picture
        high, wide = picture.shape
        dx, dy = (self._middle - self._first) / (wide, high)
        return Move(float(dx), float(dy), self._scale, sure)

    def _inside(self, middle: npt.NDArray[Any], picture: Luma) -> npt.NDArray[Any]:
        high, wide = picture.shape
        return np.asarray(np.clip(middle, 0, (wide - 1, high - 1)))

    def _corner(self, middle: npt.NDArray[Any], scale: float) -> npt.NDArray[Any]:
        return middle - self._size * scale / 2

    def _flow(self, picture: Luma) -> tuple[npt.NDArray[Any], float]:
        """The median shift and growth of the points inside; none where too few are believed."""
        mask = np.zeros_like(self._picture)
        x, y = np.maximum(0, self._corner(self._middle, self._scale)).astype(int)
        right, low = np.ceil(self._middle + self._size * self._scale / 2).astype(int)
        mask[y : low + 1, x : right + 1] = 255
        before: Any = cv2.goodFeaturesToTrack(self._picture, POINTS, 0.01, 3, mask=mask)
        if before is None:
            return np.zeros(2), 1.0
        how: dict[str, Any] = {"winSize": (15, 15), "maxLevel": 3}
        after, there, _ = cv2.calcOpticalFlowPyrLK(
            self._picture, picture, before, cast(Any, None), **how
        )
        back, again, _ = cv2.calcOpticalFlowPyrLK(
            picture, self._picture, after, cast(Any, None), **how
        )
        missed = np.linalg.norm(back - before, axis=2).ravel()
        kept = (there.ravel() == 1) & (again.ravel() == 1) & (missed <= BACK)
        if kept.sum() < FEWEST:
            return np.zeros(2), 1.0
        old, new = before[kept, 0, :], after[kept, 0, :]
        shift = np.median(new - old, axis=0)
        return shift, _growth(old, new)

    def _patch(self, picture: Luma, middle: npt.NDArray[Any], scale: float) -> Luma:
        """How the place looks, at a fixed small size."""
        return _cut(picture, self._corner(middle, scale), self._size * scale, (PATCH, PATCH))

    def _pulled(
        self, picture: Luma, middle: npt.NDArray[Any], scale: float
    ) -> tuple[npt.NDArray[Any], float]:
        """The place near `middle` that looks most like at first, and how like it is (-1 to 1)."""
        margin = round(PATCH * NEAR)
        unit = self._size * scale / PATCH
        wide = PATCH + 2 * margin
        around = _cut(picture, middle - unit * wide / 2, unit * wide, (wide, wide))
        found = cv2.matchTemplate(around, self._look, cv2.TM_CCOEFF_NORMED)
        here = float(found[margin, margin])
        _, best, _, (x, y) = cv2.minMaxLoc(found)
        if best < LIKE or best - here < 0.02:
            return middle, max(here, best if best >= LIKE else here)
        return self._inside(middle + unit * (x - margin, y - margin), picture), best


def _growth(old: npt.NDArray[Any], new: npt.NDArray[Any]) -> float:
    """The median ratio of the distances between points."""
    one, other = np.triu_indices(len(old), 1)
    before = np.linalg.norm(old[one] - old[other], axis=1)
    after = np.linalg.norm(new[one] - new[other], axis=1)
    far = before > 4
    return float(np.median(after[far] / before[far])) if far.any() else 1.0


def _small(luma: Luma) -> Luma:
    high, wide = luma.shape
    if wide <= WIDEST:
        return np.ascontiguousarray(luma)
    size = (WIDEST, max(8, round(high * WIDEST / wide)))
    return np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _cut(
    picture: Luma, corner: npt.NDArray[Any], size: npt.NDArray[Any], to: tuple[int, int]
) -> Luma:
    """The part of the picture from `corner`, resized; its edge goes on where it ends."""
    across, down = size[0] / to[0], size[1] / to[1]
    turn = np.array([[across, 0, corner[0]], [0, down, corner[1]]], dtype=np.float64)
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    cut = cv2.warpAffine(picture, turn, to, flags=how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cut, dtype=np.uint8)
