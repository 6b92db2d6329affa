"""The private key of a service, in a file beside the key file of the films: never in the database, nor in its backups.

Whoever has it can send in the name of the service; it opens nothing. A new key waits in a file of its own until the national
instance knows it, so that a power cut at any instant leaves a key that works. Files are written whole.
"""

from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from attune.core.records.pushes import fingerprint, new_key, public_of
from attune.core.vault.key_file import settle, whole


class KeyLostError(Exception):
    """There is no key file of the service, others may read it, or it is damaged."""


def path(service: UUID) -> Path:
    """Where the key in use lies."""
    beside = Path(settings.KEYS)
    return beside.with_name(f"{beside.name}.national-{service}")


def waiting(service: UUID) -> Path:
    """Where a new key lies until it is known."""
    return path(service).with_name(f"{path(service).name}.new")


def read(service: UUID) -> Ed25519PrivateKey:
    """The key in use. Raises KeyLostError."""
    return _read(path(service))


def begin(service: UUID) -> Ed25519PrivateKey:
    """The new key that waits; it is made where there is none. Raises KeyLostError, OSError."""
    if not waiting(service).exists():
        _write(waiting(service), new_key().private_bytes_raw())
    return _read(waiting(service))


def begun(service: UUID) -> Ed25519PrivateKey | None:
    """The new key that waits, if one does. Raises KeyLostError."""
    return _read(waiting(service)) if waiting(service).exists() else None


def use(service: UUID) -> None:
    """The new key takes the place of the one in use. Nothing where none waits."""
    if waiting(service).exists():
        waiting(service).replace(path(service))
        settle(path(service).parent)


def give_up_new(service: UUID) -> None:
    """The new key that waits will not be used."""
    waiting(service).unlink(missing_ok=True)


def fingerprint_of(key: Ed25519PrivateKey) -> str:
    """By which people on both sides tell one key from another."""
    return fingerprint(public_of(key))


def _read(file: Path) -> Ed25519PrivateKey:
    try:
        if file.stat().st_mode & 0o077:
            raise KeyLostError(f"Others on this machine may read {file.name}: chmod 600.")
        return Ed25519PrivateKey.from_private_bytes(file.read_bytes())
    except FileNotFoundError:
        raise KeyLostError(f"There is no {file.name} beside the key file.") from None
    except ValueError:
        raise KeyLostError(f"{file.name} is damaged.") from None


def _write(file: Path, content: bytes) -> None:
    with whole(file, content) as draft:
        draft.replace(file)
