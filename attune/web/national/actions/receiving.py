"""Taking pushes: in their order, once, on the disk before they are acknowledged; and refusing those of a revoked service,
but for the one that takes everything back.

Everything here happens under the lock of the service's row. First the file, then the rows that say it counts: a file
without a row is an orphan, which the next push of the same number overwrites. No clock has a say in any of it.
"""

import logging
from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from attune.core.records import pushes
from attune.core.records.errors import RecordError
from attune.core.records.pushes import Push
from attune.web.national import keeping
from attune.web.national.actions.invitations import take_key
from attune.web.national.actions.log import record
from attune.web.national.letters import NewKey
from attune.web.national.models import Enrolment, HeldEpisode, HeldSums, Kind, Received
from attune.web.people.queries import Officer

log = logging.getLogger("attune.national")


class RevokedError(Exception):
    """The service's pushes are refused."""


class OutOfOrderError(Exception):
    """It is not the push that follows the last one. last: its number; digest: its checksum, empty before the first."""

    def __init__(self, last: int, digest: str) -> None:
        super().__init__(last)
        self.last, self.digest = last, digest


@transaction.atomic
def receive(*, by: Enrolment, push: Push, digest: str) -> tuple[Received, bool]:
    """The row of a push, and whether it was taken just now; the same bytes again get the same row.

    Raises RecordError, RevokedError, OutOfOrderError, NotKeptError.
    """
    service = Enrolment.objects.select_for_update().get(pk=by.pk)
    if service.revoked_at and not takes_all_back(push):
        raise RevokedError
    kept = service.received.filter(sequence=push.sequence, digest=digest).first()
    if kept is not None:
        return kept, False
    if (push.sequence, push.previous) != (service.last_sequence + 1, service.last_digest):
        raise OutOfOrderError(service.last_sequence, service.last_digest)
    faults = _faults(service, push)
    if faults:
        raise RecordError(faults)
    row = _take(service, push, digest)
    record(by=service, verb="receive", thing=row, episodes=row.episodes, records=row.records)
    return row, True


def takes_all_back(push: Push) -> bool:
    """Whether nothing of the service is held after it: the one thing that is taken of a revoked service, too."""
    return push.kind == Kind.WHOLE and not push.episodes


def _faults(service: Enrolment, push: Push) -> Sequence[str]:
    """What is wrong with it beside the contract. A service's records bear the service's own place."""
    wrong = set()
    if push.kind == Kind.EPISODES and HeldSums.objects.filter(enrolment=service).exists():
        wrong.add("This service gives sums only; its records have to come all at once.")
    if push.kind == Kind.SUMS:
        wrong.update(_faults_of_sums(service, push))
    if push.service != str(service.pseudonym):
        wrong.add("The push names another service than the one that sends it.")
    for records in push.episodes.values():
        for one in records:
            if one["region"] != service.region:
                wrong.add(
                    f"region is not the one that this service enrolled with ({service.region})."
                )
            if one["setting"] != service.setting:
                wrong.add(
                    f"setting is not the one that this service enrolled with ({service.setting})."
                )
    return sorted(wrong)


def _faults_of_sums(service: Enrolment, push: Push) -> Sequence[str]:
    from attune.web.national import given_sums  # noqa: PLC0415 -- slow to load

    try:
        given_sums.of_service(service, push.sums, given_sums.asked())
    except RecordError as refusal:
        return refusal.faults
    return ()


def _take(service: Enrolment, push: Push, digest: str, *, by_us: bool = False) -> Received:
    keeping.keep(push)
    gone = _hold(service, push)
    if push.kind != Kind.EPISODES:
        _hold_sums(service, push)
    row = Received.objects.create(
        enrolment=service,
        sequence=push.sequence,
        digest=digest,
        previous=push.previous,
        kind=push.kind,
        episodes=len(push.episodes),
        taken_back=gone,
        records=sum(len(records) for records in push.episodes.values()),
        by_us=by_us,
    )
    service.last_sequence, service.last_digest = push.sequence, digest
    service.save(update_fields=["last_sequence", "last_digest"])
    if gone or push.kind != Kind.EPISODES:
        transaction.on_commit(partial(forget, service=service), robust=True)
    return row


