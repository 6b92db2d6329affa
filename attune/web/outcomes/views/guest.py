"""Filling in forms by link. Whoever comes here is not signed in, and if somebody is in the same browser,
nothing of that is used: a guest has a cookie of their own, which opens the forms of one link.

The token stands behind the # of the address, which a browser never sends: the page's script takes it out
of there and posts it once.
"""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_scopes import scope

from attune.web.outcomes.actions import links as actions
from attune.web.outcomes.forms.links import OpenForm
from attune.web.outcomes.models import Link, Response
from attune.web.outcomes.queries import links as queries
from attune.web.outcomes.queries.links import Behind, State
from attune.web.outcomes.queries.plans import Asked
from attune.web.outcomes.views import questions
from attune.web.people.access import View, public

COOKIE = "__Host-guest" if settings.HTTPS else "guest"
SALT = "outcomes.guest"
LAYOUTS = ("list", "one")
KEPT = 2 * 60 * 60  # seconds; each page and each answer begins them anew
WRONG, WITHIN = 10, 5 * 60  # so many wrong links from one address in so many seconds, and it waits


# --- opening --------------------------------------------------------------------------------------
@require_safe
@public
@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """The same page for everybody: its script takes the token out of the address."""
    return render(request, "outcomes/guest.html", {"form": OpenForm()})


@require_POST
@public
@never_cache
def open_link(request: HttpRequest) -> HttpResponse:
    """A token for a cookie. A right one always opens; only wrong ones are counted, so that somebody who
    tries many keeps nobody else out."""
    form = OpenForm(request.POST)
    if not form.is_valid():
        return render(request, "outcomes/guest.html", {"form": form}, status=422)
    link = queries.link_by_token(form.cleaned_data["token"])
    if link is None:
        if _too_many(request):
            page = render(request, "outcomes/guest_wait.html", status=429)
            page["Retry-After"] = str(WITHIN)
            return page
        return render(request, "outcomes/guest_wrong.html", {"form": OpenForm()}, status=404)
    with scope(service=link.case.service), transaction.atomic():
        found = queries.behind(link)
        if found.state is not State.OPEN:
            return _over(request, found)
        actions.use(link=link)
        return _remember(redirect("outcomes:guest_forms"), link)


def _too_many(request: HttpRequest) -> bool:
    """Counts one more wrong token from this address; each begins the wait anew."""
    key = f"outcomes.guest.{get_adapter(request).get_client_ip(request)}"
    tries = cache.get(key, 0) + 1
    cache.set(key, tries, WITHIN)
    return tries > WRONG


def _remember(page: HttpResponse, link: Link, layout: str = "list") -> HttpResponse:
    page.set_cookie(
        COOKIE,
        signing.dumps([link.pk.hex, layout], salt=SALT),
        max_age=KEPT,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Strict",
    )
    return page


def _forget(page: HttpResponse) -> HttpResponse:
    page.delete_cookie(COOKIE, samesite="Strict")
    return page


def _cookie_of(request: HttpRequest) -> tuple[Link | None, str]:
    """The link that was opened here, and how its questions are laid out."""
    try:
        key, layout = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return None, ""
    asked = request.GET.get("layout")
    return queries.link_by_key(UUID(key)), asked if asked in LAYOUTS else layout


def _over(request: HttpRequest, found: Behind) -> HttpResponse:
    """A link that opens nothing any more says why, and what to do. The cookie goes with it."""
    if found.state is State.EXPIRED:
        actions.close(link=found.link)
    context = {"link": found.link, "state": found.state, **_risk(found)}
    page = render(
        request,
        "outcomes/guest_over.html",
        context,
        status=200 if found.state is State.FINISHED else 410,
    )
    return _forget(page)


def _risk(found: Behind) -> dict[str, object]:
    return questions.needs_response(found.link.case, told=found.told())


# --- the forms ------------------------------------------------------------------------------------
def guest(*, by_itself: bool = False) -> Callable[[Callable[..., HttpResponse]], View]:
    """For whoever opened a link in this browser, with the scope of its service and no actor.

    by_itself: it is asked by the page's script, which is told 409 where there is no link any more.
    """

    def decorate(view: Callable[..., HttpResponse]) -> View:
        @public
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, **parts: str) -> HttpResponse:
            request.actor = None
            link, request.layout = _cookie_of(request)
            if link is None:
                return _finished() if by_itself else redirect("outcomes:guest")
            with scope(service=link.case.service), transaction.atomic():
                found = queries.behind(link)
                if found.state is not State.OPEN:
                    return _finished() if by_itself else _over(request, found)
                page = view(request, found, **parts)
                forgotten = COOKIE in page.cookies
                return page if forgotten else _remember(page, link, request.layout)

        return guarded

    return decorate


def _finished() -> HttpResponse:
    return HttpResponse(_("Nothing more can be kept here. Open your link again."), status=409)


@require_safe
@guest()
def forms(request: HttpRequest, found: Behind) -> HttpResponse:
    """What there is to fill in, and the one to go on with."""
    rows = [(one, queries.form_key(found.link, one)) for one in found.forms]
    following = next((row for row in rows if not row[0].counting), None)
    context = {"link": found.link, "found": found, "rows": rows, "following": following}
    return render(request, "outcomes/guest_forms.html", context | _risk(found))


@require_http_methods(["GET", "HEAD", "POST"])
@guest()
def fill(request: HttpRequest, found: Behind, form_key: str) -> HttpResponse:
    """One form. It begins with its first answer."""
    asked = found.form(form_key)
    if asked is None or asked.counting:
        return redirect("outcomes:guest_forms")
    response = _form_of(found, asked, begin=request.method == "POST")
    measure = asked.measure
    place = questions.place_in(request, measure, one=request.layout == "one")
    turn = questions.turn(request, response, measure, place, by=None)
    if request.method == "POST":
        actions.tell_of_alerts(link=found.link, response=response)
    if turn.finished:
        return _after(request, found)
    if turn.on is not None:
        return _on(request, turn.on)
    more = {"link": found.link, "found": found, "form_key": form_key, "asked": asked}
    return render(request, "outcomes/guest_fill.html", turn.context | more)


@require_POST
@guest(by_itself=True)
def answer(request: HttpRequest, found: Behind, form_key: str) -> HttpResponse:
    """One answer, kept at once. Answers with what belongs below the form: nothing, mostly."""
    asked = found.form(form_key)
    if asked is None or asked.counting:
        return _finished()
    response = _form_of(found, asked, begin=True)
    page = questions.kept(request, response, link=found.link)
    actions.tell_of_alerts(link=found.link, response=response)
    return page


@require_POST
@public
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Stop for now: this browser forgets the link, which can be opened again."""
    return _forget(render(request, "outcomes/guest_left.html"))


def _form_of(found: Behind, asked: Asked, *, begin: bool) -> Response:
    """The form as it is kept; while nothing was answered, one that is not kept."""
    if begin:
        return actions.begin(link=found.link, asked=asked)
    if waiting := queries.begun(asked):
        return waiting
    measure = asked.measure
    return Response(case=found.link.case, measure=measure.id, version=measure.version)


def _on(request: HttpRequest, number: str) -> HttpResponse:
    """To the question that was asked for; without one, back to all forms."""
    if number.isdecimal() and int(number):
        return redirect(f"{request.path}?q={number}")
    return redirect("outcomes:guest_forms")


def _after(request: HttpRequest, found: Behind) -> HttpResponse:
    """On to the next form, or the thanks."""
    now = queries.behind(found.link)
    if now.state is State.FINISHED:
        return _over(request, now)
    return redirect("outcomes:guest_forms")
