"""Decoding by the machine's own hardware, where it has some; else, and at the first fault, by software.

The pictures are the same: decoders of H.264, HEVC, VP9 and AV1 are exact to the bit.
"""

from av.codec.codec import Codec
from av.codec.hwaccel import HWAccel, HWDeviceType, hwdevices_available

from attune.core.media.errors import OutputError

NONE, AUTO = "none", "auto"
USUAL = "h264"
"""The coding of most films: hardware that can't decode it is of no use."""
_opened: dict[str, HWAccel] = {}  # kept open, so that their drivers stay loaded
_troubles: dict[str, str] = {}


def decoders(wish: str) -> list[HWAccel | None]:
    """What to try, in this order; the last is None, which is software.

    `wish` is "none", "auto" or the name of one kind of hardware as FFmpeg names it ("vaapi", "cuda",
    "qsv"…). Raises `OutputError` for a name that is none of them.
    """
    names = {kind.name for kind in HWDeviceType} - {NONE}
    if wish not in names | {NONE, AUTO}:
        raise OutputError(f"Hardware decoding is none, auto or one of {', '.join(sorted(names))}.")
    wanted = {NONE: [], AUTO: hwdevices_available()}.get(wish, [wish])
    return [*(HWAccel(name) for name in wanted if name in names), None]


def trouble(kind: str) -> str:
    """Why hardware of this kind can't be used in this process, "" if it opens.

    The first time it loads the driver, which a process behind walls could not do any more. A driver
    that could not be loaded then is not tried again.
    """
    if kind not in _troubles:
        try:
            _opened[kind] = HWAccel(kind).create(Codec(USUAL, "r"))
        except Exception as error:  # whatever a driver says
            _troubles[kind] = f"{type(error).__name__}: {error}"
    return _troubles.get(kind, "")
