"""A push is bytes that say one thing in one way, and that anybody can check; anything else is refused by name."""

import hashlib
import json
from base64 import b64decode, b64encode
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from attune.core.records import pushes
from attune.core.records.errors import RecordError
from attune.core.records.making import records_of
from attune.core.records.pushes import Push, digest, is_signed, new_key, public_of, read, sign
from tests.core.records.test_making import EPISODE, FIRST, LAST

OTHER = "11111111-2f3d-4a65-9d3f-0a0c8f6f1b11"
PUSH = Push(
    EPISODE.service,
    1,
    "",
    "episodes",
    {EPISODE.episode: records_of(EPISODE, [FIRST, LAST]), OTHER: []},
)


def body_with(**change: object) -> bytes:
    return json.dumps({**json.loads(PUSH.body()), **change}).encode()


# --- bytes ----------------------------------------------------------------------------------------
def test_push_is_read_as_it_was_written():
    assert read(PUSH.body()) == PUSH


def test_same_push_gives_the_same_bytes_in_whatever_order_it_was_made():
    turned = replace(PUSH, episodes=dict(reversed(PUSH.episodes.items())))
    assert turned.body() == PUSH.body()
    assert digest(PUSH.body()) == hashlib.sha256(PUSH.body()).hexdigest()


def test_no_time_stands_in_a_push():
    assert set(json.loads(PUSH.body())) == pushes.FIELDS


def test_sums_are_read_as_they_were_written():
    sums = replace(PUSH, kind="sums", episodes={}, sums={"tables": [[1, 10**20]], "judged": "a"})
    assert read(sums.body()) == sums
    assert json.loads(sums.body()).keys() == pushes.FIELDS | {"sums"}


# --- what is refused ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"Ana", "The push is not JSON."),
        (b"[" * 100_000, "The push is not JSON."),
        (b"\xff\xfe", "The push is not JSON."),
        (b"[]", "The push has not the fields of a push."),
        (body_with(at="2026-11-21"), "The push has not the fields of a push."),
        (body_with(sums={}), "The push has not the fields of a push."),
        (body_with(kind="sums"), "The push has not the fields of a push."),
        (body_with(kind="sums", sums={}), "A push of sums holds episodes."),
        (body_with(format="attune-push-2"), "The push is of a format that is not known here."),
        (body_with(service="Harbour"), "The push names no service."),
        (body_with(service=None), "The push names no service."),
        (body_with(service=OTHER.replace("-4a", "-1a")), "The push names no service."),
        (body_with(sequence=0), "The push has no number."),
        (body_with(sequence=True), "The push has no number."),
        (body_with(sequence="1"), "The push has no number."),
        (body_with(previous="abc"), "The push does not name the one before it."),
        (body_with(previous=7), "The push does not name the one before it."),
        (body_with(kind="some"), "The push is of a kind that is not known here."),
        (body_with(kind=[]), "The push is of a kind that is not known here."),
        (body_with(episodes={}), "The push has no list of episodes."),
        (body_with(episodes=["x"]), "An episode of the push has not the fields of an episode."),
        (
            body_with(episodes=[{"episode": "Willow", "records": []}]),
            "An episode of the push has not the fields of an episode.",
        ),
        (
            body_with(episodes=[{"episode": OTHER, "records": {}}]),
            "An episode of the push has not the fields of an episode.",
        ),
        (
            body_with(episodes=[{"episode": OTHER, "records": []}] * 2),
            "The push names an episode twice.",
        ),
        (
            body_with(episodes=[{"episode": OTHER, "records": []}] * 501),
            "The push has more than 500 episodes.",
        ),
        (b" " * (pushes.LARGEST + 1), "The push is too large."),
    ],
)
def test_push_that_is_none_is_refused_by_name(body, says):
    with pytest.raises(RecordError) as refused:
        read(body)
    assert refused.value.faults == (says,)


def test_record_that_does_not_hold_to_the_contract_is_named_without_its_value():
    (record,) = records_of(EPISODE, [FIRST])
    wrong = [{"episode": EPISODE.episode, "records": [{**record, "relation": "Ana"}]}]
    with pytest.raises(RecordError) as refused:
        read(body_with(episodes=wrong))
    assert refused.value.faults == ("relation does not hold to the contract (enum).",)


def test_record_of_another_episode_or_service_is_refused():
    episodes = [{"episode": OTHER, "records": records_of(EPISODE, [FIRST])}]
    with pytest.raises(RecordError) as refused:
        read(body_with(episodes=episodes, service=OTHER))
    assert refused.value.faults == (
        "A record is of another episode than the one it is sent in.",
        "A record is of another service than the one that sends it.",
    )


# --- signatures -----------------------------------------------------------------------------------
def test_signature_is_that_of_rfc_8032():
    """The second test of section 7.1 of the RFC, signed without a prefix."""
    secret = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    key = Ed25519PrivateKey.from_private_bytes(secret)
    public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    assert b64decode(public_of(key)).hex() == public
    assert b64decode(sign(key, b"\x72", b"")).hex() == (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )


def test_only_this_key_over_these_bytes_for_this_thing_is_a_signature():
    key, body = new_key(), PUSH.body()
    signature = sign(key, body)
    assert is_signed(public_of(key), body, signature)
    assert not is_signed(public_of(new_key()), body, signature)
    assert not is_signed(public_of(key), body + b" ", signature)
    for prefix in (pushes.ENROL, pushes.KEY, pushes.ME):
        assert not is_signed(public_of(key), body, signature, prefix)
        assert is_signed(public_of(key), body, sign(key, body, prefix), prefix)


@pytest.mark.parametrize("text", ["", "Ana", "é", "AAAA", b64encode(b"x" * 64).decode()])
def test_what_is_no_key_or_no_signature_signs_nothing(text):
    key = new_key()
    assert not is_signed(text, b"x", sign(key, b"x"))
    assert not is_signed(public_of(key), b"x", text)


def test_fingerprint_is_the_checksum_of_the_key_in_fours():
    public = b64encode(bytes(32)).decode()
    whole = hashlib.sha256(bytes(32)).hexdigest()
    assert pushes.fingerprint(public) == " ".join(
        [whole[:4], whole[4:8], whole[8:12], whole[12:16], whole[16:20]]
    )
