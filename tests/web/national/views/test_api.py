"""Each answer that a service's program can get, by the request that brings it."""

import json
from hashlib import sha256
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from attune.core.records.pushes import LARGEST
from attune.web.national.actions import receiving
from attune.web.national.engine import store
from attune.web.national.models import EnrolledKey, LogEntry, Received
from attune.web.national.pace import PACE
from attune.web.national.queries.enrolments import committed
from tests.factories import make_officer
from tests.factories.national import API, Sender, enrolled, invited, row_of, through_django

pytestmark = pytest.mark.django_db


def held(national) -> list[tuple[str, str, float]]:
    """What the store holds: episode, occasion, score."""
    found = store.records(national, committed())
    return sorted((one["episode"], one["occasion"], one["score"]) for one in found)


def given(*episodes) -> list[tuple[str, str, float]]:
    return sorted(
        (record["episode"], record["occasion"], record["score"])
        for each in episodes
        for records in each.values()
        for record in records
    )


# --- pushes ---------------------------------------------------------------------------------------
def test_a_push_is_taken_once_and_the_same_bytes_get_the_same_answer(sender, national):
    first = sender.records()
    body = sender.body(first)
    status, said, headers = sender.send(body)
    assert (status, said) == (
        201,
        {"sequence": 1, "digest": sha256(body).hexdigest(), "episodes": 1},
    )
    assert headers["Content-Type"] == "application/json"
    assert "no-store" in headers["Cache-Control"]
    assert sender.send(body)[:2] == (200, said)
    second = sender.records()
    assert sender.push(second)[0] == 201
    assert sender.send(body)[:2] == (200, said)  # an old one, late
    assert held(national) == given(first, second)
    row = Received.objects.get(sequence=1)
    assert (row.kind, row.episodes, row.records, row.taken_back) == ("episodes", 1, 2, 0)
    assert [entry.detail for entry in LogEntry.objects.filter(verb="receive")] == [
        {"episodes": 1, "records": 2}
    ] * 2


def test_an_episode_is_replaced_as_a_whole_and_taken_back(sender, national):
    first, other = sender.records(), sender.records()
    sender.push(first | other)
    (episode,) = first
    changed = {episode: [first[episode][0] | {"score": 7.125}]}
    sender.push(changed)
    assert held(national) == given(changed, other)
    assert sender.push({episode: []})[1]["episodes"] == 1
    assert held(national) == given(other)
    assert Received.objects.get(sequence=3).taken_back == 1
    assert sorted(row_of(sender).held.values_list("records", flat=True)) == [2]


def test_what_was_taken_back_leaves_the_disk(sender, national, django_capture_on_commit_callbacks):
    gone = sender.records(measure="gad-7")
    kept = sender.records()
    sender.push(gone | kept)
    with django_capture_on_commit_callbacks(execute=True) as asked:
        sender.push({episode: [] for episode in gone})
    assert len(asked) == 1
    assert held(national) == given(kept)
    (episode,) = gone
    files = [path for path in national.rglob("*") if path.is_file()]
    assert [path.name for path in files] == ["00000002.parquet"]
    assert store.table(files)["measure"].drop_null().unique().to_pylist() == ["core-10"]
    assert episode.encode() not in files[0].read_bytes()
    assert sender.push(sender.records())[0] == 201


def test_a_whole_push_replaces_everything(sender, national):
    sender.push(sender.records() | sender.records())
    whole = sender.records()
    status, _said, _headers = sender.push(whole, kind="whole")
    assert status == 201
    assert held(national) == given(whole)
    assert Received.objects.get(sequence=2).taken_back == 2


@pytest.mark.parametrize(
    "changed", [{"sequence": 3}, {"sequence": 1}, {"previous": ""}, {"previous": "0" * 64}]
)
def test_a_push_out_of_its_place_is_told_the_last_one(sender, national, changed):
    first = sender.records()
    body = sender.body(first)
    sender.send(body)
    status, said, _headers = sender.push(sender.records(), **changed)
    assert status == 409
    assert said == {"error": "order", "last": 1, "digest": sha256(body).hexdigest()}
    assert held(national) == given(first)


