"""The program `render`: carries out the plan of an export.

Sources: the plan's films in the order of their numbers, and after them, if they are at hand, their frame
tables (`frames.json`) in the same order; without the tables each film is decoded once more. Given `plan`,
which is `Plan.to_json()`. Says `{"done": seconds, "total": seconds}` of the export. Appends to the part
`out.mp4`, and puts its head before it at the end. The facts are those of `core.media.render.reel.render`.
"""

from fractions import Fraction
from typing import Any, BinaryIO

import cv2
import numpy as np

from attune.core.clock import FrameTable
from attune.core.media.errors import FilmError
from attune.core.media.render import words
from attune.core.media.render.follow import Follower
from attune.core.media.render.plan import Plan
from attune.core.media.render.reading import PlanError
from attune.core.media.render.reel import render as make
from attune.core.media.render.voice import Masked, Slower, silence
from attune.core.media.sandbox.remote import Say
from attune.core.media.sink import HeadedSink


def warm() -> None:
    """Load the letters, and what numpy, OpenCV and Pillow load at their first use."""
    cv2.setNumThreads(1)  # the walls go up round a process of one thread
    words.warm()
    words.card(("A",), 64, 64)
    words.line_masks("A", 64, 64)
    noise = np.random.default_rng(1).integers(0, 255, (64, 64), dtype=np.uint8)
    Follower(noise, (0.2, 0.2, 0.6, 0.6)).step(noise)
    Masked(48_000, 1).push(silence(1, 2048))
    Slower(Fraction(1, 2), 48_000, 1).push(silence(1, 2048))


def render(
    given: dict[str, Any], sources: list[BinaryIO], sink: HeadedSink, say: Say
) -> dict[str, Any]:
    """Make the film."""
    try:
        plan = Plan.from_json(given["plan"])
    except PlanError as error:
        raise FilmError(str(error)) from error  # a kind of refusal that the parent knows
    count = plan.sources
    tables = None
    if len(sources) == 2 * count:
        tables = [FrameTable.from_bytes(source.read()) for source in sources[count:]]
    return make(
        plan,
        sources[:count],
        sink,
        tables=tables,
        progress=lambda done, total: say({"done": float(done), "total": float(total)}),
    )
