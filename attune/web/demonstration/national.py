"""An invented nation that has given to this instance: services that enrolled, what they sent, and a release of it.

Everything goes the way it goes with real services, but for the network: they are invited, enrol with a key, and their
pushes are taken in their order.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django_scopes import scope

from attune.core.figures.invented import Nation, Work, works
from attune.core.records import pushes
from attune.core.records.making import records_of
from attune.web.cases.models import Case
from attune.web.contribution import actions, keys
from attune.web.contribution.queries.giving import link_of
from attune.web.demonstration.nation import People, write_cases
from attune.web.national import tasks
from attune.web.national.actions import releases
from attune.web.national.actions.invitations import enrol, invite
from attune.web.national.actions.receiving import receive
from attune.web.national.letters import Enrol
from attune.web.national.models import Enrolment, Release
from attune.web.people.models import Service
from attune.web.people.queries import Actor, Officer

Say = Callable[[str], object]

INVENTED = Nation(seed=2020, services=30, practitioners=90, dyads=1500)


def invent(by: Officer, say: Say) -> None:
    """The services that are still missing, and the first release."""
    of_service = sorted(works(INVENTED), key=lambda work: work.service)
    have = Enrolment.objects.count()
    for number, (_service, some) in enumerate(groupby(of_service, lambda work: work.service)):
        if number >= have:
            give(list(some), name=f"Invented service {number + 1}", by=by)
    if not Release.objects.exists():
        say("Making the first release of national figures …")
        release(by=by)


def fill(service: Service, cases: int) -> None:
    """Gives a service so many cases of former years, for its figures; once."""
    with scope(service=service):
        if Case.objects.exists():
            return
    nation = Nation(seed=3, services=1, practitioners=6, dyads=cases)
    write_cases(works(nation), People(services={0: service}))


def give(some: Sequence[Work], *, name: str, by: Officer) -> Enrolment:
    """One service, and all that it has to give."""
    said = some[0].episode
    enrolment = enrolled(name, said.region, said.setting, pushes.new_key(), by)
    for push in pushes_of(some, str(enrolment.pseudonym)):
        receive(by=enrolment, push=push, digest=pushes.digest(push.body()))
    return enrolment


def let_join(manager: Actor, by: Officer) -> None:
    """The manager's service gives to this very instance, too; a worker sends what it has over the network."""
    if link_of(manager.service) is not None:
        return
    key = keys.begin(manager.service.pk)
    enrolment = enrolled(manager.service.name, "south-west", "nhs", key, by)
    said = {name: str(getattr(enrolment, name)) for name in ("name", "region", "setting")}
    actions.join(
        by=manager,
        address=settings.PUBLIC_URL,
        enrolled={"service": str(enrolment.pseudonym), **said},
        key_id=keys.fingerprint_of(key),
    )


def enrolled(
    name: str, region: str, setting: str, key: Ed25519PrivateKey, by: Officer
) -> Enrolment:
    """A service that was invited, and came with this key."""
    _invitation, token = invite(by=by, key=uuid4(), name=name, region=region, setting=setting)
    public = pushes.public_of(key)
    signature = pushes.sign(key, f"{token}\n{public}".encode(), pushes.ENROL)
    return enrol(letter=Enrol(str(token), public, signature))[0]


def pushes_of(some: Sequence[Work], pseudonym: str) -> Iterator[pushes.Push]:
    """What the service sends, in its order."""
    previous = ""
    for place in range(0, len(some), pushes.MOST_EPISODES):
        episodes = {
            work.episode.episode: records_of(replace(work.episode, service=pseudonym), work.scores)
            for work in some[place : place + pushes.MOST_EPISODES]
        }
        number = place // pushes.MOST_EPISODES + 1
        push = pushes.Push(pseudonym, number, previous, pushes.KINDS[0], episodes)
        previous = pushes.digest(push.body())
        yield push


def release(*, by: Officer) -> Release:
    """Count a draft, look at nothing, and freeze it. Raises RuntimeError with what it was refused for."""
    draft = releases.prepare(by=None)
    tasks.count(draft)
    if draft.state == draft.State.MADE:
        releases.freeze(by=None, draft=draft)
        draft.refresh_from_db()
        found = tasks.freeze(draft, by.person.pk)
        if found is not None:
            return found
    raise RuntimeError(f"The release was refused: {draft.refusal}")
