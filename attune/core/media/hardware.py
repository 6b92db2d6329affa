"""Decoding by the machine's own hardware, where it has some; else, and at the first fault, by software.

The pictures are the same: decoders of H.264, HEVC, VP9 and AV1 are exact to the bit.
"""

from av.codec.hwaccel import HWAccel, HWDeviceType, hwdevices_available

from attune.core.media.errors import OutputError

NONE, AUTO = "none", "auto"


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
