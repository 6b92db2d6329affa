"""The program `hardware`: whether hardware of one kind opens behind the walls.

No source. Given `kind`, makes no part. The facts are `why`: what speaks against it, "" if nothing does.
"""

from typing import Any, BinaryIO

from attune.core.media.hardware import trouble
from attune.core.media.sandbox.remote import Say
from attune.core.media.sink import Sink


def hardware(
    given: dict[str, Any], sources: list[BinaryIO], sink: Sink, say: Say
) -> dict[str, Any]:
    """Open it, as a film would."""
    return {"why": trouble(given["kind"])}
