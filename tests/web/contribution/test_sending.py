"""Sending: against a real server that speaks the protocol, and fails in every way it can."""

import pytest
from django_scopes import scope

from attune.core.consent import Answer
from attune.core.records import pushes
from attune.web.contribution import actions, keys, sending, talking
from attune.web.contribution.models import EpisodeNumber, NationalLink, OutgoingPush, Standing
from attune.web.contribution.queries.giving import under_way
from attune.web.contribution.sending import Ended
from tests.factories.contribution import (
    SECOND,
    agreed,
    answer,
    family_that_gives,
    join,
    number_of,
    send,
)
from tests.factories.outcomes import fill

STATES = NationalLink.State


# --- the straight way -----------------------------------------------------------------------------
def test_scores_of_those_who_said_yes_arrive_and_of_nobody_else(link, giver, family, national):
    fill(family, total=30)  # their mother was not asked
    result = send(link)
    assert (result.ended, result.pushes) == (Ended.DONE, 1)
    assert set(national.only.held) == {number_of(giver)}
    records = national.only.held[number_of(giver)]
    assert sorted((one["occasion"], one["months"], one["score"]) for one in records) == [
        ("end", 2, 12.0),
        ("start", 0, 20.0),
    ]
    assert agreed(link, national)


def test_when_nothing_differs_nothing_is_sent(link, national):
    send(link)
    assert send(link).pushes == 0
    assert len(national.only.bodies) == 1


def test_new_score_replaces_the_whole_episode(link, giver, national):
    send(link)
    fill(giver, "gad-7", total=9)
    assert send(link).pushes == 1
    assert len(national.only.held[number_of(giver)]) == 3
    assert agreed(link, national)


def test_withdrawal_takes_back_and_leaves_no_copy(link, giver, national):
    send(link)
    answer(giver, Answer.WITHDRAWN)
    send(link)
    assert national.only.held == {}
    assert not Standing.objects.exists()
    last = OutgoingPush.objects.first()
    assert (last.given, last.taken_back, last.body, last.named) == (0, 1, None, [])


def test_episode_of_a_case_that_is_gone_is_taken_back(link, giver, national):
    send(link)
    EpisodeNumber.objects.filter(case=giver.case).delete()  # as it goes with its case
    answer(giver, Answer.DECLINED)
    send(link)
    assert national.only.held == {}


def test_many_episodes_go_in_pieces(link, giver, national, monkeypatch):
    for place in range(4):
        family_that_gives(giver.actor, f"Oak {place}")
    monkeypatch.setattr(sending, "MOST_EPISODES", 2)
    assert send(link).pushes == 3
    assert [len(pushes.read(body).episodes) for body in national.only.bodies] == [2, 2, 1]
    assert agreed(link, national)


def test_two_services_are_two_rows_of_pushes(link, giver, national, stranger):
    send(link)
    with scope(service=stranger.service):
        family_that_gives(stranger, "Elm")
        other = join(stranger, national.address, SECOND)
        assert sending.contribute(other).ended is Ended.DONE
    assert len(national.services) == 2
    assert all(len(one.held) == one.last == 1 for one in national.services.values())


# --- lines that are cut ---------------------------------------------------------------------------
@pytest.mark.parametrize("ill", ["cut-before", "cut-after"])
def test_line_that_is_cut_loses_and_doubles_nothing(link, national, ill):
    national.ills.append(ill)
    first = send(link)
    assert (first.ended, first.pushes) == (Ended.LATER, 0)
    body = bytes(under_way().body)
    assert send(link).ended is Ended.DONE
    assert national.only.bodies == [body]  # the very same bytes
    assert agreed(link, national)


@pytest.mark.parametrize(
    ("ill", "says"),
    [
        (503, "The national instance is busy."),
        (429, "The national instance is busy."),
        (500, "The national instance is busy."),
        (404, "The answer was not that of a national instance."),
        ("nonsense", "The answer was not that of a national instance."),
        ("elsewhere", "The answer was not that of a national instance."),
        ("other-digest", "The answer was about something else than what was sent."),
        ("huge", "The answer was too long, or took too long."),
    ],
)
def test_answer_that_is_none_keeps_the_push_under_way(link, national, ill, says):
    national.ills.append(ill)
    result = send(link)
    assert (result.ended, result.says) == (Ended.LATER, says)
    assert under_way() is not None
    assert "/stolen/" not in national.asked
    link.refresh_from_db()
    assert (link.refusal, link.tries, link.sequence) == (says, 1, 0)
    assert send(link).ended is Ended.DONE
    assert len(national.only.bodies) == 1
    assert agreed(link, national)