def test_a_first_push_that_is_not_the_first_is_told_that_there_is_none(sender):
    status, said, _headers = sender.push(sender.records(), sequence=2, previous="0" * 64)
    assert (status, said) == (409, {"error": "order", "last": 0, "digest": ""})


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"score": 19.0001}, "score is not a number that may be sent."),
        (
            {"note": "He smiled."},
            "the record does not hold to the contract (additionalProperties).",
        ),
        ({"region": "wales"}, "region is not the one that this service enrolled with (london)."),
        ({"setting": "school"}, "setting is not the one that this service enrolled with (nhs)."),
        ({"year": 1999}, "year does not hold to the contract (minimum)."),
        ({"service": str(uuid4())}, "A record is of another service than the one that sends it."),
    ],
)
def test_a_record_that_may_not_come_is_refused_with_its_field(sender, national, said, fault):
    status, told, _headers = sender.push(sender.records(**said))
    assert (status, told["error"], told["faults"]) == (400, "contract", [fault])
    assert "He smiled" not in json.dumps(told)
    assert row_of(sender).last_sequence == 0
    assert not national.exists()


BOMBS = {
    "nothing": b"",
    "no JSON": b"{",
    "no text": b"\xff\xfe\x00",
    "deep": b"[" * 200_000,
    "deep in a push": b'{"a":' * 100_000,
    "a number of 9,000 digits": b"9" * 9000,
    "a list": b"[]",
    "not a number": b'{"format":"attune-push-1","service":NaN}',
    "another format": json.dumps({"format": "attune-push-0"}).encode(),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_what_is_no_push_is_refused_though_it_is_signed(sender, kind):
    status, said, _headers = sender.send(BOMBS[kind])
    assert (status, said["error"]) == (400, "contract")
    assert row_of(sender).last_sequence == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"sequence": True},
        {"sequence": 0},
        {"sequence": "1"},
        {"sequence": 1.0},
        {"previous": None},
        {"kind": "all"},
        {"episodes": {}},
        {"episodes": [{"episode": "me", "records": []}]},
        {"episodes": [{"episode": str(uuid4()), "records": {}}]},
        {"episodes": [{"episode": "2d1f8c5e-7c1b-4b0e-9d2a-3c1f5e7a9b0d", "records": []}] * 2},
        {"episodes": [{"episode": str(uuid4()), "records": []} for _ in range(501)]},
        {"more": 1},
    ],
)
def test_a_push_with_a_wrong_field_is_refused(sender, changed):
    status, said, _headers = sender.push({}, **changed)
    assert (status, said["error"]) == (400, "contract")


def test_seventeen_mebibytes_are_too_large(sender):
    status, said, _headers = sender.send(b" " * 17 * 2**20)
    assert (status, said["error"], said["largest"]) == (413, "size", LARGEST)


def test_sixteen_mebibytes_that_are_signed_are_read(sender):
    """Django's own limit for forms (2 MiB) has no say here."""
    body = sender.body(sender.records())
    status, _said, _headers = sender.send(body + b" " * (LARGEST - len(body)))
    assert status == 201


