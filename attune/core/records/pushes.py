"""A push: what a service sends to the national instance, as signed bytes.

A push names its service, its place in that service's row of pushes, and the checksum of the one before it.
So what is received is exactly what was sent, in its order, once, whatever the network and the clocks do: no time
stands in it. It holds episodes, each whole: all records of it, or none, which takes it back. A push of kind "whole"
replaces everything the service ever sent; one of kind "episodes" replaces only those it names. One of kind "sums" replaces
everything, too, and holds no episode but counts and sums of the whole service (`core/figures/shipped_sums.py`).

The signature is Ed25519 (RFC 8032) over PREFIX and the body; keys and signatures are written in base64.
"""

import json
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from attune.core.records.contract import faults
from attune.core.records.errors import RecordError

FORMAT = "attune-push-1"
PREFIX = f"{FORMAT}\n".encode()
ENROL, KEY, ME = b"attune-enrol-1\n", b"attune-key-1\n", b"attune-me-1\n"
"""What else is signed, each with a beginning of its own, so that no signature serves for another thing."""
KINDS = ("episodes", "whole", "sums")
MOST_EPISODES = 500
LARGEST = 16 * 2**20
"""Bytes of a body."""

Records = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Push:
    """sequence counts from 1. previous: sha256 of the body before, empty for the first. episodes: the records of each. sums: of
    a push of that kind alone."""

    service: str
    sequence: int
    previous: str
    kind: str
    episodes: Mapping[str, Records]
    sums: Mapping[str, Any] | None = None

    def body(self) -> bytes:
        """The bytes that are signed and sent: the same push gives the same bytes."""
        said = {
            "format": FORMAT,
            "service": self.service,
            "sequence": self.sequence,
            "previous": self.previous,
            "kind": self.kind,
            "episodes": [
                {"episode": episode, "records": list(records)}
                for episode, records in sorted(self.episodes.items())
            ],
            **({} if self.sums is None else {"sums": self.sums}),
        }
        return json.dumps(said, separators=(",", ":"), sort_keys=True, allow_nan=False).encode()


def digest(body: bytes) -> str:
    """The checksum of a push, by which the next one names it."""
    return sha256(body).hexdigest()


def read(body: bytes) -> Push:
    """The push that these bytes are. Raises RecordError with everything that is wrong; never says a value of a record."""
    if len(body) > LARGEST:
        raise RecordError(["The push is too large."])
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise RecordError(["The push is not JSON."]) from None
    wrong = _wrong_outside(said)
    if wrong:
        raise RecordError(wrong)
    push = Push(
        said["service"],
        said["sequence"],
        said["previous"],
        said["kind"],
        {one["episode"]: one["records"] for one in said["episodes"]},
        said.get("sums"),
    )
    wrong = _wrong_inside(push, said["episodes"])
    if wrong:
        raise RecordError(wrong)
    return push


FIELDS = {"format", "service", "sequence", "previous", "kind", "episodes"}


def _wrong_outside(said: object) -> list[str]:
    if not isinstance(said, dict) or set(said) != _fields(said):
        return ["The push has not the fields of a push."]
    wrong = []
    if said["format"] != FORMAT:
        wrong.append("The push is of a format that is not known here.")
    if not _is_random(said["service"]):
        wrong.append("The push names no service.")
    if type(said["sequence"]) is not int or said["sequence"] < 1:
        wrong.append("The push has no number.")
    if not isinstance(said["previous"], str) or len(said["previous"]) not in (0, 64):
        wrong.append("The push does not name the one before it.")
    if said["kind"] not in KINDS:
        wrong.append("The push is of a kind that is not known here.")
    elif said["kind"] == "sums" and said["episodes"] != []:
        wrong.append("A push of sums holds episodes.")
    return wrong + _wrong_list(said["episodes"])


def _fields(said: Mapping[str, Any]) -> set[str]:
    return FIELDS | {"sums"} if said.get("kind") == "sums" else FIELDS


def _wrong_list(episodes: object) -> list[str]:
    if not isinstance(episodes, list):
        return ["The push has no list of episodes."]
    if len(episodes) > MOST_EPISODES:
        return [f"The push has more than {MOST_EPISODES} episodes."]
    for one in episodes:
        whole = isinstance(one, dict) and set(one) == {"episode", "records"}
        if not whole or not _is_random(one["episode"]) or not isinstance(one["records"], list):
            return ["An episode of the push has not the fields of an episode."]
    return []


def _wrong_inside(push: Push, episodes: Sequence[Mapping[str, Any]]) -> list[str]:
    wrong = {fault for one in episodes for record in one["records"] for fault in faults(record)}
    if wrong:
        return sorted(wrong)
    if len(push.episodes) != len(episodes):
        wrong.add("The push names an episode twice.")
    for episode, records in push.episodes.items():
        if any(one["episode"] != episode for one in records):
            wrong.add("A record is of another episode than the one it is sent in.")
        if any(one["service"] != push.service for one in records):
            wrong.add("A record is of another service than the one that sends it.")
    return sorted(wrong)


def _is_random(value: object) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value and UUID(value).version == 4
    except ValueError:
        return False


# --- signing --------------------------------------------------------------------------------------
def new_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def public_of(key: Ed25519PrivateKey) -> str:
    """The public half, as it is told to the national instance."""
    return b64encode(key.public_key().public_bytes_raw()).decode()


def fingerprint(public: str) -> str:
    """Of a public key, so that two people can read it to each other: SHA-256, its first 20 digits in fours."""
    whole = sha256(b64decode(public)).hexdigest()
    return " ".join(whole[place : place + 4] for place in range(0, 20, 4))


def sign(key: Ed25519PrivateKey, body: bytes, prefix: bytes = PREFIX) -> str:
    return b64encode(key.sign(prefix + body)).decode()


def is_signed(public: str, body: bytes, signature: str, prefix: bytes = PREFIX) -> bool:
    """Whether this key signed this body; False for anything that is no key or no signature."""
    try:
        key = Ed25519PublicKey.from_public_bytes(b64decode(public, validate=True))
        key.verify(b64decode(signature, validate=True), prefix + body)
    except (InvalidSignature, NotBase64, ValueError):
        return False
    return True
