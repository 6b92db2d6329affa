"""The machine-readable frame number: a strip of black and white blocks near the lower edge.

Geometry, for any reader (a browser's canvas too), on the upright picture of width W and height H as
a player shows it, (0, 0) at the top left:

- The strip covers x from 0.05 W to 0.95 W and y from 0.92 H to 0.98 H.
- It has 20 columns of 0.045 W and 2 rows of 0.03 H. The centre of column c (0 to 19) and row r
  (0 above, 1 below) is at x = (0.05 + 0.045 (c + 0.5)) W, y = (0.92 + 0.03 (r + 0.5)) H.
- In every column one block is white and the other black. "Up" means that the upper one is white.
- Columns 0 and 18 are up, columns 1 and 19 are down: the locators.
- Columns 2 to 17 hold the number's 16 bits, the highest first: up is 1, down is 0.

To read: average the middle half of each block's luma (0 to 255). If the two blocks of any column
differ by less than 60, or a locator is wrong, the picture is unreadable. That each bit is present in
black and in white is the check: two frames blended into one do not read as a third.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

LEFT, WIDTH, TOP, HEIGHT = 0.05, 0.9, 0.92, 0.06
BITS, COLUMNS, ROWS = 16, 20, 2
LEAST_CONTRAST = 60.0
LOCATORS = {0: True, 1: False, COLUMNS - 2: True, COLUMNS - 1: False}

Picture = npt.NDArray[Any]
"""An upright picture: shape (height, width) luma, or (height, width, 3 or 4) RGB; 0 to 255."""


class UnreadableError(ValueError):
    """No frame number can be read in the picture."""


def _columns(number: int) -> Iterator[tuple[int, bool]]:
    yield from LOCATORS.items()
    for bit in range(BITS):
        yield 2 + bit, bool(number >> (BITS - 1 - bit) & 1)


def _block(width: int, height: int, column: int, row: int, inset: float) -> tuple[slice, slice]:
    """Rows and columns of pixels of one block, without `inset` of its size on every side."""
    x0 = (LEFT + WIDTH * (column + inset) / COLUMNS) * width
    x1 = (LEFT + WIDTH * (column + 1 - inset) / COLUMNS) * width
    y0 = (TOP + HEIGHT * (row + inset) / ROWS) * height
    y1 = (TOP + HEIGHT * (row + 1 - inset) / ROWS) * height
    return (
        slice(round(y0), max(round(y1), round(y0) + 1)),
        slice(round(x0), max(round(x1), round(x0) + 1)),
    )


def paint_frame_number(picture: Picture, number: int) -> None:
    """Paint `number` (0 to 65,535) into an upright picture, in place.

    Raises `ValueError` for a number that does not fit.
    """
    if not 0 <= number < 2**BITS:
        raise ValueError(f"The strip holds 0 to {2**BITS - 1}, not {number}.")
    height, width = picture.shape[:2]
    for column, up in _columns(number):
        for row in range(ROWS):
            white = up == (row == 0)
            picture[_block(width, height, column, row, 0.0)] = 255 if white else 0


def read_frame_number(picture: Picture) -> int:
    """The number painted in an upright picture of any size.

    `picture` is luma of shape (height, width) or RGB(A) of shape (height, width, 3 or 4), 0 to 255.
    Raises `UnreadableError` when there is none, or when it is blurred, blended or turned.
    """
    height, width = picture.shape[:2]
    if height < 2 * COLUMNS or width < 2 * COLUMNS:
        raise UnreadableError(f"A picture of {width} by {height} is too small to hold a number.")
    luma = picture if picture.ndim == 2 else picture[..., :3] @ np.array([0.299, 0.587, 0.114])
    ups = {}
    for column in range(COLUMNS):
        above, below = (
            float(luma[_block(width, height, column, row, 0.25)].mean()) for row in range(ROWS)
        )
        if abs(above - below) < LEAST_CONTRAST:
            raise UnreadableError(f"Column {column} of the strip is neither up nor down.")
        ups[column] = above > below
    if any(ups[column] != up for column, up in LOCATORS.items()):
        raise UnreadableError("The strip's locators are not where they belong.")
    return sum(ups[2 + bit] << (BITS - 1 - bit) for bit in range(BITS))
