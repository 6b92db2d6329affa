"""What a page says when what it needs lies in a bucket that can't be reached."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from attune.web.films.bucket import BucketError

log = logging.getLogger("attune.films")

AGAIN = 60  # seconds after which it is worth another try


class BucketMiddleware:
    """Answers 503, and when to ask again; everything that does not need the bucket works."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, BucketError):
            return None
        log.warning("%s", error)
        answer = render(request, "503.html", status=503)
        answer["Retry-After"] = str(AGAIN)
        return answer
