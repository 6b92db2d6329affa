"""Outcome records of one episode: the only way from a case to what leaves a service.

What goes in is what the contract lists, and the days, which come out as the year of the first score and whole
months since it, and never otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from attune.core.records.contract import DECIMALS, VERSION, faults, schema
from attune.core.records.errors import RecordError


@dataclass(frozen=True, slots=True)
class Episode:
    """What the contract says of one episode of work, by its values; the ids are random (UUID 4)."""

    episode: str
    service: str
    caseload: str
    region: str
    setting: str
    context: str
    engagement: str
    relation: str
    child_age: str
    ethnicity: str
    stage: str
    mode: str
    cycles: int
    end: str


@dataclass(frozen=True, slots=True)
class Scored:
    """One valid score. on: the day it was taken, which stays here. pair: which relationship, from 1."""

    pair: int
    measure: str
    version: str
    scale: str
    occasion: str
    respondent: str
    score: float
    on: date


def records_of(episode: Episode, scores: Sequence[Scored]) -> list[dict[str, Any]]:
    """A record for each score, in an order that tells nothing of the days.

    Raises RecordError, naming every field that does not hold to the contract.
    """
    if not scores:
        return []
    first = min(one.on for one in scores)
    found = [_record(episode, one, first) for one in scores]
    wrong = sorted({fault for record in found for fault in faults(record)})
    if wrong:
        raise RecordError(wrong)
    return sorted(found, key=lambda record: [str(record[name]) for name in ORDER])


ORDER = ("measure", "scale", "respondent", "pair", "months", "occasion", "score")


SAID_OF_AN_EPISODE = tuple(each.name for each in fields(Episode))
SAID_OF_A_SCORE = tuple(each.name for each in fields(Scored) if each.name != "on")


def _record(episode: Episode, one: Scored, first: date) -> dict[str, Any]:
    said = {name: getattr(one, name) for name in SAID_OF_A_SCORE}
    return {
        "contract": VERSION,
        **{name: getattr(episode, name) for name in SAID_OF_AN_EPISODE},
        "cycles": _at_most("cycles", episode.cycles),
        "year": first.year,
        **said,
        "score": round(one.score, DECIMALS),
        "months": _at_most("months", months_between(first, one.on)),
    }


def _at_most(field: str, number: int) -> int:
    """Beyond the greatest value, which stands for all above it, a number would single somebody out."""
    most: int = schema()["properties"][field]["maximum"]
    return min(number, most)


def months_between(first: date, last: date) -> int:
    """Whole months from one day to a later one: 31 January to 28 February is none, to 1 March is one."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - (last.day < first.day)
