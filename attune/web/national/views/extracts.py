"""A file for a researcher: how far it is, what would leave with it, downloading it, erasing it here."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from attune.web.national import release_words as words
from attune.web.national.actions import research as actions
from attune.web.national.models import ExtractDraft
from attune.web.national.queries import research as queries
from attune.web.national.queries.enrolments import roughly
from attune.web.national.research import KEPT
from attune.web.people.access import association
from attune.web.people.models import Post

State = ExtractDraft.State


@require_safe
@association(Post.ANALYST)
def show(request: HttpRequest, extract_id: UUID) -> HttpResponse:
    """How far it is; and when it is ready, how much would leave, and what was left out so that nobody is alone."""
    draft = queries.draft(extract_id)
    context = {"draft": draft, "agreement": draft.agreement, "step": draft.step + 1}
    if draft.state == State.MADE:
        facts = draft.facts
        context |= {
            "until": draft.made_at + KEPT,
            "episodes": roughly(facts["episodes"]),
            "records": roughly(facts["records"]),
            "dropped": roughly(facts["dropped"]),
            "lost": round(facts["lost"] * 100),
            "untold": [
                (words.DIMENSIONS[name], roughly(many)) for name, many in facts["untold"].items()
            ],
        }
    return render(request, "national/research_extract.html", context)


@require_safe
@association(Post.ANALYST, atomic=False)
def progress(request: HttpRequest, extract_id: UUID) -> HttpResponse:
    """Asked every two seconds by the page."""
    draft = queries.draft(extract_id)
    if draft.state != State.MAKING:
        return HttpResponseClientRefresh()
    context = {"draft": draft, "step": draft.step + 1}
    return render(request, "national/parts/extract_progress.html", context)


@require_POST
@association(Post.ANALYST)
def give(request: HttpRequest, extract_id: UUID) -> HttpResponseBase:
    """The file, to be passed on."""
    draft = queries.draft(extract_id)
    try:
        name, file = actions.give(by=request.officer, draft=draft)
    except ValidationError as refusal:
        messages.warning(request, refusal.message)
        return redirect("national:extract", draft.pk)
    return FileResponse(
        file, as_attachment=True, filename=name, content_type="application/octet-stream"
    )


@require_POST
@association(Post.ANALYST)
def erase(request: HttpRequest, extract_id: UUID) -> HttpResponse:
    draft = queries.draft(extract_id)
    actions.erase(by=request.officer, draft=draft)
    messages.info(request, _("The file is erased here."))
    return redirect("national:agreement", draft.agreement_id)
