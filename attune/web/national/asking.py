"""How a service's program asks by HTTP: who it says it is, what it sent, and refusals as JSON.

No cookie, no session: what counts is the signature, and it is looked at before anything that was sent is read as JSON.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import OperationalError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from attune.core.records.errors import RecordError
from attune.web.national.keeping import NotKeptError
from attune.web.national.letters import LetterError
from attune.web.people.access import View, public

log = logging.getLogger("attune.national")

BUSY = 30  # seconds after which it is worth another try
NOT_SIGNED = "The signature is not of the key that this service enrolled with."


class RefusalError(Exception):
    """What is answered instead. said: fields of the JSON beside the name of the error."""

    def __init__(self, status: int, error: str, *, wait: int = 0, **said: Any) -> None:
        super().__init__(error)
        self.status, self.wait, self.said = status, wait, {"error": error, **said}

    def answer(self) -> JsonResponse:
        answer = JsonResponse(self.said, status=self.status)
        if self.wait:
            answer["Retry-After"] = str(self.wait)
        return answer


def for_programs(view: Callable[..., JsonResponse]) -> View:
    """Open to any program that signs. No session is used that another page could misuse, so no CSRF token is asked."""

    @csrf_exempt
    @public
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest) -> JsonResponse:
        try:
            return view(request)
        except RefusalError as refusal:
            return refusal.answer()
        except RecordError as error:
            return RefusalError(400, "contract", faults=list(error.faults)).answer()
        except LetterError as error:
            return RefusalError(400, "letter", says=str(error)).answer()
        except (NotKeptError, OperationalError):  # no room on the disk, or another holds the lock
            log.exception("Something that a service sent could not be kept.")
            says = "This could not be kept just now. Send it again later."
            return RefusalError(503, "busy", wait=BUSY, says=says).answer()

    return guarded


def who(request: HttpRequest) -> tuple[UUID, str]:
    """The pseudonym that the headers name, and the signature in them."""
    try:
        return UUID(request.headers["Attune-Service"]), request.headers["Attune-Signature"]
    except (KeyError, ValueError):
        says = "Attune-Service and Attune-Signature are missing, or not what they should be."
        raise RefusalError(400, "headers", says=says) from None


def body_of(request: HttpRequest, largest: int) -> bytes:
    """What was sent, up to so many bytes; more is refused before any of it is read."""
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        length = 0
    if length > largest:
        says = f"This is larger than {largest} bytes."
        raise RefusalError(413, "size", says=says, largest=largest)
    try:
        return request.read(largest)
    except OSError:  # the line broke: nobody hears the answer
        raise RefusalError(400, "broken-off") from None
