"""The editor: its page, the changes that come from it, and pictures of moments."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from attune.core.consent import Purpose
from attune.web.cases.queries import helping_question
from attune.web.films import store
from attune.web.films.queries import NoConsentError, beside, table_now
from attune.web.films.sending import PRIVATE
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK
from attune.web.reviews.actions import moments as actions
from attune.web.reviews.forms.moments import read_letters
from attune.web.reviews.models import Moment
from attune.web.reviews.queries import moments as queries
from attune.web.reviews.queries.reviews import agreement

ANY = UUID(int=0)  # stands in an address where the script puts a moment's id


@require_safe
@access(*CASEWORK)
def editor(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """Look at a film frame by frame, and keep its moments."""
    try:
        film = queries.open_editable(request.actor, film_id)
    except (NoConsentError, queries.NotReadyError):
        return redirect("films:film", film_id)  # which says what is missing
    record(by=request.actor, verb="read", thing=film, moments=True)
    context = {
        "film": film,
        "joined": beside(request.actor, film),
        "question": helping_question(film.case),
        "copies": agreement({film.pk}, Purpose.COPY).stands,
        "principles": queries.framework_in_use().principles,
        "moments": queries.as_data(queries.timeline_of(film)),
        "back_url": reverse("films:film", args=[film.pk]),
        "video_url": reverse("films:video", args=[film.pk]),
        "growth_url": "" if film.is_ready else reverse("films:growth", args=[film.pk]),
        "frames_url": reverse("films:frames", args=[film.pk]),
        "peaks_url": reverse("films:peaks", args=[film.pk]),
        "sprite_url": reverse("films:sprite", args=[film.pk]),
        "changes_url": reverse("reviews:changes", args=[film.pk]),
        "picture_url": reverse("reviews:picture", args=[ANY]),
    }
    return render(request, "reviews/editor.html", context)


@require_POST
@access(*CASEWORK)
def changes(request: HttpRequest, film_id: UUID) -> JsonResponse:
    """Keep changes. The answer names those that are kept, and the first that can't be, with why."""
    try:
        film = queries.open_editable(request.actor, film_id)
    except (NoConsentError, queries.NotReadyError):
        return JsonResponse(
            {"sentence": _("this film may not be worked on any more. Its page says why.")},
            status=403,
        )
    try:
        letters = read_letters(request.body)
    except ValidationError as error:
        return JsonResponse({"sentence": " ".join(error.messages)}, status=400)
    outcome = actions.change_moments(by=request.actor, film=film, letters=letters)
    answer: dict = {"acknowledged": outcome.acknowledged}
    if outcome.refused is None:
        return JsonResponse(answer)
    answer |= {"refused": outcome.refused, "sentence": outcome.sentence}
    answer["moments"] = queries.as_data(outcome.timeline)
    return JsonResponse(answer, status=422)


@require_safe
@access(*CASEWORK)
def picture(request: HttpRequest, moment_id: UUID) -> HttpResponse:
    """The exact frame at the film's full size; made when it is first asked for."""
    moment = queries.open_moment(request.actor, moment_id)
    name = queries.picture_name(moment)
    try:
        with store.open_for_read(moment.film_id, name) as file:
            content = file.read()
    except FileNotFoundError:
        return _not_yet(request, moment)
    record(by=request.actor, verb="read", thing=moment, picture=True)
    answer = HttpResponse(
        content, content_type="image/jpeg" if moment.is_clip else "image/png", headers=PRIVATE
    )
    # A file that leaves the room is a copy; everyone in it must have agreed to one.
    if not moment.is_clip and agreement({moment.film_id}, Purpose.COPY).stands:
        answer["Content-Disposition"] = f'attachment; filename="{_file_name(moment)}"'
    return answer


def _not_yet(request: HttpRequest, moment: Moment) -> HttpResponse:
    """A browser that opened the address asks again by itself, unless drawing has failed."""
    headers = {"Cache-Control": PRIVATE["Cache-Control"]}  # a sandboxed page would not refresh
    if not actions.ask_for_picture(moment=moment):
        sentence = _("This picture could not be made. The film is safe; try again in some minutes.")
        return HttpResponse(sentence, status=404, content_type="text/plain", headers=headers)
    sentence = _("The picture is being made. It will be here in a moment.")
    headers |= {"Retry-After": "2", "Refresh": "2"}
    return HttpResponse(sentence, status=202, content_type="text/plain", headers=headers)


def _file_name(moment: Moment) -> str:
    number = table_now(moment.film_id).number_of(moment.first)
    return f"{slugify(moment.title) or slugify(moment.film.title) or 'still'}-{number}.png"
