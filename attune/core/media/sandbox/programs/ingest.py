"""The program `ingest`: everything that is made of a film, from one pass over it.

Source: the film. Given, if at all, `hardware`: the kind that decodes it. Says `{"done": seconds, "total": seconds}`. The parts are those of
`core.media.ingest`; the facts are those of its probe, without what the phone wrote of itself.
"""

import io
from typing import Any, BinaryIO

from PIL import Image

from attune.core.media.hardware import NONE
from attune.core.media.ingest import ingest as make
from attune.core.media.sandbox.remote import Say
from attune.core.media.sink import Sink


def warm() -> None:
    """Load what Pillow loads at its first use."""
    Image.new("RGB", (16, 16)).save(io.BytesIO(), format="JPEG", quality=85)


def ingest(given: dict[str, Any], sources: list[BinaryIO], sink: Sink, say: Say) -> dict[str, Any]:
    """Make everything of the film."""
    made = make(
        sources[0],
        sink,
        hardware=given.get("hardware", NONE),
        progress=lambda done, total: say({"done": float(done), "total": float(total)}),
    )
    facts = made.probe.to_json()
    del facts["streams"]  # may hold what the phone wrote of itself
    return facts
