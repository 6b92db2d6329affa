"""Hides places of a picture, in the encoder's own planes: what is outside them is not touched.

Pixelating averages blocks that are laid out over the whole picture, so that a moving shape does not
sample what it hides at ever new places. It makes people hard to recognise; it never makes them anonymous.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame
from PIL import Image, ImageDraw

Plane = npt.NDArray[np.uint8]
Corners = Sequence[tuple[float, float]]
"""A polygon in pixels of the luma plane, from the top left."""
GREY = (96, 128, 128)
"""What "fill" fills with: Y, U, V."""
LEAST_BLOCK, BLOCKS = 16, 18
"""A block's least side in pixels, and how many blocks the shorter side of a picture has at most."""


def planes(frame: VideoFrame) -> list[Plane]:
    """The planes of a yuv420p frame, to be written to; the frame is made writable first."""
    frame.make_writable()
    found = []
    for plane in frame.planes:
        rows = np.frombuffer(cast(Any, plane), dtype=np.uint8).reshape(-1, plane.line_size)
        found.append(rows[: plane.height, : plane.width])
    return found


def block_of(width: int, height: int) -> int:
    """The side of a block in a picture of this size, in pixels, even."""
    return max(LEAST_BLOCK, round(min(width, height) / BLOCKS / 2) * 2)


@cache
def _grid(length: int, block: int) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    starts = np.arange(0, length, block)
    return starts, np.minimum(starts + block, length) - starts


def pixelated(plane: Plane, block: int) -> Plane:
    """The plane with each block of `block` pixels a side, from its top left, made its own mean."""
    down, highs = _grid(plane.shape[0], block)
    across, wides = _grid(plane.shape[1], block)
    sums = np.add.reduceat(plane, down, axis=0, dtype=np.uint16 if block < 257 else np.uint32)
    sums = np.add.reduceat(sums, across, axis=1, dtype=np.uint32)
    means = (sums / np.outer(highs, wides) + 0.5).astype(np.uint8)
    return np.repeat(np.repeat(means, highs, axis=0), wides, axis=1)


def hide(frame: VideoFrame, shapes: Sequence[tuple[Corners, str]]) -> None:
    """Hide `shapes` (each with its style, "pixelate" or "fill") in a yuv420p frame, in place.

    A pixel of the colour planes is hidden when any of the four pixels that it colours is.
    """
    if not shapes:
        return
    found = planes(frame)
    height, width = found[0].shape
    block = block_of(width, height)
    for corners, style in shapes:
        box = _bounds(corners, width, height, block)
        if box is None:
            continue
        x0, y0, x1, y1 = box
        mask = _mask(corners, box)
        coarse = _halved(mask)
        for number, plane in enumerate(found):
            by, inside = (2, coarse) if number else (1, mask)
            part = plane[y0 // by : -(-y1 // by), x0 // by : -(-x1 // by)]
            value = pixelated(part, block // by) if style == "pixelate" else GREY[number]
            np.copyto(part, value, where=inside)


def _bounds(
    corners: Corners, width: int, height: int, block: int
) -> tuple[int, int, int, int] | None:
    """The part of the picture that holds the shape, on the grid of blocks; None when it is outside."""
    across, down = [x for x, _ in corners], [y for _, y in corners]
    x0 = max(0, int(min(across) // block * block))
    y0 = max(0, int(min(down) // block * block))
    x1 = min(width, int(-(-(max(across) + 1) // block) * block))
    y1 = min(height, int(-(-(max(down) + 1) // block) * block))
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _mask(corners: Corners, box: tuple[int, int, int, int]) -> npt.NDArray[np.bool_]:
    x0, y0, x1, y1 = box
    picture = Image.new("1", (x1 - x0, y1 - y0), 0)
    moved = [(x - x0, y - y0) for x, y in corners]
    ImageDraw.Draw(picture).polygon(moved, fill=1, outline=1)
    return np.asarray(picture, dtype=np.bool_)


def _halved(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    high, wide = mask.shape
    even = np.pad(mask, ((0, high % 2), (0, wide % 2)))
    pairs = even.reshape(even.shape[0] // 2, 2, even.shape[1] // 2, 2)
    return np.asarray(pairs.any(axis=(1, 3)), dtype=np.bool_)


def write_line(frame: VideoFrame, letters: Plane, outlined: Plane) -> None:
    """Draw the line of `words.line_masks` onto a yuv420p frame, in place."""
    luma, *colours = planes(frame)
    upper = luma[: letters.shape[0]]
    ink = letters.astype(np.uint16)
    dark = outlined.astype(np.uint16)
    mixed = upper * (255 - dark) // 255 + (16 * dark) // 255  # the outline
    np.copyto(upper, (mixed * (255 - ink) + 235 * ink) // 255, casting="unsafe")
    drawn = _halved(outlined > 0)
    for plane in colours:
        plane[: drawn.shape[0]][drawn] = 128
