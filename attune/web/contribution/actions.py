"""What people decide about the national data: to join, to stop, with which key. None of these waits for a network."""

from typing import Any
from uuid import UUID

from django.db import transaction

from attune.core.consent import Purpose
from attune.web.audit import actions as audit
from attune.web.cases.models import Consent
from attune.web.contribution import keys, outbox, tasks
from attune.web.contribution.models import (
    EpisodeNumber,
    NationalLink,
    OutgoingPush,
    Standing,
    SumsTold,
)
from attune.web.contribution.queries.consents import giving
from attune.web.contribution.queries.giving import in_body, link_of, links, under_way
from attune.web.people.actions import record
from attune.web.people.models import Region, Service, Setting
from attune.web.people.queries import Actor


@transaction.atomic
def say_place(*, by: Actor, region: str, setting: str) -> None:
    """Where the service works, and what kind of organisation it is."""
    _place(by.service, region, setting)
    audit.record(
        verb="change",
        thing=by.service,
        service_id=by.service.pk,
        person_id=by.person.pk,
        region=region,
        setting=setting,
    )


def _place(service: Service, region: str, setting: str) -> None:
    service.region, service.setting = region, setting
    service.save(update_fields=["region", "setting"])


@transaction.atomic
def join(
    *,
    by: Actor,
    address: str,
    enrolled: dict[str, Any],
    key_id: str,
    mode: str = NationalLink.Mode.RECORDS,
) -> NationalLink:
    """The national instance took this service in, with the key that waits. A service that comes back as itself goes on
    where it was; one that is somebody else there begins anew.

    enrolled: their answer: "service", "name", "region", "setting".
    """
    pseudonym = UUID(enrolled["service"])
    link = link_of(by.service) or NationalLink(service=by.service)
    if (link.address, link.pseudonym) != (address, pseudonym):
        OutgoingPush.objects.filter(service=by.service).delete()
        Standing.objects.filter(service=by.service).delete()
        SumsTold.objects.filter(service=by.service).delete()
        link.sequence, link.digest, link.whole_next = 0, "", False
    elif mode != link.mode:
        link.whole_next = True
    link.address, link.pseudonym, link.key_id = address, pseudonym, key_id
    link.known_as = str(enrolled.get("name", ""))[:200]
    link.state, link.refusal, link.tries = NationalLink.State.ACTIVE, "", 0
    link.mode = mode
    link.save()
    region, setting = enrolled.get("region"), enrolled.get("setting")
    if region in Region.values and setting in Setting.values:
        _place(by.service, region, setting)
    record(by=by, verb="create", thing=link, pseudonym=str(pseudonym))
    transaction.on_commit(lambda: keys.use(by.service.pk))
    tasks.soon(link)
    return link


@transaction.atomic
def stop(*, by: Actor, link: NationalLink) -> None:
    """Take back all that was given, and give nothing more."""
    link = outbox.locked(link)
    if not link.can_stop:
        return
    link.state, link.whole_next = NationalLink.State.STOPPING, True
    link.save(update_fields=["state", "whole_next"])
    if push := under_way():
        outbox.drop(push)
    record(by=by, verb="withdraw", thing=link)
    tasks.soon(link)


@transaction.atomic
def give(*, by: Actor, link: NationalLink, mode: str) -> None:
    """Give records, or sums only: what they hold of the other kind is replaced by the next push."""
    link = outbox.locked(link)
    if not link.gives or link.mode == mode:
        return
    link.mode, link.whole_next = mode, True
    link.save(update_fields=["mode", "whole_next"])
    if push := under_way():
        outbox.drop(push)
    record(by=by, verb="change", thing=link, mode=mode)
    tasks.soon(link)


@transaction.atomic
def renew_key(*, by: Actor, link: NationalLink) -> None:
    """A new key, which counts as soon as the national instance knows it."""
    keys.begin(by.service.pk)
    record(by=by, verb="change", thing=link, key=True)
    tasks.soon(link)


@transaction.atomic
def try_now(*, by: Actor, link: NationalLink) -> None:
    record(by=by, verb="change", thing=link, tried=True)
    tasks.soon(link)


def after_an_answer(*, instance: Consent, created: bool, **_signal: Any) -> None:
    """Somebody said yes or no to the national data. What is on its way of a case that no longer gives goes at once; and
    it is sent at once, or as soon as there is a way."""
    if not created or instance.purpose != Purpose.RESEARCH:
        return
    case = instance.participant.case
    link = link_of(case.service)
    if link is None or not link.gives:
        return
    with transaction.atomic():
        push = under_way()
        number = EpisodeNumber.objects.filter(case=case).values_list("number", flat=True).first()
        is_in = push and (push.kind == "sums" or in_body(push).get(number))
        if is_in and not giving([case]):
            outbox.drop(push)
        tasks.soon(link)


def try_by_the_clock() -> int:
    """Have a worker look at each link, unless one is about to; how many there are."""
    found = links()
    for link in found:
        tasks.soon(link, at_once=False)
    return len(found)
