"""What of a person's device a page may use: nothing, unless it says otherwise (Permissions-Policy)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

HEADER = "Permissions-Policy"
NOTHING = "camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), payment=()"
WITH_CAMERA = NOTHING.replace("camera=(), microphone=()", "camera=(self), microphone=(self)")
"""Of a page that films: its own scripts may ask for camera and microphone, frames may not."""


class PermissionsMiddleware:
    """Says so on every answer that does not say anything itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, NOTHING)
        return response
