"""The bytes of a film to give away: to look at first, and to take along."""

import os
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from attune.web.exports import actions, queries
from attune.web.exports.models import Export
from attune.web.films import store
from attune.web.films.ranges import Nothing, Part, choose
from attune.web.films.views.playing import PRIVATE, Pieces
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK

MP4 = "video/mp4"


@require_safe
@access(*CASEWORK)
def video(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    """The file, or the part of it that a player asks for, to be looked at before it is given."""
    export = queries.open_file(request.actor, export_id)
    record(by=request.actor, verb="read", thing=export, watched=True)
    return _send(request, export, {})


@require_safe
@access(*CASEWORK)
def download(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    """The file itself, once it may be given; each time is kept and logged."""
    export = queries.open_file(request.actor, export_id)
    if export.state != Export.State.GIVEN:
        record(by=request.actor, verb="read", thing=export, withheld=True)
        return redirect("exports:export", export.pk)
    if request.method == "GET":
        anew = request.headers.get("Range", "bytes=0-").startswith("bytes=0-")
        actions.take_along(by=request.actor, export=export, anew=anew)
    name = f"{slugify(export.title) or 'film'}-{timezone.localdate(export.made_at)}.mp4"
    return _send(request, export, {"Content-Disposition": f'attachment; filename="{name}"'})


def _send(request: HttpRequest, export: Export, headers: dict[str, str]) -> HttpResponseBase:
    try:
        file = store.open_for_read(export.home_id, store.export(export.pk))
    except FileNotFoundError as error:
        raise Http404 from error
    size, etag = file.seek(0, os.SEEK_END), f'"{export.job}"'
    part = choose(
        request.headers.get("Range") if request.method == "GET" else None,
        size=size,
        cap=settings.RANGE_CAP,
        if_range=request.headers.get("If-Range"),
        etag=etag,
    )
    headers = {**PRIVATE, "Accept-Ranges": "bytes", "ETag": etag, **headers}
    if isinstance(part, Nothing):
        file.close()
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    first, length, status = 0, size, 200
    if isinstance(part, Part):
        first, length, status = part.first, part.length, 206
        headers["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    headers["Content-Length"] = str(length)
    if request.method == "HEAD":
        file.close()
        return HttpResponse(status=status, content_type=MP4, headers=headers)
    return StreamingHttpResponse(
        Pieces(file, first, length), status=status, content_type=MP4, headers=headers
    )
