"""Preparing a release: count it, look at every table as it would leave, freeze it; and withdrawing one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from attune.web.national import release_words as words
from attune.web.national.actions import releases as actions
from attune.web.national.forms.releases import WithdrawForm
from attune.web.national.queries import releases as queries
from attune.web.people.access import association
from attune.web.people.models import Post
from attune.web.ui.refusals import refusal_said


@require_http_methods(["GET", "HEAD", "POST"])
@association(Post.ANALYST)
def show_all(request: HttpRequest) -> HttpResponse:
    """What is being prepared; a POST begins a new one."""
    if request.method == "POST":
        draft = actions.prepare(by=request.officer)
        return redirect("national:draft", draft.pk)
    context = {"drafts": queries.drafts(), "open": queries.open_draft()}
    return render(request, "national/release_drafts.html", context)


@require_safe
@association(Post.ANALYST)
def show(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """How far it is; and when it is counted, each subject in a line."""
    draft = queries.draft(draft_id)
    document = queries.draft_document(draft)
    context = {
        "draft": draft,
        "document": document,
        "headlines": words.headlines(document) if document is not None else [],
    }
    return render(request, "national/release_draft.html", context)


@require_safe
@association(Post.ANALYST, atomic=False)
def progress(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Asked every two seconds by the page."""
    draft = queries.draft(draft_id)
    if draft.state not in queries.UNDER_WAY:
        return HttpResponseClientRefresh()
    return render(request, "national/parts/release_progress.html", {"draft": draft})


@require_safe
@association(Post.ANALYST)
def show_subject(request: HttpRequest, draft_id: UUID, subject: str) -> HttpResponse:
    """Every table of one subject as it would leave, and why each hidden count is hidden: never the count."""
    draft = queries.draft(draft_id)
    part = queries.draft_part(draft, subject)
    reasons = queries.reasons_of(draft, subject)
    context = {
        "draft": draft,
        "part": part,
        "heading": words.subject_name(part),
        "sentence": words.sentence(part, part.overall),
        "tables": [(one.name, words.said(part, one, draft.name, reasons)) for one in part.tables],
        "model": words.modelled(part.model) if part.model is not None else None,
    }
    return render(request, "national/release_draft_subject.html", context)


@require_POST
@association(Post.ANALYST)
def freeze(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    draft = queries.draft(draft_id)
    with refusal_said(request):
        actions.freeze(by=request.officer, draft=draft)
    return redirect("national:draft", draft.pk)


@require_POST
@association(Post.ANALYST)
def drop(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    draft = queries.draft(draft_id)
    actions.drop(by=request.officer, draft=draft)
    messages.info(request, _("The draft is dropped. Nothing left."))
    return redirect("national:drafts")


@require_http_methods(["GET", "HEAD", "POST"])
@association(Post.ANALYST)
def withdraw(request: HttpRequest, release_name: str) -> HttpResponse:
    """Say why a release should not be used any more."""
    release = queries.release(release_name)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.withdraw(by=request.officer, release=release, reason=form.cleaned_data["reason"])
        messages.success(request, _("The release is marked as withdrawn. Its bytes stay."))
        return redirect("national:release", release.name)
    return render(request, "national/release_withdraw.html", {"form": form, "release": release})
