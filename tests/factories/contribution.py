"""Services that give to the national data, and cases of which there is something to give."""

from datetime import timedelta
from typing import Any

from attune.core.consent import Answer, Purpose
from attune.web.cases import actions as cases
from attune.web.cases.queries import today
from attune.web.contribution import actions, enrolling, keys
from attune.web.contribution.models import EpisodeNumber, NationalLink
from attune.web.contribution.numbering import give_numbers
from attune.web.contribution.queries.giving import given_by
from attune.web.contribution.sending import Result, contribute
from attune.web.people.queries import Actor
from tests.factories import Family, make_family
from tests.factories.outcomes import fill

FIRST, SECOND = "a-first-invitation-token", "another-invitation-token"


def join(manager: Actor, address: str, token: str = FIRST) -> NationalLink:
    """The manager's service takes up the invitation. A test's transaction never commits, so the key is put in use here."""
    enrolled, key_id = enrolling.enrol(manager.service, address, token)
    link = actions.join(by=manager, address=address, enrolled=dict(enrolled), key_id=key_id)
    keys.use(manager.service.pk)
    return link


def answer(family: Family, said: Answer = Answer.GIVEN) -> None:
    """The mother's answer about the national data."""
    cases.record_consent(
        by=family.actor, participant=family.mother, purpose=Purpose.RESEARCH, answer=said
    )


def family_that_gives(actor: Actor, label: str = "Willow", *, words: str = "") -> Family:
    """A case with two scores, whose client said yes."""
    family = make_family(actor, label=label, words=words)
    fill(family, total=20, on=today() - timedelta(days=70))
    fill(family, when="end", total=12)
    answer(family)
    give_numbers(actor.service)
    return family


def send(link: NationalLink) -> Result:
    """One try, with the link as it is now."""
    link.refresh_from_db()
    return contribute(link)


def number_of(family: Family) -> str:
    return str(EpisodeNumber.objects.get(case=family.case).number)


def agreed(link: NationalLink, national: Any) -> bool:
    """Whether what national holds, what we think it holds and what it should hold are the same."""
    link.refresh_from_db()
    given = given_by(link)
    held = {str(one): row.records for one, row in given.held.items()}
    should = {str(one): records for one, records in given.wanted.items()}
    row = (link.sequence, link.digest) == (national.only.last, national.only.digest)
    return national.only.held == held == should and row and not given.unknown
