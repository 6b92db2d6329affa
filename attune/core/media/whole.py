"""Files and folders that appear whole or not at all."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside `path` to write to; on success it becomes `path`, durably.

    The file and its folder are flushed to the disk. On any failure the temporary file is removed and
    `path` is as it was. Raises `OSError` when the folder cannot be written.
    """
    draft = path.with_name(f".{path.stem}.{secrets.token_hex(6)}.part{path.suffix}")
    try:
        yield draft
        flush(draft)
        draft.replace(path)
        flush(path.parent)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path, last: str) -> Iterator[Path]:
    """Yield an empty folder beside `path` to write files into; on success they are in `path`.

    A folder that is there already keeps what else it holds. The file named `last` comes last: where
    it is, all are. On any failure nothing new is left. Raises `OSError` when it cannot be written.
    """
    draft = path.parent / f".{path.name}.{secrets.token_hex(6)}.part"
    draft.mkdir()
    try:
        yield draft
        files = sorted(draft.iterdir(), key=lambda file: file.name == last)
        for file in files:
            flush(file)
        if path.exists():
            (path / last).unlink(missing_ok=True)
            for file in files:
                file.replace(path / file.name)
            flush(path)
        else:
            draft.rename(path)
        flush(path.parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def flush(path: Path) -> None:
    """Have a file or a folder written to the disk before going on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
