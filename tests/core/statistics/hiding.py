"""A package that can't be found, as where it is not installed."""

import sys
from importlib import machinery


def hide(monkeypatch, package: str) -> None:
    """For the rest of this test."""

    class Hidden(machinery.PathFinder):
        @classmethod
        def find_spec(cls, name, path=None, target=None):
            return None if name == package else super().find_spec(name, path, target)

    finders = [Hidden if one is machinery.PathFinder else one for one in sys.meta_path]
    monkeypatch.setattr(sys, "meta_path", finders)
    for name in [one for one in sys.modules if one.split(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
