"""A session without internet: the shell that a device keeps, what it takes along, and what it sends."""

import hashlib
import json
from pathlib import Path
from uuid import UUID

from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from attune.web.cases.queries import open_case
from attune.web.outcomes.actions import offline as actions
from attune.web.outcomes.letters import read_letter
from attune.web.outcomes.queries.offline import pack_of
from attune.web.outcomes.receipts import signed
from attune.web.people.access import access, public
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK

ANY = UUID(int=0)  # stands in an address where the script puts a case's key
WORKER = "ui/built/offline-worker.js"
FONTS = ("atkinson-latin", "atkinson-latin-italic", "literata-latin", "literata-latin-italic")
FILES = (  # all that the shell is made of, beside itself
    "ui/built/attune.css",
    "ui/built/pages.js",
    "ui/built/offline.js",
    "ui/mark.svg",
    "ui/wordmark.svg",
    "ui/icons.svg",
    *(f"ui/built/fonts/{name}.woff2" for name in FONTS),
)
FRESH = {"Cache-Control": "no-cache"}


@require_safe
@public
def shell(request: HttpRequest) -> HttpResponse:
    """The pages of a session without internet. Nothing in them is about anybody, so that a device may
    keep them; what is about somebody comes encrypted out of the device's own storage."""
    return HttpResponse(_shell(), headers=FRESH)


def _shell() -> str:
    return render_to_string("outcomes/offline/shell.html", _addresses())


def _addresses() -> dict[str, str]:
    return {
        "pack_url": reverse("outcomes:offline_pack", args=[ANY]),
        "sender_url": reverse("outcomes:offline_sender"),
        "letters_url": reverse("outcomes:offline_letters"),
        "worker_url": reverse("outcomes:offline_worker"),
        "measures_url": reverse("outcomes:case", args=[ANY]),
        "import_url": reverse("outcomes:offline_import"),
    }


@require_safe
@public
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the list of what it keeps. Another list is another worker."""
    files = [static(name) for name in FILES]
    code = Path(str(finders.find(WORKER))).read_text(encoding="utf-8")
    version = hashlib.sha256("\n".join([_shell(), code, *files]).encode()).hexdigest()
    known = json.dumps(
        {"version": version[:16], "page": reverse("outcomes:offline"), "files": files}
    )
    text = f"self.attuneShell = {known};\n{code}"
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers=FRESH)


@require_safe
@access(*CASEWORK)
def pack(request: HttpRequest, case_id: UUID) -> JsonResponse:
    """What a device takes along of one case."""
    case = open_case(request.actor, case_id)
    record(by=request.actor, verb="read", thing=case, offline=True)
    return JsonResponse(pack_of(request.actor, case))


@require_safe
@access(*CASEWORK)
def sender(request: HttpRequest) -> JsonResponse:
    """Who is signed in here, and what a request of theirs has to carry."""
    return JsonResponse({"person": str(request.actor.person.pk), "token": get_token(request)})


@require_POST
@access(*CASEWORK)
def letters(request: HttpRequest) -> JsonResponse:
    """Keep one letter. 200 with its receipt; 409 where something else is kept under its key; 403, 404,
    422 or 400 with a sentence where it can't be kept."""
    try:
        letter = read_letter(request.body)
    except ValidationError as error:
        return _refusal(400, error.messages[0])
    try:
        case = open_case(request.actor, letter.case)
    except (Http404, PermissionDenied) as error:
        status = 404 if isinstance(error, Http404) else 403
        return _refusal(status, _("This case isn’t open to you now, so it can’t be kept there."))
    try:
        receipt = actions.receive(by=request.actor, case=case, letter=letter)
    except actions.ConflictError:
        actions.note_conflict(by=request.actor, case=case, letter_id=letter.id)
        return _refusal(
            409, _("Something else arrived under the same number. Nothing was overwritten.")
        )
    except ValidationError as error:
        return _refusal(422, error.messages[0])
    return JsonResponse(signed(receipt))


def _refusal(status: int, sentence: object) -> JsonResponse:
    return JsonResponse({"sentence": str(sentence)}, status=status)


@require_safe
@access(*CASEWORK)
def import_file(request: HttpRequest) -> HttpResponse:
    """Send what was taken out of a device as a file."""
    return render(request, "outcomes/offline/import.html", _addresses())
