"""What may be talked to, and what is made of answers; sending's own tests hold it against the rest of the protocol."""

import pytest

from attune.core.records.pushes import new_key
from attune.web.contribution import talking


@pytest.mark.parametrize(
    "address",
    [
        "https://national.example.org",
        "https://x.org:8443/a",
        "http://127.0.0.1:8000",
        "http://localhost",
        "http://[::1]:9",
    ],
)
def test_addresses_that_are_fine(address):
    assert talking.is_fine(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://national.example.org",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "",
        "https://",
        "https://me:word@x.org",
        "https://x.org:port",
        "http://127.0.0.1.example.org",
        "https://[::1",
    ],
)
def test_addresses_that_are_not(address):
    assert not talking.is_fine(address)


def test_address_without_tls_is_not_even_asked():
    with pytest.raises(talking.UnreachableError, match="must begin with https://"):
        talking.me("http://national.example.org", "x", new_key())


def test_answer_says_no_more_than_fits():
    answer = talking.Answer(400, {"error": "e" * 100, "says": "s" * 1000})
    assert (len(answer.error), len(answer.says)) == (40, 300)
    assert (talking.Answer(200).error, talking.Answer(200).says) == ("", "")


def test_invitation_is_taken_up_by_the_key_that_signs(national):
    key = new_key()
    first = talking.enrol(national.address, "a-first-invitation-token", key)
    again = talking.enrol(national.address, "a-first-invitation-token", key)
    assert (first.status, again.status) == (201, 200)
    assert first.said == again.said
    assert talking.enrol(national.address, "a-first-invitation-token", new_key()).status == 410
    assert talking.enrol(national.address, "no-such-invitation", key).status == 404


def test_stranger_is_told_nothing(national):
    talking.enrol(national.address, "a-first-invitation-token", new_key())
    assert talking.me(national.address, national.only.pseudonym, new_key()).status == 401
