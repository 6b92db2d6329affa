"""What lies between a service and the national instance: it hands requests on, and may lose, double, delay or hold them."""

import json
import threading
from collections import deque
from collections.abc import Callable
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.browser.server import PATIENCE
from tests.factories.national import Ask, through_http

Request = tuple[str, str, bytes, dict[str, str]]
NO_ANSWER = None


class Between:
    """ills: what happens to the next pushes, one after the other; then all goes well.

    "lose": it does not arrive. "deaf": it arrives, the answer is lost. "double": it arrives twice. "late": it does not arrive
    yet, see `deliver`. "hold-before", "hold-after": nothing moves on from there; `held` says so, `let_go` ends it.
    A function is called with what hands the request on.
    """

    def __init__(self, to: str) -> None:
        self.to: Ask = through_http(to)
        self.ills: deque[str | Callable[[Callable[[], Any]], None]] = deque()
        self.late: list[Request] = []
        self.pushes = 0
        self.held, self.gone_on = threading.Event(), threading.Event()
        handler = type("Bound", (Handler,), {"between": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    def end(self) -> None:
        self.let_go()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def let_go(self) -> None:
        self.gone_on.set()

    def deliver(self) -> list[int]:
        """What was late arrives now, the last one first; the status of each."""
        late, self.late = self.late[::-1], []
        return [self.to(*request)[0] for request in late]

    def carry(self, request: Request) -> Any:
        """What is answered; NO_ANSWER cuts the line."""
        if not request[1].endswith("/pushes/"):
            return self.to(*request)
        self.pushes += 1
        ill = self.ills.popleft() if self.ills else ""
        if callable(ill):
            ill(lambda: self.to(*request))
            return NO_ANSWER
        if ill == "late":
            self.late.append(request)
        if ill in ("lose", "late"):
            return NO_ANSWER
        if ill == "hold-before":
            self._hold()
            return NO_ANSWER
        answer = self.to(*request)
        if ill == "double":
            answer = self.to(*request)
        if ill == "hold-after":
            self._hold()
        return NO_ANSWER if ill in ("deaf", "hold-after") else answer

    def _hold(self) -> None:
        self.held.set()
        self.gone_on.wait(PATIENCE)
        self.held.clear()
        self.gone_on.clear()


class Handler(BaseHTTPRequestHandler):
    between: Between

    def do_GET(self) -> None:
        self._carry("GET", b"")

    def do_POST(self) -> None:
        self._carry("POST", self.rfile.read(int(self.headers["Content-Length"])))

    def _carry(self, method: str, body: bytes) -> None:
        names = ("Attune-Service", "Attune-Signature")
        headers = {name: self.headers[name] for name in names if name in self.headers}
        try:
            answer = self.between.carry((method, self.path, body, headers))
        except (OSError, HTTPException):  # nobody listens over there
            answer = NO_ANSWER
        if answer is NO_ANSWER:
            self.close_connection = True
            return
        status, said, told = answer
        content = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        if "Retry-After" in told:
            self.send_header("Retry-After", told["Retry-After"])
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_said: object) -> None:
        """Nothing is written of what passes."""
