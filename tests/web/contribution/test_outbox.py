"""The one push under way; test_sending.py holds it against a server. Here is what a server does not see."""

import pytest
from django.db import IntegrityError, transaction

from attune.core.consent import Answer
from attune.core.records import pushes
from attune.web.audit.models import Event
from attune.web.contribution import outbox
from attune.web.contribution.models import EpisodeNumber, NationalLink, OutgoingPush, Standing
from attune.web.contribution.queries.giving import differing, under_way
from tests.factories.contribution import answer, family_that_gives
from tests.factories.outcomes import fill


def test_push_names_its_place_and_the_one_before_it(link):
    first = outbox.make(link, differing(link))
    read = pushes.read(bytes(first.body))
    assert (read.sequence, read.previous, read.kind) == (1, "", "episodes")
    assert (first.given, first.taken_back, first.records) == (1, 0, 2)
    outbox.received(link, first)
    link.refresh_from_db()
    assert (link.sequence, link.digest) == (1, first.digest)


def test_one_push_at_most_is_under_way(link, giver):
    push = outbox.make(link, differing(link))
    assert outbox.make(link, []) == push
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingPush.objects.create(
            service=link.service, sequence=9, kind="whole", digest="x", body=b"x"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingPush.objects.update(state="received")  # with its bytes


def test_push_is_true_until_something_in_it_changes(link, giver):
    assert outbox.still_true(link) is None
    push = outbox.make(link, differing(link))
    assert outbox.still_true(link) == push
    family_that_gives(giver.actor, "Oak")  # another episode is no matter
    assert outbox.still_true(link) == push
    fill(giver, "gad-7", total=9)
    assert outbox.still_true(link) is None
    assert Standing.objects.get().is_known is False


def test_consent_that_changes_between_the_look_and_the_push_counts(link, giver):
    looked = differing(link)
    answer(giver, Answer.WITHDRAWN)
    push = outbox.make(link, looked)
    assert (push.given, push.taken_back) == (0, 1)


def test_push_that_would_be_too_large_takes_fewer(link, giver, monkeypatch):
    for place in range(3):
        family_that_gives(giver.actor, f"Oak {place}")
    everything = outbox.make(link, differing(link))
    size = len(bytes(everything.body))
    outbox.drop(everything)
    monkeypatch.setattr(outbox, "ENOUGH", size * 2 // 3)
    assert len(outbox.make(link, differing(link)).named) == 2


def test_push_is_logged_by_numbers_when_it_is_acknowledged(link):
    push = outbox.make(link, differing(link))
    assert not Event.objects.filter(object_type="contribution.OutgoingPush").exists()
    outbox.received(link, push)
    event = Event.objects.get(object_type="contribution.OutgoingPush")
    assert event.detail == {"sequence": 1, "given": 1, "taken_back": 0, "records": 2}
    assert event.person_id is None


def test_what_was_given_up_is_forgotten_once_its_place_is_taken(link, giver):
    outbox.drop(outbox.make(link, differing(link)))
    old = OutgoingPush.objects.get()
    assert old.named
    outbox.received(link, outbox.make(link, differing(link)))
    old.refresh_from_db()
    assert old.named == []


def test_stand_at_where_we_are_changes_nothing(link):
    outbox.received(link, outbox.make(link, differing(link)))
    link.refresh_from_db()
    outbox.stand_at(link, link.sequence, link.digest)
    assert NationalLink.objects.get().whole_next is False


def test_push_given_up_that_arrived_is_gone_on_from(link, giver):
    push = outbox.make(link, differing(link))
    outbox.drop(push)
    outbox.stand_at(link, 1, push.digest)
    link.refresh_from_db()
    assert (link.sequence, link.digest, link.whole_next) == (1, push.digest, False)
    assert differing(link) == [EpisodeNumber.objects.get(case=giver.case).number]


def test_whole_push_given_up_that_arrived_is_made_whole_again(link):
    NationalLink.objects.update(whole_next=True)
    link.refresh_from_db()
    push = outbox.make(link, differing(link))
    outbox.drop(push)
    outbox.stand_at(link, 1, push.digest)
    assert NationalLink.objects.get().whole_next is True


def test_push_of_a_part_is_no_longer_true_when_all_is_to_be_replaced(link):
    outbox.make(link, differing(link))
    NationalLink.objects.update(whole_next=True)
    assert outbox.still_true(link) is None


def test_service_that_leaves_has_left_when_nothing_is_held(link):
    outbox.received(link, outbox.make(link, differing(link)))
    outbox.after_all_is_sent(link)
    assert NationalLink.objects.get().state == "active"
    NationalLink.objects.update(state="stopping")
    outbox.after_all_is_sent(link)
    assert NationalLink.objects.get().state == "stopping"  # they still hold something
    Standing.objects.all().delete()
    outbox.after_all_is_sent(link)
    assert NationalLink.objects.get().state == "stopped"
    assert under_way() is None