def _hold(service: Enrolment, push: Push) -> int:
    """Notes of which episodes there are records now; how many there are none of any more."""
    full = {UUID(episode): len(records) for episode, records in push.episodes.items() if records}
    if push.kind != Kind.EPISODES:
        gone = service.held.exclude(episode__in=full)
    else:
        gone = service.held.filter(
            episode__in=[UUID(one) for one in push.episodes if not push.episodes[one]]
        )
    taken_back, _rows = gone.delete()
    HeldEpisode.objects.bulk_create(
        [HeldEpisode(enrolment=service, episode=one, records=many) for one, many in full.items()],
        update_conflicts=True,
        unique_fields=["enrolment", "episode"],
        update_fields=["records"],
    )
    return taken_back


def _hold_sums(service: Enrolment, push: Push) -> None:
    if push.sums is None:
        HeldSums.objects.filter(enrolment=service).delete()
    else:
        HeldSums.objects.update_or_create(enrolment=service, defaults={"said": push.sums})


def forget(*, service: Enrolment) -> None:
    """What was taken back or replaced leaves the disk. Where that fails now, `manage tend_records` does it."""
    try:
        with transaction.atomic():
            now = Enrolment.objects.select_for_update().get(pk=service.pk)
            if now.last_sequence:
                keeping.forget_replaced(str(now.pseudonym), now.last_sequence)
    except keeping.NotKeptError:
        log.exception(
            "What was taken back still lies on the disk. ./run manage tend_records tries again."
        )


# --- keys -----------------------------------------------------------------------------------------
@transaction.atomic
def change_key(*, by: Enrolment, letter: NewKey) -> bool:
    """The new key signs from now on. False where it does already. Raises OldKeyError, RevokedError."""
    service = Enrolment.objects.select_for_update().get(pk=by.pk)
    if service.revoked_at:
        raise RevokedError
    changed = take_key(enrolment=service, public_key=letter.public_key)
    if changed:
        record(by=service, verb="change-key", thing=service.keys.get(until=None))
    return changed


# --- ending ---------------------------------------------------------------------------------------
@transaction.atomic
def revoke(*, by: Officer, service: Enrolment, reason: str, take_out: bool) -> bool:
    """The service's pushes are refused from now on; with `take_out`, all its records leave the national data.

    False where it was revoked already and nothing had to be taken out.
    """
    found = Enrolment.objects.select_for_update().get(pk=service.pk)
    new = found.revoked_at is None
    if new:
        found.revoked_at, found.reason = timezone.now(), reason
        found.save(update_fields=["revoked_at", "reason"])
        found.invitations.filter(used_at=None, withdrawn_at=None).update(
            withdrawn_at=timezone.now()
        )
    out = take_out and (found.held.exists() or HeldSums.objects.filter(enrolment=found).exists())
    if out:
        empty(service=found)
    if new or out:
        record(by=by, verb="revoke", thing=found, about=found, taken_out=int(out))
    return new or out


def empty(*, service: Enrolment) -> Received:
    """Takes out all records of a service, as if it had sent a push that says so. It goes above every file that lies
    there, acknowledged or not. A service that comes back is told of a push that it does not know, and sends all anew.
    Call it in the transaction that holds the service's row."""
    pseudonym = str(service.pseudonym)
    place = max(service.last_sequence, keeping.newest_file(pseudonym)) + 1
    push = Push(pseudonym, place, service.last_digest, Kind.WHOLE.value, {})
    return _take(service, push, pushes.digest(push.body()), by_us=True)


@transaction.atomic
def ask_again(*, service: Enrolment) -> Received:
    """For records that are lost here: the service's row goes on with a push that it does not know, so it sends all anew."""
    found = Enrolment.objects.select_for_update().get(pk=service.pk)
    row = empty(service=found)
    record(by=None, verb="ask-again", thing=row, about=found)
    return row
