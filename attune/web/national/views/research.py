"""Data for researchers: agreements."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from attune.core.extracts.fields import columns
from attune.web.national import release_words as words
from attune.web.national.actions import research as actions
from attune.web.national.forms.research import AgreementForm, ExtractForm
from attune.web.national.queries import research as queries
from attune.web.national.queries.enrolments import roughly
from attune.web.people.access import association
from attune.web.people.models import Post


@require_safe
@association(Post.ANALYST)
def show_all(request: HttpRequest) -> HttpResponse:
    return render(request, "national/research.html", {"agreements": queries.listed()})


@require_http_methods(["GET", "HEAD", "POST"])
@association(Post.ANALYST)
def new(request: HttpRequest) -> HttpResponse:
    """Write down an agreement."""
    data = request.POST if request.method == "POST" else None
    form = AgreementForm(data, initial={"key": uuid4()})
    if form.is_valid():
        key = form.cleaned_data["key"] or uuid4()
        agreement = actions.agree(by=request.officer, key=key, **form.said)
        return redirect("national:agreement", agreement.pk)
    return render(request, "national/research_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@association(Post.ANALYST)
def show(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """One agreement, and what was made and given under it; a POST has a file made."""
    agreement = queries.agreement(agreement_id)
    form = ExtractForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            chosen = form.cleaned_data["form"]
            draft = actions.ask(by=request.officer, agreement=agreement, form=chosen)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("national:extract", draft.pk)
    context = {
        "agreement": agreement,
        "state": queries.state(agreement),
        "form": form,
        "fields": [words.DIMENSIONS.get(name, name) for name in agreement.fields],
        "drafts": queries.drafts(agreement),
        "extracts": [(row, roughly(row.episodes)) for row in queries.extracts(agreement)],
    }
    return render(request, "national/research_agreement.html", context)


@require_safe
@association(Post.ANALYST)
def codebook(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """What each column is, to print."""
    agreement = queries.agreement(agreement_id)
    context = {"agreement": agreement, "columns": columns(agreement.fields)}
    return render(request, "national/research_codebook.html", context)


@require_POST
@association(Post.ANALYST)
def end(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    agreement = queries.agreement(agreement_id)
    actions.end(by=request.officer, agreement=agreement)
    messages.success(request, _("The agreement is ended. Nothing more is given under it."))
    return redirect("national:agreement", agreement.pk)
