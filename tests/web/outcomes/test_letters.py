"""What comes from a device, and what only looks like it."""

import hashlib
import json
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError

from attune.core.instruments.model import Status
from attune.web.outcomes.letters import Acknowledged, FilledForm, RatedGoal, read_letter

KEY = str(uuid4())
FRAME = {
    "format": 1,
    "id": KEY,
    "kind": "form",
    "case": KEY,
    "prepared_by": KEY,
    "taken_on": "2026-11-21",
    "at": "2026-11-21T10:00:00Z",
}
FORM = {**FRAME, "asked": "start~phq-9", "measure": "phq-9", "version": "1.0.0", "earlier": {}}
RATING = {**FRAME, "kind": "rating", "goal": KEY, "rating": 7}
SEEN = {**FRAME, "kind": "acknowledgement", "form": KEY, "item": "9", "did": " We talked. "}


def read(**said):
    return read_letter(json.dumps(said).encode())


def test_a_form_is_read_with_its_statuses_and_the_checksum_of_its_bytes():
    said = {"answers": {"1": 0, "2": "declined"}, "earlier": {"1": [3, 2]}}
    body = json.dumps(FORM | said).encode()
    found = read_letter(body)
    assert isinstance(found, FilledForm)
    assert found.answers == {"1": 0, "2": Status.DECLINED}
    assert found.earlier == ({"1": 3}, {"1": 2})
    assert (found.id, found.taken_on) == (UUID(KEY), date(2026, 11, 21))
    assert found.sha256 == hashlib.sha256(body).hexdigest()


def test_a_rating_and_an_acknowledgement_are_read():
    rated, seen = read(**RATING), read(**SEEN)
    assert isinstance(rated, RatedGoal)
    assert (rated.goal, rated.rating) == (UUID(KEY), 7)
    assert isinstance(seen, Acknowledged)
    assert (seen.form, seen.item, seen.did) == (UUID(KEY), "9", "We talked.")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"null",
        b"[" * 100_000,
        json.dumps({**FORM, "answers": {}, "format": 2}).encode(),
        json.dumps({**FORM, "answers": {}, "kind": "film"}).encode(),
        json.dumps({**FORM, "answers": {}, "id": "x"}).encode(),
        json.dumps({**FORM, "answers": {}, "taken_on": "tomorrow"}).encode(),
        json.dumps({**FORM, "answers": []}).encode(),
        json.dumps({**FORM, "answers": {"1": 1.5}}).encode(),
        json.dumps({**FORM, "answers": {"1": True}}).encode(),
        json.dumps({**FORM, "answers": {"1": "fine"}}).encode(),
        json.dumps({**FORM, "answers": {"1": None}}).encode(),
        json.dumps({**FORM, "answers": {"\ud800": 1}}).encode(),
        json.dumps({**FORM, "answers": {}, "asked": "x" * 100_000}).encode(),
        json.dumps({**FORM, "answers": {}, "earlier": {"1": ["fine"]}}).encode(),
        json.dumps({**FORM, "answers": {}, "earlier": {"1": [1] * 501}}).encode(),
        json.dumps({**RATING, "rating": 11}).encode(),
        json.dumps({**RATING, "rating": -1}).encode(),
        json.dumps({**RATING, "rating": True}).encode(),
        json.dumps({**RATING, "rating": "7"}).encode(),
        json.dumps({**SEEN, "did": "  "}).encode(),
        json.dumps({**SEEN, "did": "x" * 1001}).encode(),
    ],
)
def test_anything_else_is_refused_in_a_sentence(body):
    with pytest.raises(ValidationError) as refusal:
        read_letter(body)
    assert refusal.value.messages == [
        "The server can’t read this. It stays on the device: take it out as a file."
    ]
