"""The files of extracts that wait to be downloaded: whole or not there, for their owner's eyes, gone after a day."""

from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from attune.core.vault.key_file import settle, whole


def keep(draft_id: UUID, content: bytes) -> None:
    """On the disk when this returns, and not half of it before. Raises OSError."""
    path = _place(draft_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with whole(path, content) as written:
        written.replace(path)


def opened(draft_id: UUID) -> BinaryIO:
    """To read it. Raises FileNotFoundError."""
    return _place(draft_id).open("rb")


def erase(draft_id: UUID) -> None:
    """Nothing where it is gone already."""
    path = _place(draft_id)
    if path.exists():
        path.unlink()
        settle(path.parent)


def erase_others(kept: Collection[UUID]) -> int:
    """Erase all files but these, also what a crash left of one that was being written. Returns how many.

    A file that is being written has a point before its name, and more after it.
    """
    names = {str(one) for one in kept}
    others = [
        path
        for path in _folder().glob("*")
        if path.name.split(".")[path.name[0] == "."] not in names
    ]
    for path in others:
        path.unlink(missing_ok=True)
    return len(others)


def _folder() -> Path:
    return Path(settings.NATIONAL) / "extracts"


def _place(draft_id: UUID) -> Path:
    return _folder() / str(draft_id)
