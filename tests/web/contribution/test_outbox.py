"""The one push under way: what is stored, what it may hold, and where the two sides think that they stand."""

import json

import pytest
from django.db import IntegrityError, transaction

from attune.core.consent import Answer
from attune.core.records import pushes
from attune.web.audit.models import Event
from attune.web.cases import actions as cases
from attune.web.contribution import outbox
from attune.web.contribution.models import EpisodeNumber, NationalLink, OutgoingPush, Standing
from attune.web.contribution.queries.giving import differing, given_by, in_body, under_way
from attune.web.contribution.sending import Ended
from tests.factories.contribution import agreed, answer, family_that_gives, number_of, send
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


# --- backups --------------------------------------------------------------------------------------
def test_service_that_was_put_back_from_a_backup_sends_all_anew(link, giver, national):
    send(link)
    fill(giver, "gad-7", total=9)
    send(link)
    # As it was before the second push: row, standing and history.
    OutgoingPush.objects.filter(sequence=2).delete()
    NationalLink.objects.filter(pk=link.pk).update(
        sequence=1, digest=pushes.digest(national.only.bodies[0])
    )
    Standing.objects.update(digest="0" * 64)
    assert send(link).ended is Ended.DONE
    assert pushes.read(national.only.bodies[-1]).kind == "whole"
    assert agreed(link, national)


def test_national_that_was_put_back_from_a_backup_gets_all_anew(link, giver, national):
    send(link)
    earlier = (
        national.only.last,
        national.only.digest,
        dict(national.only.held),
        list(national.only.bodies),
    )
    answer(giver, Answer.WITHDRAWN)
    send(link)
    assert national.only.held == {}
    one = national.only
    one.last, one.digest, one.held, one.bodies = earlier
    assert number_of(giver) in national.only.held  # what was withdrawn is back there
    assert send(link).ended is Ended.DONE
    assert national.only.held == {}
    assert agreed(link, national)


def test_both_put_back_with_a_push_under_way(link, giver, national):
    national.ills.append("cut-before")
    send(link)
    national.only.last, national.only.digest = 7, "a" * 64
    assert send(link).ended is Ended.DONE
    assert pushes.read(national.only.bodies[-1]).sequence == 8
    assert agreed(link, national)


def test_sides_that_never_agree_are_given_a_rest(link, national, monkeypatch):
    monkeypatch.setattr(
        type(national), "push", lambda *_: (409, {"error": "order", "last": 3, "digest": "b" * 64})
    )
    result = send(link)
    assert result.says == "The two sides did not agree on what was sent last."
    assert len(national.asked) < 20


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"last": "1", "digest": "a" * 64},
        {"last": 1, "digest": ""},
        {"last": True, "digest": "a" * 64},
    ],
)
def test_standing_that_is_none_changes_nothing(link, national, monkeypatch, said):
    monkeypatch.setattr(type(national), "push", lambda *_: (409, {"error": "order", **said}))
    assert send(link).says == "The answer was not that of a national instance."
    link.refresh_from_db()
    assert (link.sequence, link.whole_next) == (0, False)


# --- what is in a push ----------------------------------------------------------------------------
def test_body_says_no_key_of_ours_no_day_and_no_word(link, giver, national):
    words = " kingfisher-canary"
    marked = family_that_gives(giver.actor, "Elder", words=words)
    cases.change_case(by=giver.actor, case=marked.case, ordered_note="The court" + words)
    send(link)
    text = b"".join(national.only.bodies).decode()
    assert number_of(marked) in text
    for one in (giver, marked):
        for thing in (
            one.case,
            one.mother,
            one.baby,
            one.dyad,
            one.actor.person,
            one.actor.service,
        ):
            assert str(thing.pk) not in text
            assert str(thing) not in text.replace('"other"', "")
        for row in one.case.responses.all():
            assert str(row.pk) not in text
            assert row.taken_on.isoformat() not in text
    assert "canary" not in text


def test_case_that_does_not_hold_to_the_contract_keeps_no_other_back(link, giver, national, caplog):
    send(link)
    wrong = family_that_gives(giver.actor, "Oak")
    type(wrong.case).objects.filter(pk=wrong.case.pk).update(relation="Ana")
    answer(giver, Answer.WITHDRAWN)
    assert send(link).ended is Ended.DONE
    assert national.only.held == {}
    assert "relation does not hold to the contract" in caplog.text
    assert "Ana" not in caplog.text


def test_stored_body_is_what_the_page_shows_before_and_after(link, giver, national):
    before = given_by(link).next_records
    national.ills.append("cut-after")
    send(link)
    push = under_way()
    assert [one for records in in_body(push).values() for one in records] == before
    send(link)
    assert given_by(link).held_records == before
    said = json.loads(national.only.bodies[0])["episodes"]
    assert [one for episode in said for one in episode["records"]] == before
    assert said[0]["episode"] == number_of(giver)


def test_two_processes_at_once_send_the_same(link, national):
    national.ills.append("cut-before")
    send(link)
    first = outbox.make(link, [])
    assert first == under_way()  # whoever comes second is given the one that is there
    outbox.received(link, first)
    outbox.received(link, first)
    assert NationalLink.objects.get().sequence == 1
