"""What whoever runs the machine may say of the opening of films, besides its walls (see `walls.wanted`)."""

import os
from collections.abc import Mapping

from attune.core.media.sandbox.devices import NODES, NONE
from attune.core.media.sandbox.walls import WallError

MEMORY, HARDWARE = "ATTUNE_MEDIA_MEMORY", "ATTUNE_HARDWARE_DECODING"
MIB = 1 << 20
USUAL, LEAST, MOST = 6 << 10, 1 << 10, 1 << 20
"""MiB: what one film is given, and between what that may be set. With less not even a small one opens."""


def memory(environment: Mapping[str, str] = os.environ) -> int:
    """How many bytes of addresses the child that opens one film may take.

    Raises `WallError` for what is no number of MiB between `LEAST` and `MOST`.
    """
    text = environment.get(MEMORY) or str(USUAL)
    if not text.isdecimal() or not text.isascii() or not LEAST <= int(text) <= MOST:
        raise WallError(
            f"{MEMORY} is {text!r}; it must be a whole number of MiB from {LEAST} to {MOST}."
        )
    return int(text) * MIB


def hardware(environment: Mapping[str, str] = os.environ) -> str:
    """The kind of hardware that is to decode films, "none" if nothing is said.

    Raises `WallError` for a name that is none of `devices.NODES`.
    """
    word = environment.get(HARDWARE) or NONE
    if word != NONE and word not in NODES:
        known = ", ".join((NONE, *NODES))
        raise WallError(f"{HARDWARE} is {word!r}; it must be one of: {known}.")
    return word
