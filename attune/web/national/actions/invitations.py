"""Inviting services, and what becomes of an invitation: a service enrols by it, or it ends."""

import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from attune.web.national.actions.log import record
from attune.web.national.letters import Enrol
from attune.web.national.models import EnrolledKey, Enrolment, Invitation
from attune.web.national.queries.enrolments import Invited, hashed, state_of
from attune.web.people.queries import Officer

BYTES = 24  # 192 bits: nobody guesses it
DAYS = 14


class UnknownInvitationError(Exception):
    """There is no invitation with this token."""


class InvitationOverError(Exception):
    """The invitation was used by another key, withdrawn, or its time is over."""


class OldKeyError(Exception):
    """The key was this service's once, and another took its place: it does not come back."""


@transaction.atomic
def invite(
    *,
    by: Officer,
    key: UUID,
    name: str,
    region: str,
    setting: str,
    enrolment: Enrolment | None = None,
) -> tuple[Invitation, str | None]:
    """An invitation and its token, which is known only now; a form that is sent twice makes it once, and the
    second time there is no token. enrolment: a service that comes back with a new key, as the same service."""
    token = secrets.token_urlsafe(BYTES)
    found, made = Invitation.objects.get_or_create(
        pk=key,
        defaults={
            "name": name,
            "region": region,
            "setting": setting,
            "token_hash": hashed(token),
            "made_by": by.person,
            "expires_at": timezone.now() + timedelta(days=DAYS),
            "enrolment": enrolment,
        },
    )
    if not made:
        return found, None
    if enrolment is not None:
        earlier = enrolment.invitations.filter(used_at=None, withdrawn_at=None)
        earlier.exclude(pk=found.pk).update(withdrawn_at=timezone.now())
    record(by=by, verb="invite", thing=found, about=enrolment, days=DAYS)
    return found, token


@transaction.atomic
def withdraw(*, by: Officer, invitation: Invitation) -> bool:
    """Nobody can enrol by it any more. False where somebody did, or it was withdrawn already."""
    found = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if found.used_at or found.withdrawn_at:
        return False
    found.withdrawn_at = timezone.now()
    found.save(update_fields=["withdrawn_at"])
    record(by=by, verb="withdraw", thing=found, about=found.enrolment)
    return True


def enrol(*, letter: Enrol) -> tuple[Enrolment, bool]:
    """The service that comes by this invitation with this key, and whether it came just now.

    The same key again gets the same. Raises UnknownInvitationError, InvitationOverError, OldKeyError.
    """
    with transaction.atomic():
        found = _enrol(letter)
    if found is None:  # only now: that its time is over has been kept
        raise InvitationOverError
    return found


def _enrol(letter: Enrol) -> tuple[Enrolment, bool] | None:
    """None where the invitation is over."""
    rows = Invitation.objects.select_for_update().filter(token_hash=hashed(letter.invitation))
    invitation = rows.first()
    if invitation is None:
        raise UnknownInvitationError
    state = state_of(invitation)
    if state is Invited.USED and invitation.used_key == letter.public_key:
        return invitation.enrolment, False
    if state is Invited.EXPIRED and invitation.closed_at is None:
        invitation.closed_at = timezone.now()
        invitation.save(update_fields=["closed_at"])
    if state is not Invited.OPEN:
        return None
    enrolment = _enrolment(invitation)
    take_key(enrolment=enrolment, public_key=letter.public_key)
    invitation.enrolment, invitation.used_key = enrolment, letter.public_key
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["enrolment", "used_key", "used_at"])
    record(by=enrolment, verb="enrol", thing=invitation)
    return enrolment, True


def _enrolment(invitation: Invitation) -> Enrolment:
    """A new service; or the one that is asked back, as the invitation says it is now."""
    said = {name: getattr(invitation, name) for name in ("name", "region", "setting")}
    if invitation.enrolment_id is None:
        return Enrolment.objects.create(invited_by=invitation.made_by, **said)
    enrolment = Enrolment.objects.select_for_update().get(pk=invitation.enrolment_id)
    for name, value in said.items():
        setattr(enrolment, name, value)
    enrolment.revoked_at, enrolment.reason = None, ""
    enrolment.save(update_fields=[*said, "revoked_at", "reason"])
    return enrolment


def take_key(*, enrolment: Enrolment, public_key: str) -> bool:
    """This key signs for the service from now on, and no other. False where it does already.

    Raises OldKeyError. Call it in the transaction that holds the service's row.
    """
    before = enrolment.keys.filter(public_key=public_key).first()
    if before is not None:
        if before.until:
            raise OldKeyError
        return False
    enrolment.keys.filter(until=None).update(until=timezone.now())
    EnrolledKey.objects.create(enrolment=enrolment, public_key=public_key)
    return True
