"""Loads what libraries load at their first use: behind the walls there is no file to load it from."""

import codecs
import pkgutil
from importlib import import_module

import av
import numpy as np

NOT_NEEDED = frozenset({"av.__main__", "av.datasets"})
CODECS = (
    "utf-8",
    "latin-1",
    "ascii",
    "utf-16",
    "utf-16-be",
    "utf-16-le",
    "utf-32",
    "idna",
    "cp1252",
)


def warm() -> None:
    """All of PyAV, the codecs of text that films use, and the parts of numpy that load late."""
    for module in pkgutil.walk_packages(av.__path__, "av."):
        if module.name not in NOT_NEEDED:
            import_module(module.name)
    for name in CODECS:
        codecs.lookup(name)
    np.array([1.5, 2.5]).astype(np.float32).mean().tolist()
    str(np.zeros(2))
