"""The services that contribute: invited, looked at, ended, asked back."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from attune.web.national.actions import invitations, receiving
from attune.web.national.forms.enrolments import InviteForm, RevokeForm
from attune.web.national.keeping import NotKeptError
from attune.web.national.models import Enrolment, Invitation
from attune.web.national.queries import enrolments as queries
from attune.web.people.access import association
from attune.web.people.models import Post


@require_safe
@association(Post.ANALYST)
def show_all(request: HttpRequest) -> HttpResponse:
    """Every service that contributes or did, and who is invited."""
    context = {
        "contributors": queries.contributors(),
        "invitations": queries.waiting_invitations(),
    }
    return render(request, "national/enrolled.html", context)


@require_safe
@association(Post.ANALYST)
def show(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """One service: how it stands, what came of it and when, its keys."""
    service = queries.enrolment(enrolment_id)
    page = queries.receipts(service, request.GET.get("page"))
    context = {
        "service": service,
        "contributor": queries.contributor(service),
        "page": page,
        "receipts": [(row, queries.amount(row)) for row in page],
        "keys": queries.keys_of(service),
        "invitation": queries.open_invitation_for(service),
    }
    return render(request, "national/service.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@association(Post.ANALYST)
def invite(request: HttpRequest) -> HttpResponse:
    """Ask a service to contribute; then the invitation is shown, this once."""
    form = InviteForm(request.POST or None, initial={"key": uuid4()})
    if form.is_valid():
        return _invited(request, form, None)
    return render(request, "national/invite.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@association(Post.ANALYST)
def invite_again(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """For a service that lost its key, moved, or comes back: it stays the same service."""
    service = queries.enrolment(enrolment_id)
    now = {"name": service.name, "region": service.region, "setting": service.setting}
    form = InviteForm(request.POST or None, initial={**now, "key": uuid4()}, again=True)
    if form.is_valid():
        return _invited(request, form, service)
    return render(request, "national/invite.html", {"form": form, "service": service})


def _invited(request: HttpRequest, form: InviteForm, service: Enrolment | None) -> HttpResponse:
    invitation, token = invitations.invite(
        by=request.officer,
        key=form.cleaned_data["key"] or uuid4(),
        enrolment=service,
        **form.said,
    )
    if token is None:
        messages.info(
            request,
            _(
                "This invitation was made already, and is shown only once. Make another if it is lost."
            ),
        )
        return redirect("national:services")
    context = {"invitation": invitation, "text": queries.address(token), "service": service}
    return render(request, "national/invited.html", context)


@require_POST
@association(Post.ANALYST)
def withdraw(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    invitation: Invitation = queries.invitation(invitation_id)
    if invitations.withdraw(by=request.officer, invitation=invitation):
        messages.success(request, _("The invitation is withdrawn. Nobody can enrol by it."))
    else:
        messages.info(request, _("The invitation was over already."))
    return redirect("national:services")


@require_http_methods(["GET", "HEAD", "POST"])
@association(Post.ANALYST)
def revoke(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Take nothing more of a service; its records stay or go."""
    service = queries.enrolment(enrolment_id)
    form = RevokeForm(request.POST or None)
    if form.is_valid():
        reason, out = form.cleaned_data["reason"], form.take_out
        try:
            receiving.revoke(by=request.officer, service=service, reason=reason, take_out=out)
        except NotKeptError:
            form.add_error(None, _("The records could not be taken out now. Nothing was changed."))
            return render(request, "national/revoke.html", {"form": form, "service": service})
        said = {"service": service}
        messages.success(
            request,
            _("Nothing more is taken of %(service)s, and its records are out.") % said
            if out
            else _("Nothing more is taken of %(service)s. Its records stay.") % said,
        )
        return redirect("national:service", service.pk)
    return render(request, "national/revoke.html", {"form": form, "service": service})
