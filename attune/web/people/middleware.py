"""Puts the actor on every request and opens the scope of their service, and of no other."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django_scopes import scope

from attune.web.people.queries import actor_for, officer_for

CHOSEN_SERVICE = "service"  # session key


class ActorMiddleware:
    """Without an actor no scope is open, and every query of casework raises."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None
        if request.user.is_authenticated:
            request.actor = actor_for(request.user, request.session.get(CHOSEN_SERVICE))
        request.officer = None
        if request.actor is None:
            if request.user.is_authenticated:
                request.officer = officer_for(request.user)
            return self.get_response(request)
        with scope(service=request.actor.service):
            return self.get_response(request)
