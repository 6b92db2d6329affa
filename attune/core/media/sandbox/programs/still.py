"""The program `still`: one frame of a film at its full size, as a picture.

Sources: the film, and its frame table as it was kept (`frames.json`). Given `number` and `name`, which ends
in .png or .jpg. Replaces the part `name`.
"""

import io
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image

from attune.core.clock import FrameTable
from attune.core.media.sandbox.remote import Say
from attune.core.media.sink import Sink
from attune.core.media.still import FORMATS, read_still


def warm() -> None:
    """Load what Pillow loads at its first use."""
    for form in set(FORMATS.values()):
        Image.new("RGB", (16, 16)).save(io.BytesIO(), format=form, quality=95, subsampling=0)


def still(given: dict[str, Any], sources: list[BinaryIO], sink: Sink, say: Say) -> dict[str, Any]:
    """Draw the frame. The facts are its `width` and `height`."""
    film, frames = sources
    table = FrameTable.from_bytes(frames.read())
    picture = read_still(film, given["number"], table=table)
    form = FORMATS[Path(given["name"]).suffix]
    drawn = io.BytesIO()
    Image.fromarray(picture).save(drawn, format=form, quality=95, subsampling=0)
    sink.replace(given["name"], drawn.getvalue())
    return {"width": picture.shape[1], "height": picture.shape[0]}