def test_answer_that_trickles_is_not_waited_for(link, national, monkeypatch):
    monkeypatch.setattr(talking, "SECONDS", 0.3)
    national.ills.append("slow")
    assert send(link).says == "The answer was too long, or took too long."
    monkeypatch.undo()
    send(link)
    assert agreed(link, national)


def test_nobody_there_is_waited_for_longer_and_longer(link, national):
    national.server.socket.close()
    waits = [send(link).wait.total_seconds() for _ in range(12)]
    link.refresh_from_db()
    assert link.tries == 12
    for number, wait in enumerate(waits):
        longest = min(60 * 2**number, 6 * 3600)
        assert longest / 2 <= wait <= longest
    assert link.refusal == "The national instance could not be reached."


def test_server_that_says_when_is_asked_no_sooner(link, national):
    national.ills.append(503)
    assert send(link).wait.total_seconds() == 7200


# --- what changes under way -----------------------------------------------------------------------
def test_withdrawal_drops_the_bytes_under_way_at_once(link, giver, national):
    national.ills.append("cut-before")
    send(link)
    answer(giver, Answer.WITHDRAWN)
    assert under_way() is None
    assert not OutgoingPush.objects.filter(body__isnull=False).exists()
    assert send(link).ended is Ended.DONE
    assert number_of(giver) not in national.only.held
    assert [pushes.read(body).sequence for body in national.only.bodies] == [1]


def test_withdrawal_of_what_had_arrived_unheard_is_put_right(link, giver, national):
    national.ills.append("cut-after")
    send(link)
    assert number_of(giver) in national.only.held
    answer(giver, Answer.WITHDRAWN)
    assert send(link).ended is Ended.DONE
    assert national.only.held == {}
    assert agreed(link, national)
    assert [pushes.read(body).kind for body in national.only.bodies] == ["episodes"] * 2


def test_push_that_arrives_late_is_refused_by_its_place(link, giver, national):
    """It was given up, and its place in the row was taken by the one that takes it back."""
    national.ills.append("cut-before")
    send(link)
    late = bytes(under_way().body)
    answer(giver, Answer.WITHDRAWN)
    send(link)
    assert national.push(national.only, late)[0] == 409
    assert national.only.held == {}


def test_score_that_changes_under_way_makes_the_push_anew(link, giver, national):
    national.ills.append("cut-before")
    send(link)
    old = under_way()
    fill(giver, "gad-7", total=9)
    send(link)
    old.refresh_from_db()
    assert (old.state, old.body, old.named) == ("abandoned", None, [])
    assert len(national.only.bodies) == 1
    assert agreed(link, national)


def test_dropped_push_that_had_arrived_and_another_one_after_it(link, giver, national):
    national.ills.append("cut-after")
    send(link)
    fill(giver, "gad-7", total=9)  # what is under way is not true any more
    national.ills.append("cut-after")
    send(link)
    assert send(link).ended is Ended.DONE
    assert agreed(link, national)


# --- noes -----------------------------------------------------------------------------------------
def test_revoked_service_sends_nothing_and_says_so(link, giver, national):
    national.only.revoked = True
    result = send(link)
    link.refresh_from_db()
    assert (result.ended, link.state) == (Ended.OVER, STATES.REVOKED)
    assert "pushes" not in "".join(national.asked)
    national.only.revoked = False
    send(link)
    assert agreed(link, national)
    assert link.state == STATES.ACTIVE


def test_revoked_in_the_middle_is_told_in_their_words(link, national, monkeypatch):
    said = {"last": 0, "digest": "", "revoked": False}
    monkeypatch.setattr(talking, "me", lambda *_: talking.Answer(200, said))
    national.only.revoked = True
    assert send(link).says == "We take nothing from this service."


def test_contract_refusal_names_what_is_wrong(link, national):
    national.ills.append(400)
    assert send(link).says == (
        "The association refused it: region is not the one that this service enrolled with (wales)."
    )


def test_push_that_is_too_large_is_made_smaller(link, giver, national):
    for place in range(3):
        family_that_gives(giver.actor, f"Oak {place}")
    national.ills.append(413)
    assert send(link).ended is Ended.DONE
    assert agreed(link, national)


