"""A service that contributes, seen from outside: it speaks the protocol by itself, with a key of its own.

It is written against the text of the protocol (docs/host/national.md) and shares no code with either side.
"""

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from attune.web.national.actions.invitations import invite
from attune.web.national.models import Enrolment
from attune.web.people.queries import Officer
from tests.factories import make_officer

API = "/national/api/"
Answer = tuple[int, dict[str, Any], Mapping[str, str]]
Ask = Callable[[str, str, bytes, dict[str, str]], Answer]
"""Method, path, body, headers → status, what the JSON says, headers."""


def through_django(method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
    """By Django's own test client, with the check of forgery tokens that a browser would meet."""
    client = Client(enforce_csrf_checks=True)
    answer = client.generic(method, path, body, "application/json", headers=headers)
    return answer.status_code, answer.json(), answer.headers


def through_http(url: str, seconds: float = 60) -> Ask:
    """By a connection of its own to a real server. Raises OSError or HTTPException where that breaks."""

    def ask(method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        request = Request(
            url + path,
            data=body if method == "POST" else None,
            headers={"Content-Type": "application/json", **headers},
        )
        try:
            with urlopen(request, timeout=seconds) as answer:
                return answer.status, json.load(answer), dict(answer.headers)
        except HTTPError as refusal:
            with refusal:
                return refusal.code, json.load(refusal), dict(refusal.headers)

    return ask


def record_of(service: str, episode: str, /, **said: Any) -> dict[str, Any]:
    """A record that holds to the contract, of a service in London's NHS."""
    return {
        "contract": 1,
        "episode": episode,
        "service": service,
        "caseload": "2d1f8c5e-7c1b-4b0e-9d2a-3c1f5e7a9b0d",
        "region": "london",
        "setting": "nhs",
        "context": "parent-infant",
        "engagement": "chosen",
        "relation": "mother",
        "child_age": "under-1",
        "ethnicity": "not-stated",
        "stage": "practitioner",
        "mode": "in-person",
        "cycles": 3,
        "end": "planned",
        "year": 2026,
        "pair": 1,
        "measure": "core-10",
        "version": "1.0.0",
        "scale": "total",
        "occasion": "start",
        "respondent": "self",
        "months": 0,
        "score": 19.0,
        **said,
    }


@dataclass
class Sender:
    """A service's program. last, digest: of the push that was acknowledged last."""

    ask: Ask = through_django
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    service: str = ""
    last: int = 0
    digest: str = ""

    @property
    def public(self) -> str:
        return b64encode(self.key.public_key().public_bytes_raw()).decode()

    def sign(self, form: str, said: bytes) -> str:
        return b64encode(self.key.sign(form.encode() + b"\n" + said)).decode()

    def headers(self, form: str, said: bytes, **other: str) -> dict[str, str]:
        own = {"Attune-Service": self.service, "Attune-Signature": self.sign(form, said)}
        return {**own, **other}

    # --- letters ---
    def enrol(self, token: str, **changed: Any) -> Answer:
        said = {
            "format": "attune-enrol-1",
            "invitation": token,
            "public_key": self.public,
            "signature": self.sign("attune-enrol-1", f"{token}\n{self.public}".encode()),
            **changed,
        }
        answer = self.ask("POST", API + "enrol/", json.dumps(said).encode(), {})
        if answer[0] in (200, 201):
            self.service = answer[1]["service"]
        return answer

    def change_key(self, new: Ed25519PrivateKey, **changed: Any) -> Answer:
        """Asked with the key that this program has now; it has the new one only when told so."""
        other = Sender(key=new)
        told = f"{self.service}\n{other.public}".encode()
        said = {
            "format": "attune-key-1",
            "service": self.service,
            "public_key": other.public,
            "proof": other.sign("attune-key-1", told),
            **changed,
        }
        body = json.dumps(said).encode()
        return self.ask("POST", API + "keys/", body, self.headers("attune-key-1", body))

    def me(self) -> Answer:
        headers = self.headers("attune-me-1", self.service.encode())
        return self.ask("GET", API + "me/", b"", headers)

    # --- pushes ---
    def body(self, episodes: Mapping[str, list[dict[str, Any]]], /, **changed: Any) -> bytes:
        said = {
            "format": "attune-push-1",
            "service": self.service,
            "sequence": self.last + 1,
            "previous": self.digest,
            "kind": "episodes",
            "episodes": [{"episode": one, "records": rows} for one, rows in episodes.items()],
            **changed,
        }
        return json.dumps(said).encode()

    def send(self, body: bytes, **headers: str) -> Answer:
        """These bytes; once they are acknowledged, the next push follows them."""
        answer = self.ask(
            "POST", API + "pushes/", body, self.headers("attune-push-1", body) | headers
        )
        if answer[0] in (200, 201) and answer[1]["sequence"] > self.last:
            self.last, self.digest = answer[1]["sequence"], sha256(body).hexdigest()
        return answer

    def push(self, episodes: Mapping[str, list[dict[str, Any]]], /, **changed: Any) -> Answer:
        return self.send(self.body(episodes, **changed))

    def records(self, episode: str = "", **said: Any) -> dict[str, list[dict[str, Any]]]:
        """An episode with a score at the start and one at the end."""
        episode = episode or str(uuid4())
        start = record_of(self.service, episode, **said)
        end = start | {"occasion": "end", "months": 5, "score": 11.5}
        return {episode: [start, end]}


def invited(by: Officer | None = None, **said: Any) -> str:
    """The token of an invitation of a service in London's NHS."""
    place = {"name": "Harbour", "region": "london", "setting": "nhs"} | said
    _invitation, token = invite(by=by or make_officer(), key=uuid4(), **place)
    assert token is not None
    return token


def enrolled(ask: Ask = through_django, **said: Any) -> Sender:
    """A service that enrolled; its own settings say what it will be refused for."""
    sender = Sender(ask)
    status, _told, _headers = sender.enrol(invited(**said))
    assert status == 201
    return sender


def row_of(sender: Sender) -> Enrolment:
    return Enrolment.objects.get(pseudonym=UUID(sender.service))
