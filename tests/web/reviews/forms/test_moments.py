"""What comes from the editor's script, and what only looks like it."""

import json
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from attune.web.reviews.forms.moments import read_letters

GOOD = str(uuid4())


def test_letters_keep_their_order():
    ids = [str(uuid4()) for _ in range(3)]
    rows = [{"id": one, "change": {"op": "remove", "id": one}} for one in ids]
    letters = read_letters(json.dumps({"changes": rows}).encode())
    assert [str(letter.id) for letter in letters] == ids
    assert letters[0].change == rows[0]["change"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"null",
        b'{"changes": null}',
        b'{"changes": 7}',
        b'{"changes": {}}',
        b'{"changes": []}',
        b'{"changes": ["x"]}',
        b'{"changes": [{}]}',
        json.dumps({"changes": [{"id": "x", "change": {}}]}).encode(),
        json.dumps({"changes": [{"id": 5, "change": {}}]}).encode(),
        json.dumps({"changes": [{"id": GOOD, "change": []}]}).encode(),
        json.dumps({"changes": [{"id": GOOD, "change": {"title": "\ud800"}}]}).encode(),
        json.dumps({"changes": [{"id": GOOD, "change": {}}] * 201}).encode(),
        b'{"changes": ' + b"[" * 100_000,
        b'{"changes": [' + b"9" * 10_000 + b"]}",
    ],
)
def test_anything_else_is_refused_in_a_sentence(body):
    with pytest.raises(ValidationError) as refusal:
        read_letters(body)
    assert refusal.value.messages[0].endswith(".")
