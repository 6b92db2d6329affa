"""The bytes of a film to give away: to look at first, and to take along."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from attune.web.exports import actions, queries
from attune.web.exports.models import Export
from attune.web.films import store
from attune.web.films.sending import send_film
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK


@require_safe
@access(*CASEWORK)
def video(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    """The file, or the part of it that a player asks for, to be looked at before it is given."""
    try:
        export = queries.open_file(request.actor, export_id)
    except queries.NoFileError as error:
        return withheld(request, error.export)
    record(by=request.actor, verb="read", thing=export, watched=True)
    return _send(request, export, {})


@require_safe
@access(*CASEWORK)
def download(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    """The file itself, once it may be given; each time is kept and logged."""
    try:
        export = queries.open_file(request.actor, export_id)
    except queries.NoFileError as error:
        return withheld(request, error.export)
    if export.state != Export.State.GIVEN:
        record(by=request.actor, verb="read", thing=export, withheld=True)
        return redirect("exports:export", export.pk)
    if request.method == "GET":
        anew = request.headers.get("Range", "bytes=0-").startswith("bytes=0-")
        actions.take_along(by=request.actor, export=export, anew=anew)
    name = f"{slugify(export.title) or 'film'}-{timezone.localdate(export.made_at)}.mp4"
    return _send(request, export, {"Content-Disposition": f'attachment; filename="{name}"'})


def withheld(request: HttpRequest, export: Export) -> HttpResponse:
    """A calm page for an old address: where one finds out what became of the file."""
    record(by=request.actor, verb="read", thing=export, withheld=True)
    context = {"export": export, "case": export.case}
    return render(request, "exports/withheld.html", context, status=403)


def _send(request: HttpRequest, export: Export, headers: dict[str, str]) -> HttpResponseBase:
    try:
        file = store.open_for_read(export.home_id, store.export(export.pk))
    except FileNotFoundError as error:
        raise Http404 from error
    return send_film(request, file, size=file.size, etag=f'"{export.job}"', headers=headers)
