"""Links by which somebody fills in forms on their own: made, shown once, listed, revoked."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from attune.web.cases.queries import open_case
from attune.web.outcomes.actions import links as actions
from attune.web.outcomes.forms.links import LinkForm
from attune.web.outcomes.mailing import address
from attune.web.outcomes.queries import links as queries
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK


@require_safe
@access(*CASEWORK)
def overview(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Every link of the case, and how it stands."""
    case = open_case(request.actor, case_id)
    record(by=request.actor, verb="read", thing=case, links=True)
    rows = [(one, last_day(one.link.expires_at)) for one in queries.links_of(case)]
    context = {"case": case, "links": rows, "has_mail": settings.MAIL is not None}
    return render(request, "outcomes/links.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Choose for whom; then the link is shown, this once. `?for=` chooses somebody beforehand."""
    case = open_case(request.actor, case_id)
    offered = queries.recipients(case)
    only = offered[0].key if len(offered) == 1 else ""
    initial = {"recipient": request.GET.get("for", only), "key": uuid4()}
    form = LinkForm(request.POST or None, initial=initial, recipients=offered)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("name", "days", "email")}
        key = form.cleaned_data["key"] or uuid4()
        link, token = actions.make_link(
            by=request.actor, case=case, recipient=form.chosen, key=key, **said
        )
        if token is None:
            messages.info(
                request,
                _(
                    "This link was made already, and is shown only once. Make another if it is lost."
                ),
            )
            return redirect("outcomes:links", case.pk)
        context = {
            "case": case,
            "link": link,
            "recipient": form.chosen,
            "address": address(token),
            "qr": drawn(address(token)),
            "until": last_day(link.expires_at),
            "has_mail": settings.MAIL is not None,
        }
        return render(request, "outcomes/link_made.html", context)
    record(by=request.actor, verb="read", thing=case, links=True)
    on_paper = list(dict.fromkeys(title for one in offered for title in one.on_paper))
    context = {"case": case, "form": form, "offered": offered, "on_paper": on_paper}
    return render(request, "outcomes/link_new.html", context)


@require_POST
@access(*CASEWORK)
def revoke(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """The link opens nothing any more."""
    link = queries.open_link(request.actor, link_id)
    actions.revoke(by=request.actor, link=link)
    messages.success(request, _("The link opens nothing any more. What was filled in is kept."))
    return redirect("outcomes:links", link.case_id)


def last_day(end: datetime) -> datetime:
    """A link ends at midnight: the day that is still whole is the one before."""
    return end - timedelta(seconds=1)


def drawn(text: str) -> SafeString:
    """A QR code as a drawing for the page: black squares, of which a quarter may be dirty or torn."""
    code = segno.make(text, error="q", micro=False)
    svg = code.svg_inline(
        border=4,
        omitsize=True,
        svgclass="attune-qr",
        lineclass=None,
        title=_("QR code of the link"),
    )
    return mark_safe(svg)  # noqa: S308 -- made here of nothing but squares
