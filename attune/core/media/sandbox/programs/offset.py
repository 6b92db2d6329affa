"""The program `offset`: how much later one of two cameras began, from the sound that both heard.

Sources: the first film and its frame table as it was kept (`frames.json`), the second film and its own.
Given nothing, makes no part. The facts are those of `core.media.offset.Match`.
"""

from typing import Any, BinaryIO

import numpy as np

from attune.core.clock import FrameTable
from attune.core.media.offset import RATE, hear, match
from attune.core.media.sandbox.remote import Say
from attune.core.media.sink import Sink


def warm() -> None:
    """Load what numpy loads at its first transform."""
    sound = np.ones(4 * RATE, dtype=np.float32)
    match(sound, sound)


def offset(given: dict[str, Any], sources: list[BinaryIO], sink: Sink, say: Say) -> dict[str, Any]:
    """Hear both films, and find where they agree."""
    heard = []
    for film, frames in (sources[:2], sources[2:]):
        heard.append(hear(film, FrameTable.from_bytes(frames.read())))
        say({"heard": len(heard)})
    return match(*heard).to_json()
