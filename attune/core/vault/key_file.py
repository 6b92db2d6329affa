"""The key file: the keys of the months, outside the data, for their owner's eyes only.

Whoever has the data without this file has noise. So it must not lie in the data directory, nor go into
the same backup. It is always written whole: a power cut leaves the old file or the new one.
"""

import base64
import binascii
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from attune.core.vault.errors import KeyFileError, MissingEpochError
from attune.core.vault.keys import check_epoch, later, new_key
from attune.core.vault.streaming import KEY

FORM = "attune-keys-1"
KEPT = 3
"""Epochs whose keys are kept, the newest included."""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The keys of some months, for the data of one service.

    `name` says whose data it opens, in at most 200 bytes; `made` is the day it was made; `keys` are
    32 bytes by epoch, at least one. Raises `KeyFileError` for anything else.
    """

    name: str
    made: date
    keys: Mapping[str, bytes]

    def __post_init__(self) -> None:
        try:
            fine = all(len(self.keys[check_epoch(epoch)]) == KEY for epoch in self.keys)
        except ValueError as error:
            raise KeyFileError(str(error)) from error
        if (
            not fine
            or not self.keys
            or len(self.name.encode()) > 200
            or not self.name.isprintable()
        ):
            raise KeyFileError("This is no set of keys.")
        ordered = {epoch: self.keys[epoch] for epoch in sorted(self.keys)}
        object.__setattr__(self, "keys", MappingProxyType(ordered))

    @classmethod
    def fresh(cls, name: str, made: date, epoch: str) -> "KeyFile":
        """A key file with one new random key."""
        return cls(name, made, {epoch: new_key()})

    @property
    def newest(self) -> str:
        """The epoch whose key wraps what is wrapped from now on."""
        return max(self.keys)

    def key(self, epoch: str) -> bytes:
        """The key of an epoch. Raises `MissingEpochError`."""
        try:
            return self.keys[epoch]
        except KeyError:
            raise MissingEpochError(
                f"The key file has no key of {epoch}. It was destroyed when its time had come, or this "
                "is not the key file of this data."
            ) from None

    def with_epoch(self, epoch: str) -> "KeyFile":
        """The same with a new random key for `epoch`, unless it has one of that month or a later one:
        a clock that was set back makes no keys."""
        if epoch <= self.newest:
            return self
        return KeyFile(self.name, self.made, {**self.keys, epoch: new_key()})

    def without_old(self, kept: int = KEPT) -> "KeyFile":
        """The same without the keys that are `kept` or more months older than the newest."""
        oldest = later(self.newest, 1 - kept)
        keys = {epoch: key for epoch, key in self.keys.items() if epoch >= oldest}
        return KeyFile(self.name, self.made, keys)

    def to_bytes(self) -> bytes:
        """The content of the file: JSON, always the same for the same keys."""
        value = {
            "form": FORM,
            "name": self.name,
            "made": self.made.isoformat(),
            "keys": {epoch: base64.b64encode(key).decode() for epoch, key in self.keys.items()},
        }
        return json.dumps(value, indent=1, ensure_ascii=False).encode() + b"\n"

    @classmethod
    def from_bytes(cls, content: bytes) -> "KeyFile":
        """Read what `to_bytes` gave. Raises `KeyFileError`."""
        try:
            value = json.loads(content)
            if value["form"] != FORM:
                raise KeyFileError("This key file was written by another version of Attune.")
            keys = {
                str(epoch): base64.b64decode(key, validate=True)
                for epoch, key in value["keys"].items()
            }
            return cls(str(value["name"]), date.fromisoformat(value["made"]), keys)
        except (KeyError, TypeError, AttributeError, ValueError, binascii.Error) as error:
            raise KeyFileError("This is no key file, or it is damaged.") from error


def read(path: Path) -> KeyFile:
    """The key file at `path`. Raises `KeyFileError` when it is missing or others may read it."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError as error:
        raise KeyFileError(f"There is no key file at {path}.") from error
    except OSError as error:
        raise KeyFileError(f"The key file {path} cannot be read: {error.strerror}.") from error
    with os.fdopen(descriptor, "rb") as file:
        if os.fstat(descriptor).st_mode & 0o077:
            raise KeyFileError(
                f"Others on this machine may read the key file {path}. Its owner alone may: chmod 600 {path}"
            )
        return KeyFile.from_bytes(file.read())


def create(path: Path, keys: KeyFile) -> None:
    """Write a key file where there is none. Raises `FileExistsError`: keys are never written over."""
    with whole(path, keys.to_bytes()) as draft:
        os.link(draft, path)


def replace(path: Path, keys: KeyFile) -> None:
    """Write the key file anew, whole and durably, or leave it as it is. Raises `OSError`."""
    with whole(path, keys.to_bytes()) as draft:
        draft.replace(path)


def outside(path: Path, data: Path) -> bool:
    """Whether `path` is not in the directory `data`, links followed."""
    return data.resolve() not in path.resolve().parents


@contextmanager
def whole(path: Path, content: bytes) -> Iterator[Path]:
    """A draft beside `path`, for its owner's eyes only and on the disk, to be put in its place; afterwards that is on the
    disk, too. Raises `OSError`."""
    draft = path.with_name(f".{path.name}.{os.urandom(6).hex()}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        yield draft
        settle(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def settle(folder: Path) -> None:
    """What was put in a folder, or moved in it, is on the disk when this returns. Raises `OSError`."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
