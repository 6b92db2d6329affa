"""A film while it is being prepared: how much of it is there, stopping, and going on."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from attune.core.clock import FrameTable
from attune.web.films import actions, queries
from attune.web.films.sending import PRIVATE
from attune.web.films.tus import UploadError, whole_number
from attune.web.films.views.playing import log_look
from attune.web.people.access import access
from attune.web.people.queries import CASEWORK


@require_safe
@access(*CASEWORK, atomic=False)
def growth(request: HttpRequest, film_id: UUID) -> JsonResponse:
    """The rows of the frame table from `rows` on, and how far preparing is, in seconds of film."""
    film = queries.open_watchable(request.actor, film_id)
    try:
        rows = whole_number({"rows": request.GET.get("rows", "0")}, "rows")
        table = queries.table_now(film.pk)
    except (UploadError, FileNotFoundError) as error:
        raise Http404 from error
    log_look(request.actor, film)
    fragments = [] if film.is_ready else queries.fragments_so_far(film.pk)
    if not film.is_ready and not fragments:  # just now everything is put in its place
        raise Http404
    answer = {
        "state": film.state,
        "complete": film.is_ready,
        "fragments": len(fragments),
        "done": film.done_seconds,
        "total": film.total_seconds,
        "left": film.seconds_left,
        **_rows_from(table, rows),
    }
    return JsonResponse(answer, headers=PRIVATE)


def _rows_from(table: FrameTable, rows: int) -> dict[str, object]:
    whole = table.to_json()
    return {**whole, "pts": table.pts[rows:]}


@require_POST
@access(*CASEWORK)
def stop(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """Stop preparing; what arrived stays, and `again` goes on."""
    film = queries.open_film(request.actor, film_id)
    actions.stop_preparing(film=film, by=request.actor)
    return redirect("films:film", film_id)


@require_POST
@access(*CASEWORK)
def again(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """Undo `stop`."""
    film = queries.open_film(request.actor, film_id)
    actions.prepare_again(film=film, by=request.actor)
    return redirect("films:film", film_id)