def test_one_case_that_is_too_large_stops_with_a_word(link, national):
    national.ills.append(413)
    assert send(link).says == "One case has more records than the association takes."


def test_key_that_is_lost_is_said(link, national):
    keys.path(link.service_id).unlink()
    assert send(link).says.startswith("The key of this service is lost.")


def test_key_that_they_do_not_know_is_said(link, national):
    national.only.key = pushes.public_of(pushes.new_key())
    assert send(link).says.startswith("The association does not know this key.")


# --- keys -----------------------------------------------------------------------------------------
def test_renewed_key_is_used_once_it_is_known(link, manager, national):
    send(link)
    old = national.only.key
    actions.renew_key(by=manager, link=link)
    assert send(link).ended is Ended.DONE
    assert national.only.key == pushes.public_of(keys.read(link.service_id)) != old
    assert keys.begun(link.service_id) is None
    link.refresh_from_db()
    assert link.key_id == pushes.fingerprint(national.only.key)


def test_renewal_of_which_no_answer_came_is_finished_later(link, manager, national):
    actions.renew_key(by=manager, link=link)
    national.only.key = pushes.public_of(keys.begun(link.service_id))  # they heard, we did not
    assert send(link).ended is Ended.DONE
    assert agreed(link, national)


def test_renewal_goes_on_where_the_old_key_is_lost(link, manager, national):
    actions.renew_key(by=manager, link=link)
    national.only.key = pushes.public_of(keys.begun(link.service_id))
    keys.path(link.service_id).unlink()
    assert send(link).ended is Ended.DONE


def test_new_key_that_they_gave_up_is_not_used(link, manager, national, monkeypatch):
    actions.renew_key(by=manager, link=link)
    monkeypatch.setattr(type(national), "new_key", lambda *_: (409, {"error": "old-key"}))
    assert send(link).ended is Ended.DONE
    assert keys.begun(link.service_id) is None


def test_renewal_that_is_answered_with_another_key_waits(link, manager, national, monkeypatch):
    actions.renew_key(by=manager, link=link)
    monkeypatch.setattr(type(national), "new_key", lambda *_: (200, {"public_key": "x"}))
    assert send(link).ended is Ended.LATER
    assert keys.begun(link.service_id) is not None


# --- leaving --------------------------------------------------------------------------------------
def test_leaving_takes_everything_back(link, giver, manager, national):
    send(link)
    actions.stop(by=manager, link=link)
    assert send(link).ended is Ended.DONE
    assert national.only.held == {}
    link.refresh_from_db()
    assert link.state == STATES.STOPPED
    fill(giver, "gad-7", total=9)
    assert send(link).ended is Ended.OVER
    assert len(national.only.bodies) == 2


def test_leaving_while_nobody_hears_is_kept_for_later(link, manager, national):
    national.ills.append("cut-after")
    send(link)
    actions.stop(by=manager, link=link)
    national.ills.append(503)
    assert send(link).ended is Ended.LATER
    assert send(link).ended is Ended.DONE
    link.refresh_from_db()
    assert (national.only.held, link.state) == ({}, STATES.STOPPED)


def test_leaving_of_one_who_is_revoked_takes_everything_back(link, manager, national):
    send(link)
    national.only.revoked = True
    assert send(link).ended is Ended.OVER
    actions.stop(by=manager, link=link)
    link.refresh_from_db()
    assert send(link).ended is Ended.DONE
    link.refresh_from_db()
    assert (national.only.held, link.state) == ({}, STATES.STOPPED)


def test_leaving_of_one_who_is_revoked_while_its_key_was_renewed(link, manager, national):
    """They take no new key of a revoked service; the one in use does."""
    send(link)
    actions.renew_key(by=manager, link=link)
    actions.stop(by=manager, link=link)
    national.only.revoked = True
    link.refresh_from_db()
    assert send(link).ended is Ended.DONE
    assert national.only.held == {}


def test_leaving_of_one_who_is_revoked_waits_where_they_take_nothing_at_all(
    link, manager, national
):
    send(link)
    actions.stop(by=manager, link=link)
    national.only.revoked, national.only.takes_back = True, False
    assert send(link).ended is Ended.LATER
    link.refresh_from_db()
    assert link.state == STATES.STOPPING
    national.only.revoked = False
    send(link)
    assert national.only.held == {}
