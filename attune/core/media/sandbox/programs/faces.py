"""The program `faces`: where faces are in a part of a film, so that a person chooses whom to hide.

Sources: the film, and after it, if it is at hand, its frame table (`frames.json`). Given `first` and
`last`, the ticks of the first and the last frame. Says `{"done": seconds, "total": seconds}`. Replaces the parts
`face-001.jpg` and so on. The facts are `tracks`: for each its `picture` (the part's name) and `boxes`, which a
plan's `faces` take as they are.
"""

import io
from typing import Any, BinaryIO

import cv2
import numpy as np
from PIL import Image

from attune.core.clock import ClockError, FrameTable
from attune.core.media.errors import FilmError
from attune.core.media.frames import frame_table
from attune.core.media.render.detect import faces_in
from attune.core.media.render.faces import faces as find
from attune.core.media.render.faces import to_json
from attune.core.media.sandbox.remote import Say
from attune.core.media.sink import Sink

MOST = 60
"""Tracks that are told; a page with more would be no help."""


def warm() -> None:
    """Load the model, and what OpenCV and Pillow load at their first use."""
    cv2.setNumThreads(1)  # the walls go up round a process of one thread
    faces_in(np.zeros((64, 64, 3), dtype=np.uint8))
    Image.new("RGB", (16, 16)).save(io.BytesIO(), format="JPEG", quality=85)


def faces(given: dict[str, Any], sources: list[BinaryIO], sink: Sink, say: Say) -> dict[str, Any]:
    """Find the faces."""
    film = sources[0]
    known = len(sources) > 1
    table = FrameTable.from_bytes(sources[1].read()) if known else frame_table(film)
    try:
        first, last = table.number_of(given["first"]), table.number_of(given["last"])
        found = find(
            film,
            first,
            last,
            table=table,
            progress=lambda done, total: say({"done": float(done), "total": float(total)}),
        )
    except ClockError as error:
        raise FilmError(f"The film has no such part: {error}") from error
    told = []
    for number, track in enumerate(found[:MOST], 1):
        name = f"face-{number:03}.jpg"
        sink.replace(name, track.picture)
        told.append(to_json(track, name))
    return {"tracks": told}
