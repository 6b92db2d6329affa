"""What a service asks in JSON before and beside its pushes: to enrol, to change its key, how it stands.

Each is signed with Ed25519 over a prefix of its own and what is asked, so that no signature serves for anything else.
"""

import json
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from typing import Any

from attune.core.records.pushes import ENROL, KEY, is_signed

LARGEST = 8 * 2**10
"""Bytes of a letter."""


class LetterError(Exception):
    """It is not the letter that belongs here."""


@dataclass(frozen=True)
class Enrol:
    """The token of an invitation, and the key with which the service will sign."""

    invitation: str
    public_key: str
    signature: str

    @property
    def is_signed(self) -> bool:
        said = f"{self.invitation}\n{self.public_key}".encode()
        return is_signed(self.public_key, said, self.signature, ENROL)


@dataclass(frozen=True)
class NewKey:
    """A key that takes the place of the one before. proof: that who asks holds its private half."""

    service: str
    public_key: str
    proof: str

    @property
    def is_proven(self) -> bool:
        said = f"{self.service}\n{self.public_key}".encode()
        return is_signed(self.public_key, said, self.proof, KEY)


def read_enrol(body: bytes) -> Enrol:
    """Raises LetterError."""
    said = _read(body, ENROL, {"invitation", "public_key", "signature"})
    return Enrol(said["invitation"], said["public_key"], said["signature"])


def read_new_key(body: bytes) -> NewKey:
    """Raises LetterError."""
    said = _read(body, KEY, {"service", "public_key", "proof"})
    return NewKey(said["service"], said["public_key"], said["proof"])


def _read(body: bytes, form: bytes, fields: set[str]) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise LetterError("This is not JSON.") from None
    if not isinstance(said, dict) or set(said) != fields | {"format"}:
        raise LetterError("This has not the fields that belong here.")
    if not all(isinstance(value, str) and value.isascii() for value in said.values()):
        raise LetterError("A field of this is not plain text.")
    if said["format"] != form.decode().strip():
        raise LetterError("This is of a format that is not known here.")
    if _raw(said["public_key"]) is None:
        raise LetterError("This holds no public key.")
    return said


def _raw(public: str) -> bytes | None:
    """The bytes of a public key; None for what is none, or is written in another way than we write it."""
    try:
        raw = b64decode(public, validate=True)
    except (NotBase64, ValueError):
        return None
    return raw if len(raw) == 32 and b64encode(raw).decode() == public else None
