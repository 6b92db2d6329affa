"""Reading the library: what is in it, and one entry with all its versions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from attune.web.evidence import queries, wording
from attune.web.evidence.deriving import derived
from attune.web.evidence.forms import SearchForm, WhyForm
from attune.web.evidence.models import Entry
from attune.web.people.access import public
from attune.web.people.queries import officer_for


def is_editor(request: HttpRequest) -> bool:
    """Whether the links for editors are shown; who may write is decided where they write."""
    officer = officer_for(request.user) if request.user.is_authenticated else None
    return officer is not None and officer.is_editor


@require_safe
@public
def home(request: HttpRequest) -> HttpResponse:
    """Studies and reviews, and a way to look for some."""
    form = SearchForm(request.GET or None)
    context = {
        "form": form,
        "found": queries.entries(("study", "review"), form.wanted()),
        "asked": bool(request.GET),
        "is_editor": is_editor(request),
    }
    return render(request, "evidence/home.html", context)


@require_safe
@public
def guidelines(request: HttpRequest) -> HttpResponse:
    return _listed(
        request,
        "guideline",
        _("Guidelines"),
        _(
            "What the National Institute for Health and Care Excellence (NICE) says of video feedback."
        ),
    )


@require_safe
@public
def publications(request: HttpRequest) -> HttpResponse:
    return _listed(
        request,
        "publication",
        _("Publications"),
        _("Protocols, evaluations and articles around the studies."),
    )


def _listed(request: HttpRequest, kind: str, heading: str, lede: str) -> HttpResponse:
    context = {
        "kind": kind,
        "found": queries.entries((kind,)),
        "heading": heading,
        "lede": lede,
        "is_editor": is_editor(request),
    }
    return render(request, "evidence/listed.html", context)


@require_safe
@public
def entry(request: HttpRequest, key: str) -> HttpResponse:
    """One entry as it is, or as an earlier version of it was (?version=)."""
    try:
        found = queries.entry(key)
    except Entry.DoesNotExist as error:
        raise Http404 from error
    versions = queries.versions(found)
    asked = request.GET.get("version", "")
    chosen = [one for one in versions if str(one.number) == asked] if asked else versions[:1]
    if not chosen:
        raise Http404
    content = chosen[0].content
    effects = [
        (each, derived(key, content, each), content["sources"][each["source"] - 1])
        for each in content.get("effects", [])
    ]
    figures = [
        (each["says"], content["sources"][each["source"] - 1])
        for each in content.get("figures", [])
    ]
    context = {
        "entry": found,
        "version": chosen[0],
        "content": content,
        "effects": effects,
        "figures": figures,
        "versions": versions,
        "is_newest": chosen[0] == versions[0],
        "is_editor": is_editor(request),
        "kind": wording.KINDS[content["kind"]],
        "why": WhyForm(),
    }
    return render(request, "evidence/entry.html", context)
