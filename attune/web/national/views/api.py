"""What services' programs ask: to enrol, to have a push taken, to change their key, how they stand.

docs/method/outcome-record.md says what a push holds; docs/host/national.md lists the answers.
"""

from http import HTTPStatus
from threading import BoundedSemaphore

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from attune.core.records import pushes as records
from attune.core.records.errors import RecordError
from attune.web.national import letters
from attune.web.national.actions import invitations, receiving
from attune.web.national.asking import NOT_SIGNED, RefusalError, body_of, for_programs, who
from attune.web.national.models import Enrolment
from attune.web.national.pace import PACE
from attune.web.national.queries import enrolments as queries

READING = BoundedSemaphore(2)
"""Pushes that are read as JSON at the same time: a large one takes many times its own size."""
REVOKED = "The national association takes nothing more from this service, but it may take back everything. Please ask them."
OVER = "This invitation was used, withdrawn, or its time is over. Please ask for a new one."
UNKNOWN = "This is no invitation of ours. Please copy the whole text that you were given."
OLD_KEY = "This key was given up. Please make a new one."


@require_POST
@for_programs
def enrol(request: HttpRequest) -> JsonResponse:
    letter = letters.read_enrol(body_of(request, letters.LARGEST))
    if not letter.is_signed:
        raise RefusalError(401, "signature", says=NOT_SIGNED)
    try:
        service, new = invitations.enrol(letter=letter)
    except invitations.UnknownInvitationError:
        raise RefusalError(404, "unknown", says=UNKNOWN) from None
    except invitations.InvitationOverError:
        raise RefusalError(410, "over", says=OVER) from None
    except invitations.OldKeyError:
        raise RefusalError(410, "old-key", says=OLD_KEY) from None
    said = {
        "service": str(service.pseudonym),
        "name": service.name,
        "region": service.region,
        "setting": service.setting,
    }
    return JsonResponse(said, status=HTTPStatus.CREATED if new else HTTPStatus.OK)


@require_POST
@for_programs
def pushes(request: HttpRequest) -> JsonResponse:
    service, body = _signed(request, records.LARGEST, records.PREFIX)
    # What takes everything back is small: no more than that is read of a revoked service.
    if len(body) > letters.LARGEST:
        _not_revoked(service)
    if wait := PACE.wait(service.pk, len(body)):
        says = "This is much at once. Send it again later."
        raise RefusalError(429, "pace", wait=wait, says=says)
    with READING:
        push = _read(service, body)
    try:
        row, new = receiving.receive(by=service, push=push, digest=records.digest(body))
    except receiving.RevokedError:
        raise RefusalError(403, "revoked", says=REVOKED) from None
    except receiving.OutOfOrderError as order:
        raise RefusalError(409, "order", last=order.last, digest=order.digest) from None
    said = {"sequence": row.sequence, "digest": row.digest, "episodes": row.episodes}
    return JsonResponse(said, status=HTTPStatus.CREATED if new else HTTPStatus.OK)


@require_POST
@for_programs
def keys(request: HttpRequest) -> JsonResponse:
    """Signed by the key in use. Where the new one is in use already, any key of the service may ask: it changes nothing."""
    pseudonym, signature = who(request)
    body = body_of(request, letters.LARGEST)
    service = queries.enrolment_by_pseudonym(pseudonym)
    if service is None or not queries.is_by(service, records.KEY, body, signature, ever=True):
        raise RefusalError(401, "signature", says=NOT_SIGNED)
    letter = letters.read_new_key(body)
    again = queries.signs(service, letter.public_key)
    if not again and not queries.is_by(service, records.KEY, body, signature):
        raise RefusalError(401, "signature", says=NOT_SIGNED)
    _not_revoked(service)
    if letter.service != str(service.pseudonym):
        raise letters.LetterError("This names another service than the one that sends it.")
    if not letter.is_proven:
        raise RefusalError(401, "proof", says="The new key did not sign its own name.")
    try:
        receiving.change_key(by=service, letter=letter)
    except receiving.RevokedError:
        raise RefusalError(403, "revoked", says=REVOKED) from None
    except invitations.OldKeyError:
        raise RefusalError(409, "old-key", says=OLD_KEY) from None
    return JsonResponse({"public_key": letter.public_key})


@require_safe
@for_programs
def me(request: HttpRequest) -> JsonResponse:
    """How the service stands here, for one that was restored from a backup; also when it is revoked."""
    pseudonym, signature = who(request)
    service = queries.enrolment_by_pseudonym(pseudonym)
    said = str(pseudonym).encode()
    if service is None or not queries.is_by(service, records.ME, said, signature):
        raise RefusalError(401, "signature", says=NOT_SIGNED)
    standing = {"last": service.last_sequence, "digest": service.last_digest}
    return JsonResponse({**standing, "revoked": service.revoked_at is not None})


def _signed(request: HttpRequest, largest: int, prefix: bytes) -> tuple[Enrolment, bytes]:
    """Who sends, and what, once the signature is found right; a stranger's body is not even read."""
    pseudonym, signature = who(request)
    service = queries.enrolment_by_pseudonym(pseudonym)
    if service is None:
        raise RefusalError(401, "signature", says=NOT_SIGNED)
    body = body_of(request, largest)
    if not queries.is_by(service, prefix, body, signature):
        raise RefusalError(401, "signature", says=NOT_SIGNED)
    return service, body


def _read(service: Enrolment, body: bytes) -> records.Push:
    """The push. Of a revoked service everything but what takes all back is answered alike."""
    try:
        push = records.read(body)
    except RecordError:
        _not_revoked(service)
        raise
    if not receiving.takes_all_back(push):
        _not_revoked(service)
    return push


def _not_revoked(service: Enrolment) -> None:
    if service.revoked_at is not None:
        raise RefusalError(403, "revoked", says=REVOKED)
