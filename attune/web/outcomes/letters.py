"""Letters as they come from a device that was without internet."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from attune.core.instruments.model import Answer, Status
from attune.web.outcomes.models import Alert
from attune.web.outcomes.receipts import OfflineReceipt

Kind = OfflineReceipt.Kind
FORMAT = 1  # of letters; a device may hold some that a page of last month wrote
LONGEST = 100_000  # bytes
MOST_EARLIER = 500  # answers that were changed
UNREADABLE = _("The server can’t read this. It stays on the device: take it out as a file.")


@dataclass(frozen=True)
class Letter:
    """One thing that was entered without internet. sha256: of the bytes that were sent.

    case, prepared_by: of which case, and the person who prepared the device. taken_on: the day by the
    device's clock. device_at: the time by it, as text.
    """

    id: UUID
    kind: Kind
    sha256: str
    case: UUID
    prepared_by: UUID
    taken_on: date
    device_at: str


@dataclass(frozen=True)
class FilledForm(Letter):
    """asked: the key of what was asked (`Asked.key`); answers: by item. earlier: what was said before and
    then changed, one round of answers after the other: one that needed a response still does."""

    asked: str
    measure: str
    version: str
    answers: Mapping[str, Answer]
    earlier: tuple[Mapping[str, Answer], ...]


@dataclass(frozen=True)
class RatedGoal(Letter):
    goal: UUID
    rating: int


@dataclass(frozen=True)
class Acknowledged(Letter):
    """form: the key of the form's own letter."""

    form: UUID
    item: str
    did: str


def read_letter(body: bytes) -> Letter:
    """The letter of a request. Raises ValidationError where it is none."""
    try:
        if len(body) > LONGEST:
            raise ValueError
        row = json.loads(body)
        json.dumps(row, ensure_ascii=False).encode()  # half a character can't be stored
        if row["format"] != FORMAT:
            raise ValueError
        frame = {
            "id": UUID(row["id"]),
            "kind": Kind(row["kind"]),
            "sha256": hashlib.sha256(body).hexdigest(),
            "case": UUID(row["case"]),
            "prepared_by": UUID(row["prepared_by"]),
            "taken_on": date.fromisoformat(row["taken_on"]),
            "device_at": str(row["at"])[:40],
        }
        return READERS[frame["kind"]](row, frame)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValidationError(UNREADABLE) from error


def _form(row: Mapping[str, Any], frame: Mapping[str, Any]) -> FilledForm:
    answers = {str(item): _answer(said) for item, said in row["answers"].items()}
    texts = {name: str(row[name]) for name in ("asked", "measure", "version")}
    earlier = tuple(
        {str(item): _answer(said)} for item, rows in row["earlier"].items() for said in rows
    )
    if len(earlier) > MOST_EARLIER:
        raise ValueError
    return FilledForm(**frame, **texts, answers=answers, earlier=earlier)


def _answer(said: Any) -> Answer:
    return said if type(said) is int else Status(said)


def _rating(row: Mapping[str, Any], frame: Mapping[str, Any]) -> RatedGoal:
    rating = row["rating"]
    if type(rating) is not int or not 0 <= rating <= 10:
        raise ValueError
    return RatedGoal(**frame, goal=UUID(row["goal"]), rating=rating)


def _acknowledged(row: Mapping[str, Any], frame: Mapping[str, Any]) -> Acknowledged:
    did = str(row["did"]).strip()
    if not 0 < len(did) <= Alert._meta.get_field("did").max_length:
        raise ValueError
    return Acknowledged(**frame, form=UUID(row["form"]), item=str(row["item"]), did=did)


READERS = {Kind.FORM: _form, Kind.RATING: _rating, Kind.ACKNOWLEDGEMENT: _acknowledged}
