"""Talking to the national instance: one question, one answer, never trusted further than it is understood.

TLS, but for an instance on this machine; no redirect is followed; an answer has a greatest size and a greatest time.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils.translation import gettext as _

from attune.core.records import pushes

SECONDS = 20
LARGEST = 64 * 1024
"""Bytes of an answer."""
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}


class UnreachableError(Exception):
    """No answer that can be understood: the same is tried again later. says: for the page. wait: seconds, if asked for."""

    def __init__(self, says: str, wait: int = 0) -> None:
        super().__init__(says)
        self.says, self.wait = says, wait


@dataclass(frozen=True)
class Answer:
    """What was answered: the status, and the JSON object."""

    status: int
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def error(self) -> str:
        return str(self.said.get("error", ""))[:40]

    @property
    def says(self) -> str:
        """The other side's own sentence, if it has one."""
        return str(self.said.get("says", ""))[:300]


class Stays(HTTPRedirectHandler):
    """Follows no redirect: what is signed for one address goes to no other."""

    def redirect_request(self, *given: Any) -> None:
        return None


def is_fine(address: str) -> bool:
    """Whether this is an address that may be talked to: https, or this machine."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 -- raises for a port that is no number
    except ValueError:
        return False
    if not parts.hostname or parts.username is not None:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def enrol(address: str, invitation: str, key: Ed25519PrivateKey) -> Answer:
    """Take up an invitation with this key."""
    public = pushes.public_of(key)
    said = {
        "format": pushes.ENROL.decode().strip(),
        "invitation": invitation,
        "public_key": public,
        "signature": pushes.sign(key, f"{invitation}\n{public}".encode(), pushes.ENROL),
    }
    return _ask(address, "enrol/", json.dumps(said).encode(), {})


def push(address: str, pseudonym: str, key: Ed25519PrivateKey, body: bytes) -> Answer:
    return _ask(address, "pushes/", body, _signed(pseudonym, pushes.sign(key, body)))


def renew(address: str, pseudonym: str, by: Ed25519PrivateKey, new: Ed25519PrivateKey) -> Answer:
    """Ask that the new key counts from now on; signed by the one in use, or by the new one where it counts already."""
    public = pushes.public_of(new)
    said = {
        "format": pushes.KEY.decode().strip(),
        "service": pseudonym,
        "public_key": public,
        "proof": pushes.sign(new, f"{pseudonym}\n{public}".encode(), pushes.KEY),
    }
    body = json.dumps(said).encode()
    return _ask(address, "keys/", body, _signed(pseudonym, pushes.sign(by, body, pushes.KEY)))


def me(address: str, pseudonym: str, key: Ed25519PrivateKey) -> Answer:
    """What they say of us: the last push they have, and whether we are revoked."""
    signature = pushes.sign(key, pseudonym.encode(), pushes.ME)
    return _ask(address, "me/", None, _signed(pseudonym, signature))


def _signed(pseudonym: str, signature: str) -> dict[str, str]:
    return {"Attune-Service": pseudonym, "Attune-Signature": signature}


def _ask(address: str, what: str, body: bytes | None, headers: dict[str, str]) -> Answer:
    """Raises UnreachableError."""
    if not is_fine(address):
        raise UnreachableError(_("The address must begin with https://."))
    request = Request(  # noqa: S310 -- https, or this machine: see is_fine
        f"{address}/national/api/{what}",
        data=body,
        headers={"Content-Type": "application/json", "Accept": "application/json", **headers},
    )
    until = time.monotonic() + SECONDS
    try:
        with _opener().open(request, timeout=SECONDS) as response:
            return _read(response, until)
    except HTTPError as refusal:
        with refusal:
            return _read(refusal, until)
    except (OSError, HTTPException) as error:
        raise UnreachableError(_("The national instance could not be reached.")) from error


def _opener() -> OpenerDirector:
    return build_opener(Stays)


def _read(response: HTTPResponse | HTTPError, until: float) -> Answer:
    status = response.status or 0
    if status in TRY_AGAIN:
        raise UnreachableError(_("The national instance is busy."), _wait(response))
    content = b""
    while piece := response.read1(4096):
        content += piece
        if len(content) > LARGEST or time.monotonic() > until:
            raise UnreachableError(_("The answer was too long, or took too long."))
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise UnreachableError(_("The answer was not that of a national instance."))
    return Answer(status, said)


def _wait(response: HTTPResponse | HTTPError) -> int:
    text = str(response.headers.get("Retry-After", ""))
    return int(text) if text.isdecimal() and len(text) < 8 else 0