def test_more_than_a_services_share_waits(sender, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(PACE, "clock", lambda: now[0])
    blank = b" " * LARGEST
    assert [sender.send(blank)[0] for _ in range(4)] == [400] * 4
    status, said, headers = sender.push(sender.records())
    assert (status, said["error"], headers["Retry-After"]) == (429, "pace", "1")
    now[0] = 1.0
    assert sender.push(sender.records())[0] == 201


# --- signatures -----------------------------------------------------------------------------------
@pytest.mark.parametrize("missing", ["Attune-Service", "Attune-Signature"])
def test_headers_that_are_missing_are_named(sender, missing):
    body = sender.body({})
    headers = sender.headers("attune-push-1", body)
    del headers[missing]
    status, said, _headers = through_django("POST", API + "pushes/", body, headers)
    assert (status, said["error"]) == (400, "headers")
    assert missing in said["says"]


def test_a_service_that_is_no_number_is_refused(sender):
    assert sender.send(b"{}", **{"Attune-Service": "Harbour"})[0] == 400


def test_a_service_that_nobody_knows_gets_no_more_than_a_wrong_signature_does(sender):
    stranger = Sender(service=str(uuid4()))
    unknown = stranger.push(stranger.records())
    wrong = sender.send(sender.body({}), **{"Attune-Signature": "AAAA"})
    assert unknown[:2] == wrong[:2] == (401, wrong[1])
    assert wrong[1]["error"] == "signature"


def test_a_byte_changed_on_the_way_is_found(sender):
    body = sender.body(sender.records())
    signature = sender.sign("attune-push-1", body)
    status, _said, _headers = sender.send(
        body.replace(b"19.0", b"18.0"), **{"Attune-Signature": signature}
    )
    assert status == 401


def test_a_push_of_another_service_can_not_be_repeated_as_ones_own(sender, national):
    other = enrolled(name="Northfield")
    theirs = other.body(other.records())
    other.send(theirs)
    signature = other.sign("attune-push-1", theirs)
    assert sender.send(theirs, **{"Attune-Signature": signature})[0] == 401
    status, said, _headers = sender.send(
        theirs
    )  # signed by oneself, the body still says whose it is
    assert status == 400
    assert said["faults"] == ["The push names another service than the one that sends it."]
    assert row_of(sender).last_sequence == 0


def test_a_signature_for_one_thing_serves_for_no_other(sender):
    body = sender.body({})
    for form in ("attune-key-1", "attune-me-1", "attune-enrol-1"):
        assert sender.send(body, **{"Attune-Signature": sender.sign(form, body)})[0] == 401


# --- keys -----------------------------------------------------------------------------------------
def test_a_key_is_changed_and_the_old_one_signs_nothing(sender):
    old, new = sender.key, Ed25519PrivateKey.generate()
    assert sender.change_key(new)[:2] == (200, {"public_key": Sender(key=new).public})
    assert sender.push(sender.records())[0] == 401
    assert sender.me()[0] == 401
    sender.key = new
    assert sender.push(sender.records())[0] == 201
    assert row_of(sender).keys.get(until=None).public_key == sender.public
    assert sender.change_key(old)[:2] == (
        409,
        {"error": "old-key", "says": "This key was given up. Please make a new one."},
    )


def test_a_change_of_key_whose_answer_was_lost_is_asked_again_by_either_key(sender):
    new = Ed25519PrivateKey.generate()
    assert [sender.change_key(new)[0] for _ in range(2)] == [200, 200]  # the old key, twice
    sender.key = new
    assert sender.change_key(new)[0] == 200
    assert EnrolledKey.objects.count() == 2
    assert LogEntry.objects.filter(verb="change-key").count() == 1


def test_an_old_key_brings_in_no_third_one(sender):
    old, new = sender.key, Ed25519PrivateKey.generate()
    sender.change_key(new)
    sender.key = old
    assert sender.change_key(Ed25519PrivateKey.generate())[0] == 401
    assert row_of(sender).keys.filter(until=None).get().public_key == Sender(key=new).public


def test_a_key_that_did_not_sign_its_own_name_is_refused(sender):
    new = Ed25519PrivateKey.generate()
    wrong = Sender(key=new).sign("attune-key-1", b"of another service")
    status, said, _headers = sender.change_key(new, proof=wrong)
    assert (status, said["error"]) == (401, "proof")
    assert sender.change_key(new, service=str(uuid4()))[0] == 400
    assert sender.change_key(new, public_key="x")[0] == 400
    assert EnrolledKey.objects.count() == 1


def test_a_stranger_changes_no_key(sender):
    thief = Sender(service=sender.service)
    assert thief.change_key(Ed25519PrivateKey.generate())[0] == 401
    assert Sender(service=str(uuid4())).change_key(Ed25519PrivateKey.generate())[0] == 401


# --- how one stands -------------------------------------------------------------------------------
def test_a_service_is_told_how_it_stands(sender):
    assert sender.me()[:2] == (200, {"last": 0, "digest": "", "revoked": False})
    body = sender.body(sender.records())
    sender.send(body)
    digest = sha256(body).hexdigest()
    assert sender.me()[:2] == (200, {"last": 1, "digest": digest, "revoked": False})
    stranger = Sender(service=sender.service)
    assert stranger.me()[0] == 401
    assert through_django("GET", API + "me/", b"", {})[0] == 400


def test_a_revoked_service_is_refused_and_told_so(sender, national):
    body = sender.body(sender.records())
    sender.send(body)
    receiving.revoke(by=make_officer(), service=row_of(sender), reason="Asked.", take_out=False)
    for answer in (
        sender.push(sender.records()),
        sender.send(body),
        sender.send(b"no JSON, never read"),
        sender.change_key(Ed25519PrivateKey.generate()),
    ):
        assert (answer[0], answer[1]["error"]) == (403, "revoked")
        assert "ask them" in answer[1]["says"]
    assert sender.me()[1]["revoked"] is True
    thief = Sender(service=sender.service)
    assert thief.push({})[0] == 401  # who does not hold the key is not told
    assert len(held(national)) == 2


def test_a_revoked_service_may_take_everything_back_and_nothing_else(
    sender, national, django_capture_on_commit_callbacks
):
    sender.push(sender.records())
    receiving.revoke(by=make_officer(), service=row_of(sender), reason="Asked.", take_out=False)
    one = next(iter(sender.records()))
    kinds = [({}, "episodes"), ({one: []}, "whole"), (sender.records(), "whole")]
    for episodes, kind in kinds:
        answer = sender.send(sender.body(episodes, kind=kind))
        assert (answer[0], answer[1]["error"]) == (403, "revoked"), (episodes, kind)
    row = row_of(sender)
    assert (row.received.count(), row.held.count()) == (1, 1)
    body = sender.body({}, kind="whole")
    with django_capture_on_commit_callbacks(execute=True):
        assert [sender.send(body)[0] for _ in range(2)] == [201, 200]
    assert (row.received.count(), row.held.count()) == (2, 0)
    assert held(national) == []
    assert sender.me()[1]["revoked"] is True
    assert sender.push(sender.records())[0] == 403
    thief = Sender(service=sender.service)
    assert thief.send(thief.body({}, kind="whole"))[0] == 401


def test_a_service_that_was_emptied_and_asked_back_sends_all_anew(sender, national):
    officer = make_officer()
    first = sender.records()
    sender.push(first)
    row = row_of(sender)
    receiving.revoke(by=officer, service=row, reason="Lost laptop.", take_out=True)
    assert held(national) == []
    token = invited(officer, enrolment=row, region="wales")
    sender.key = Ed25519PrivateKey.generate()
    before = sender.service
    assert sender.enrol(token)[0] == 201
    assert sender.service == before
    status, said, _headers = sender.push(sender.records(region="wales"))
    assert (status, said["last"]) == (409, 2)
    sender.last, sender.digest = said["last"], said["digest"]
    whole = sender.records(region="wales")
    assert sender.push(whole, kind="whole")[0] == 201
    assert held(national) == given(whole)


# --- when it can't be kept ------------------------------------------------------------------------
def test_a_push_that_can_not_be_written_is_tried_again_later(sender, national):
    national.write_text("a file stands where the folder should be")
    body = sender.body(sender.records())
    status, said, headers = sender.send(body)
    assert (status, said["error"], headers["Retry-After"]) == (503, "busy", "30")
    assert row_of(sender).last_sequence == 0
    assert Received.objects.count() == 0
    national.unlink()
    assert sender.send(body)[0] == 201


def test_a_file_that_was_never_acknowledged_is_overwritten(sender, national):
    lost = sender.records()
    store.append(national, sender.service, 1, "episodes", lost)  # and then the power went
    assert held(national) == []
    kept = sender.records()
    assert sender.push(kept)[0] == 201
    assert held(national) == given(kept)


@pytest.mark.parametrize("name", ["enrol", "pushes", "keys"])
def test_only_posts_are_taken(client, name):
    assert client.get(f"{API}{name}/").status_code == 405
