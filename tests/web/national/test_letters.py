"""Letters of services are read whole or not at all."""

import json

import pytest

from attune.web.national import letters
from tests.factories.national import Sender

SENDER = Sender()
ENROL = {
    "format": "attune-enrol-1",
    "invitation": "abc",
    "public_key": SENDER.public,
    "signature": SENDER.sign("attune-enrol-1", f"abc\n{SENDER.public}".encode()),
}


def test_a_letter_is_read_and_its_signature_holds():
    letter = letters.read_enrol(json.dumps(ENROL).encode())
    assert (letter.invitation, letter.public_key) == ("abc", SENDER.public)
    assert letter.is_signed


def test_a_signature_over_another_invitation_does_not_hold():
    letter = letters.read_enrol(json.dumps(ENROL | {"invitation": "abd"}).encode())
    assert not letter.is_signed


def test_a_key_written_in_another_way_is_none_so_that_one_key_is_never_two():
    """Base64 leaves bits unused at its end: two texts would be one key."""
    last = SENDER.public[-2]
    other = SENDER.public[:-2] + chr(ord(last) + 1) + "="
    with pytest.raises(letters.LetterError, match="no public key"):
        letters.read_enrol(json.dumps(ENROL | {"public_key": other}).encode())


def test_one_letter_is_not_taken_for_another():
    with pytest.raises(letters.LetterError, match="fields"):
        letters.read_new_key(json.dumps(ENROL).encode())
    said = {"format": "attune-enrol-1", "service": "s", "public_key": SENDER.public, "proof": ""}
    with pytest.raises(letters.LetterError, match="format"):
        letters.read_new_key(json.dumps(said).encode())


def test_the_proof_of_a_new_key_is_of_this_service():
    def proven(over: bytes) -> bool:
        proof = SENDER.sign("attune-key-1", over)
        return letters.NewKey("s", SENDER.public, proof).is_proven

    assert proven(f"s\n{SENDER.public}".encode())
    assert not proven(f"t\n{SENDER.public}".encode())
