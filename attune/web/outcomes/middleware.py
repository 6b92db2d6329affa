"""While a tablet is handed over, the browser shows the client's forms and nothing else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

HANDED_OVER = "outcomes.handed_over"  # session key: keys of the case and of the forms
OPEN = {
    "outcomes:handed_over",
    "outcomes:handed_over_fill",
    "outcomes:handed_over_answer",
    "outcomes:take_back",
}


class HandOverMiddleware:
    """Every other address leads back to the forms until the practitioner's PIN is given."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if HANDED_OVER in request.session and not _is_open(request.path_info):
            return redirect("outcomes:handed_over")
        return self.get_response(request)


def _is_open(path: str) -> bool:
    try:
        return resolve(path).view_name in OPEN
    except Resolver404:
        return False
