"""The device nodes through which hardware decodes films: the only paths that may ever be opened behind walls.

They stay shut unless the operator names a kind of hardware, and then those of that kind alone are opened.
"""

from collections.abc import Mapping
from pathlib import Path

NONE = "none"
CARDS = ("dev/dri/renderD*",)
NODES: Mapping[str, tuple[str, ...]] = {
    "vaapi": CARDS,
    "qsv": CARDS,
    "cuda": ("dev/nvidia[0-9]*", "dev/nvidiactl", "dev/nvidia-uvm"),
}
"""By the name of a kind, as FFmpeg has it, the nodes that its driver talks to. None of them is a disk."""


def nodes(kind: str, root: Path = Path("/")) -> list[Path]:
    """The nodes of this kind that the machine has, in the order of their names; none for "none"."""
    found = {path for pattern in NODES.get(kind, ()) for path in root.glob(pattern)}
    return sorted(path for path in found if path.is_char_device())
