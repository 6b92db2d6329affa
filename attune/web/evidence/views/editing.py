"""Writing the library, for editors: each save is a new version, and nothing is lost."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from attune.web.evidence import actions, queries
from attune.web.evidence.forms import TextForm, WhyForm, Writing
from attune.web.evidence.models import Entry
from attune.web.people.access import association
from attune.web.people.models import Post
from attune.web.ui.refusals import refusal_said


def _open(key: str) -> Entry:
    try:
        return queries.entry(key)
    except Entry.DoesNotExist as error:
        raise Http404 from error


@require_http_methods(["GET", "HEAD", "POST"])
@association(Post.EDITOR)
def add(request: HttpRequest) -> HttpResponse:
    writing = Writing(request.POST or None)
    if request.method == "POST" and writing.is_valid():
        try:
            version = actions.add_entry(by=request.officer, content=writing.content)
        except ValidationError as refusal:
            writing.refuse(refusal)
        else:
            messages.success(request, _("The entry is in the library."))
            return redirect("evidence:entry", version.entry.key)
    return render(request, "evidence/write.html", {"writing": writing})


@require_http_methods(["GET", "HEAD", "POST"])
@association(Post.EDITOR)
def change(request: HttpRequest, key: str) -> HttpResponse:
    entry = _open(key)
    newest = queries.versions(entry)[0]
    writing = Writing(request.POST or None, newest.content)
    why = WhyForm(request.POST or None, prefix="reason")
    if request.method == "POST" and all([writing.is_valid(), why.is_valid()]):
        said = {"content": writing.content, "why": why.cleaned_data["why"]}
        try:
            actions.change_entry(by=request.officer, entry=entry, **said)
        except ValidationError as refusal:
            writing.refuse(refusal)
        else:
            messages.success(
                request, _("The change is in the library, and the earlier version is kept.")
            )
            return redirect("evidence:entry", key)
    context = {"writing": writing, "why": why, "entry": entry, "newest": newest}
    return render(request, "evidence/write.html", context)


@require_POST
@association(Post.EDITOR)
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    entry = _open(key)
    why = WhyForm(request.POST)
    if not why.is_valid():
        messages.warning(request, _("Say why it is withdrawn."))
        return redirect("evidence:entry", key)
    with refusal_said(request):
        actions.withdraw_entry(by=request.officer, entry=entry, why=why.cleaned_data["why"])
    return redirect("evidence:entry", key)


@require_http_methods(["GET", "HEAD", "POST"])
@association(Post.EDITOR)
def paste(request: HttpRequest) -> HttpResponse:
    """An entry from its text."""
    form = TextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"content": form.cleaned_data["text"], "key": form.cleaned_data["key"]}
        try:
            version = actions.add_entry(by=request.officer, **said)
        except ValidationError as refusal:
            form.add_error("text", refusal)
        else:
            messages.success(request, _("The entry is in the library."))
            return redirect("evidence:entry", version.entry.key)
    return render(request, "evidence/paste.html", {"form": form})
