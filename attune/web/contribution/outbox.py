"""The one push under way of a service: made, dropped, acknowledged. Each of these is one transaction.

What is kept here decides what is sent; no network is talked to. A push that was dropped may have arrived all the same.
So its episodes count as unknown until they are acknowledged anew, and the next push takes its place in the row: of the two
the national instance takes one.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction

from attune.core.records.pushes import LARGEST, Push, digest
from attune.web.audit import actions as audit
from attune.web.contribution.models import NationalLink, OutgoingPush, Standing, SumsTold
from attune.web.contribution.queries import sums
from attune.web.contribution.queries.giving import (
    abandoned,
    digest_of,
    in_body,
    under_way,
    wanted,
)

State = OutgoingPush.State
ENOUGH = LARGEST // 2
"""Bytes of a body beyond which fewer episodes go at once."""


def locked(link: NationalLink) -> NationalLink:
    """The link as it is now, until the end of the transaction."""
    return NationalLink.objects.select_for_update().select_related("service").get(pk=link.pk)


@transaction.atomic
def still_true(link: NationalLink) -> OutgoingPush | None:
    """The push under way, if all that it says is so still; one that is not is dropped."""
    link, push = locked(link), under_way()
    if push is None:
        return None
    said = in_body(push)
    if link.mode == NationalLink.Mode.SUMS:
        is_true = not said and sums.in_push(push) == sums.target(link).form
    else:
        now = wanted(link, said)
        replaces = push.kind == "whole" or (push.kind == "episodes" and not link.whole_next)
        is_true = replaces and all(now.get(one, []) == rows for one, rows in said.items())
    if is_true:
        return push
    drop(push)
    return None


@transaction.atomic
def make(link: NationalLink, episodes: Sequence[UUID]) -> OutgoingPush:
    """The next push, of these episodes as they are now; of fewer where it would be too large."""
    link = locked(link)
    if (push := under_way()) is not None:  # somebody else was faster
        return push
    if link.mode == NationalLink.Mode.SUMS:
        return _made_of_sums(link)
    now = wanted(link, episodes)
    kind = "whole" if link.whole_next else "episodes"
    asked = [one for one in episodes if kind == "episodes" or one in now]
    while True:
        push = Push(
            str(link.pseudonym),
            link.sequence + 1,
            link.digest,
            kind,
            {str(one): now.get(one, []) for one in asked},
        )
        body = push.body()
        if len(body) <= ENOUGH or len(asked) < 2:
            break
        asked = asked[: len(asked) // 2]
    given = [one for one in asked if one in now]
    return _put(
        link,
        push,
        named=[str(one) for one in asked],
        given=len(given),
        taken_back=len(asked) - len(given),
        records=sum(len(now[one]) for one in given),
    )


def _made_of_sums(link: NationalLink) -> OutgoingPush:
    """The next push of a service that gives sums only. What is told is noted before it goes: it may arrive unnoticed."""
    aim = sums.target(link)
    if aim.form is not None and aim.is_new:
        told = {"said": aim.form, "episodes": aim.episodes}
        SumsTold.objects.update_or_create(service=link.service, defaults=told)
    kind = "whole" if aim.form is None else "sums"
    push = Push(str(link.pseudonym), link.sequence + 1, link.digest, kind, {}, aim.form)
    return _put(link, push, given=0 if aim.form is None else len(aim.episodes))


def _put(link: NationalLink, push: Push, **told: object) -> OutgoingPush:
    body = push.body()
    return OutgoingPush.objects.create(
        service=link.service,
        sequence=push.sequence,
        previous=push.previous,
        kind=push.kind,
        digest=digest(body),
        body=body,
        **told,
    )


def drop(push: OutgoingPush) -> None:
    """Its bytes go at once; what it named is not known any more. Call it in a transaction."""
    push.state, push.body = State.ABANDONED, None
    push.save(update_fields=["state", "body"])
    _not_known(push.service_id, [UUID(one) for one in push.named])
    if push.kind != "episodes":
        SumsTold.objects.filter(service=push.service_id).update(held=SumsTold.UNKNOWN)


def _not_known(service: UUID, episodes: Iterable[UUID]) -> None:
    episodes = list(episodes)
    Standing.objects.filter(episode__in=episodes).update(digest="")
    Standing.objects.bulk_create(
        [Standing(service_id=service, episode=one) for one in episodes], ignore_conflicts=True
    )


@transaction.atomic
def received(link: NationalLink, push: OutgoingPush) -> None:
    """It was acknowledged: what it says is what they hold. Nothing, where that is known already."""
    link = locked(link)
    push = OutgoingPush.objects.select_for_update().get(pk=push.pk)
    if push.state != State.UNDER_WAY:
        return
    said = in_body(push)
    rows = Standing.objects.filter(service=link.service)
    (rows.filter(episode__in=said) if push.kind == "episodes" else rows).delete()
    Standing.objects.bulk_create(
        Standing(service=link.service, episode=one, digest=digest_of(records), records=records)
        for one, records in said.items()
        if records
    )
    if push.kind != "episodes":
        held = sums.digest_of_form(sums.in_push(push))
        SumsTold.objects.filter(service=link.service).update(held=held)
    push.state, push.body, push.named = State.RECEIVED, None, []
    push.save(update_fields=["state", "body", "named"])
    link.sequence, link.digest = push.sequence, push.digest
    link.whole_next = link.whole_next and push.kind == "episodes"
    link.save(update_fields=["sequence", "digest", "whole_next"])
    _forget_older(link)
    _log(link, push)


def _forget_older(link: NationalLink) -> None:
    """What was given up at a place that is taken now can no longer arrive."""
    rows = OutgoingPush.objects.filter(state=State.ABANDONED, sequence__lte=link.sequence)
    rows.exclude(named=[]).update(named=[])


def _log(link: NationalLink, push: OutgoingPush) -> None:
    audit.record(
        verb="create",
        thing=push,
        service_id=link.service_id,
        person_id=None,
        sequence=push.sequence,
        given=push.given,
        taken_back=push.taken_back,
        records=push.records,
    )


@transaction.atomic
def stand_at(link: NationalLink, last: int, last_digest: str) -> None:
    """The national instance says that this is the last push it has, and it is not the one that we think.

    If it is the one under way, or one that we gave up, the row goes on from there. If it is neither, one of the two sides was
    put back from a backup: then nobody knows what is held, and the next push replaces all.
    """
    link, push = locked(link), under_way()
    if push and (push.sequence, push.digest) == (last, last_digest):
        received(link, push)
        return
    if (last, last_digest) == (link.sequence, link.digest):
        return
    known = abandoned(last, last_digest) if last == link.sequence + 1 else None
    if push:
        drop(push)
    link.sequence, link.digest = last, last_digest
    link.whole_next = link.whole_next or known is None or known.kind != "episodes"
    link.save(update_fields=["sequence", "digest", "whole_next"])


@transaction.atomic
def after_all_is_sent(link: NationalLink) -> None:
    """A service that takes everything back has ended when nothing of it is held."""
    link = locked(link)
    over = link.state == NationalLink.State.STOPPING and not link.whole_next
    if over and not Standing.objects.filter(service=link.service).exists() and not under_way():
        link.state = NationalLink.State.STOPPED
        link.save(update_fields=["state"])
