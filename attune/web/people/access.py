"""Every view says who may use it. One that does not fails a system check (config/checks.py).

    @access(*CASEWORK)        these roles, in their own service
    @association(ANALYST)     these posts at the national association; the view finds `request.officer`
    @signed_in                anyone who is signed in, with or without a service
    @public                   anyone at all

A person of the service without the role gets 403. When the address names an object that is not
in their service they get 404, as for one that never was.
"""

from collections.abc import Callable
from functools import wraps

from django.apps import apps
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

from attune.web.people.models import Post, Role
from attune.web.people.queries import officer_for

View = Callable[..., HttpResponseBase]

# The name of a part of an address, and the model it is the key of. Apps add theirs in ready().
OBJECTS: dict[str, str] = {}


def names_object(part: str, model: str) -> None:
    """Say that the address part `part` (such as "case_id") is the key of `model`."""
    OBJECTS[part] = model


def _refuse(parts: dict[str, object]) -> None:
    for part in parts.keys() & OBJECTS.keys():
        model = apps.get_model(OBJECTS[part])
        if not model.objects.filter(pk=parts[part]).exists():
            raise Http404
    raise PermissionDenied


def _opened(
    view: View, request: HttpRequest, parts: dict[str, object], *, atomic: bool
) -> HttpResponseBase:
    if not atomic:
        return view(request, **parts)
    with transaction.atomic():
        return view(request, **parts)


def access(*roles: Role, atomic: bool = True) -> Callable[[View], View]:
    """Only for these roles; one transaction unless `atomic` is False (streams say so)."""

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, **parts: object) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if request.actor is None:
                raise PermissionDenied
            if not request.actor.roles & set(roles):
                _refuse(parts)
            return _opened(view, request, parts, atomic=atomic)

        guarded.access = frozenset(roles)
        return guarded

    return decorate


def association(*posts: Post, atomic: bool = True) -> Callable[[View], View]:
    """Only for these posts at the association; one transaction unless `atomic` is False."""

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, **parts: object) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            request.officer = request.officer or officer_for(request.user)
            if request.officer is None or not request.officer.posts & set(posts):
                raise PermissionDenied
            return _opened(view, request, parts, atomic=atomic)

        guarded.access = frozenset(posts)
        return guarded

    return decorate


def signed_in(view: View) -> View:
    """For anyone who is signed in."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, **parts: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, **parts)

    guarded.access = "signed in"
    return guarded


def public(view: View) -> View:
    """For anyone at all."""
    view.access = "public"
    return view
