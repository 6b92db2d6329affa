"""What should be held, what is, and where the two differ."""

import hashlib
import json
from uuid import uuid4

from attune.core.consent import Answer
from attune.web.contribution import sending
from attune.web.contribution.models import EpisodeNumber, NationalLink, Standing
from attune.web.contribution.queries import giving
from attune.web.contribution.queries.records import Sender, records_of_case
from attune.web.people.models import Service
from tests.factories.contribution import answer, family_that_gives


def test_digest_is_the_checksum_of_what_is_said():
    records = [{"b": 1.5, "a": "x"}]
    said = json.dumps(records, sort_keys=True, separators=(",", ":")).encode()
    assert giving.digest_of(records) == hashlib.sha256(said).hexdigest()


def test_wanted_is_what_those_who_agree_give(link, giver, family):
    number = EpisodeNumber.objects.get(case=giver.case).number
    records = records_of_case(giver.case, giving.sender(link))
    assert giving.wanted(link) == {number: records} == giving.wanted(link, [number])
    assert giving.wanted(link, [uuid4()]) == {}
    answer(giver, Answer.WITHDRAWN)
    assert giving.wanted(link) == {}


def test_service_that_is_not_placed_or_leaves_wants_nothing(link, giver):
    NationalLink.objects.update(state="stopping")
    link.refresh_from_db()
    assert giving.wanted(link) == {}
    NationalLink.objects.update(state="active")
    Service.objects.update(region="")
    link.refresh_from_db()
    assert giving.wanted(link) == {}


def test_differing_names_new_changed_unknown_and_taken_back(link, giver):
    number = EpisodeNumber.objects.get(case=giver.case).number
    gone = uuid4()
    Standing.objects.create(service=link.service, episode=gone, digest="x")
    assert giving.differing(link) == sorted([number, gone])
    Standing.objects.create(
        service=link.service,
        episode=number,
        digest=giving.digest_of(giving.wanted(link)[number]),
    )
    assert giving.differing(link) == [gone]
    Standing.objects.update(digest="")
    assert giving.differing(link) == sorted([number, gone])
    link.whole_next = True
    assert giving.differing(link) == [number]  # a whole push needs not name what it drops


def test_before_and_after(link, giver, family):
    sending.contribute(link)
    answer(giver, Answer.WITHDRAWN)
    new = family_that_gives(giver.actor, "Oak")
    given = giving.given_by(link)
    number = EpisodeNumber.objects.get(case=new.case).number
    assert set(given.wanted) == {number}
    assert given.next_records == records_of_case(new.case, giving.sender(link))
    assert given.taken_back_next == [EpisodeNumber.objects.get(case=giver.case).number]
    assert len(given.held_records) == 2
    assert given.unknown == 0


def test_links_are_those_that_a_try_makes_sense_for(link):
    assert giving.links() == [link]
    NationalLink.objects.update(state="stopped")
    assert giving.links() == []
    assert giving.link_of(link.service) == link


def test_sender_is_the_service_as_it_is_known_there(link):
    assert giving.sender(link) == Sender(link.pseudonym, "scotland", "nhs")
