"""A small honest national instance: it speaks the protocol over real HTTP, keeps what it takes in memory, and can be made
to fail in every way that a machine far away can fail."""

import json
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

from attune.core.records import pushes
from attune.core.records.errors import RecordError


@dataclass
class Enrolled:
    """A service as the national instance knows it."""

    key: str
    invitation: str
    pseudonym: str = field(default_factory=lambda: str(uuid4()))
    last: int = 0
    digest: str = ""
    held: dict[str, list] = field(default_factory=dict)
    sums: dict | None = None
    bodies: list[bytes] = field(default_factory=list)
    revoked: bool = False
    takes_back: bool = (
        True  # also of one that is revoked: whole, and nothing in it; older instances did not
    )


class National:
    """ills: what happens to the next pushes, one after the other: "cut-before", "cut-after", a status as a number,
    "nonsense", "other-digest", "elsewhere", "huge", "slow"; "hang-before" and "hang-after" say so by `hangs` and answer
    nothing until `goes_on`. asked: the paths of all requests."""

    def __init__(self) -> None:
        self.invitations = {"a-first-invitation-token", "another-invitation-token"}
        self.services: dict[str, Enrolled] = {}
        self.ills: deque[str | int] = deque()
        self.asked: list[str] = []
        self.faults = ["region is not the one that this service enrolled with (wales)."]
        self.lock = threading.Lock()
        self.hangs, self.goes_on = threading.Event(), threading.Event()
        handler = type("Bound", (Handler,), {"national": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))

    def __enter__(self) -> "National":
        self.thread.start()
        return self

    def __exit__(self, *_how: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def only(self) -> Enrolled:
        """The one service that enrolled."""
        (found,) = self.services.values()
        return found

    # --- the protocol ---------------------------------------------------------------------------------
    def enrol(self, said: dict[str, str]) -> tuple[int, dict]:
        signed = f"{said['invitation']}\n{said['public_key']}".encode()
        if not pushes.is_signed(said["public_key"], signed, said["signature"], pushes.ENROL):
            return 401, {"error": "signature"}
        if said["invitation"] not in self.invitations:
            return 404, {"error": "unknown", "says": "This is no invitation of ours."}
        for one in self.services.values():
            if one.invitation == said["invitation"]:
                if one.key != said["public_key"]:
                    return 410, {"error": "over", "says": "This invitation was used."}
                return 200, self.about(one)
        made = Enrolled(said["public_key"], said["invitation"])
        self.services[made.pseudonym] = made
        return 201, self.about(made)

    def about(self, one: Enrolled) -> dict[str, str]:
        place = {"region": "scotland", "setting": "nhs"}
        return {"service": one.pseudonym, "name": "Harbour", **place}

    def push(self, one: Enrolled, body: bytes) -> tuple[int, dict]:
        try:
            push = pushes.read(body)
        except RecordError as wrong:
            return 400, {"error": "contract", "faults": list(wrong.faults)}
        made = pushes.digest(body)
        said = {"sequence": push.sequence, "digest": made, "episodes": len(push.episodes)}
        if made in map(pushes.digest, one.bodies):
            return 200, said
        if (push.sequence, push.previous) != (one.last + 1, one.digest):
            return 409, {"error": "order", "last": one.last, "digest": one.digest}
        if push.kind != "episodes":
            one.held, one.sums = {}, push.sums
        for episode, records in push.episodes.items():
            one.held.pop(episode, None)
            if records:
                one.held[episode] = list(records)
        one.last, one.digest = push.sequence, made
        one.bodies.append(body)
        return 201, said

    def new_key(self, one: Enrolled, body: bytes, signature: str) -> tuple[int, dict]:
        said = json.loads(body)
        new = said["public_key"]
        if not pushes.is_signed(one.key, body, signature, pushes.KEY):
            return 401, {"error": "signature"}
        if not pushes.is_signed(new, f"{one.pseudonym}\n{new}".encode(), said["proof"], pushes.KEY):
            return 401, {"error": "proof"}
        one.key = new
        return 200, {"public_key": new}


def is_empty(body: bytes) -> bool:
    said = json.loads(body)
    return (said["kind"], said["episodes"]) == ("whole", [])


class Handler(BaseHTTPRequestHandler):
    national: National

    def log_message(self, *_words: object) -> None:
        pass

    def do_GET(self) -> None:
        with self.national.lock:
            self.national.asked.append(self.path)
            one = self.who()
            signature = self.headers.get("Attune-Signature", "")
            known = one and pushes.is_signed(one.key, one.pseudonym.encode(), signature, pushes.ME)
            if not one or not known:
                self.say(401, {"error": "signature"})
                return
            self.say(200, {"last": one.last, "digest": one.digest, "revoked": one.revoked})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.national.lock:
            self.national.asked.append(self.path)
            if self.path.endswith("/enrol/"):
                self.say(*self.national.enrol(json.loads(body)))
            elif self.path.endswith("/keys/"):
                one = self.who()
                assert one is not None
                if one.revoked:
                    self.say(403, {"error": "revoked"})
                    return
                self.say(*self.national.new_key(one, body, self.headers["Attune-Signature"]))
            else:
                self.take(body)

    def who(self) -> Enrolled | None:
        return self.national.services.get(self.headers.get("Attune-Service", ""))

    def take(self, body: bytes) -> None:
        one = self.who()
        ill = self.national.ills.popleft() if self.national.ills else ""
        signature = self.headers.get("Attune-Signature", "")
        if one is None or not pushes.is_signed(one.key, body, signature):
            self.say(401, {"error": "signature"})
        elif one.revoked and not (one.takes_back and is_empty(body)):
            self.say(403, {"error": "revoked", "says": "We take nothing from this service."})
        elif isinstance(ill, int):
            self.say(ill, {"error": "ill", "faults": self.national.faults})
        elif ill in BEFORE:
            BEFORE[ill](self)
        else:
            self.say_after(ill, *self.national.push(one, body))

    def say_after(self, ill: str, status: int, said: dict) -> None:
        if ill == "other-digest":
            self.say(status, {**said, "digest": "0" * 64})
        elif ill in AFTER:
            AFTER[ill](self)
        else:
            self.say(status, said)

    # --- answers ------------------------------------------------------------------------------------
    def cut(self) -> None:
        """The line is cut without a word."""
        self.close_connection = True
        self.connection.close()
        self.wfile = self.rfile = open("/dev/null", "r+b", buffering=0)  # noqa: SIM115, PTH123 -- closed by the server

    def hang(self) -> None:
        self.national.hangs.set()
        self.national.goes_on.wait(60)
        self.cut()

    def nonsense(self) -> None:
        self.send_bytes(200, b"<html>Welcome to the hotel's network</html>")

    def elsewhere(self) -> None:
        self.send_response(307)
        self.send_header("Location", f"{self.national.address}/stolen/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def huge(self) -> None:
        self.send_bytes(200, b'{"sequence": 1, "x": "' + b"x" * 200_000 + b'"}')

    def slow(self) -> None:
        """A byte now and then, as somebody does who wants to hold the line."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        try:
            for _byte in range(40):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass
        self.close_connection = True

    def say(self, status: int, said: dict[str, Any]) -> None:
        self.send_bytes(status, json.dumps(said).encode())

    def send_bytes(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if status in (429, 503):
            self.send_header("Retry-After", "7200")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


BEFORE = {
    "cut-before": Handler.cut,
    "hang-before": Handler.hang,
    "elsewhere": Handler.elsewhere,
    "huge": Handler.huge,
    "slow": Handler.slow,
}
AFTER = {"cut-after": Handler.cut, "hang-after": Handler.hang, "nonsense": Handler.nonsense}
