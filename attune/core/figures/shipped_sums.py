"""Sums that a service gives instead of records, as JSON: written, and read with every doubt.

- `judged`: by which rules pairs were judged to have changed reliably (`rules_of`);
- `tables`: for each tally [by, later, measure, scale, respondent, category, its eleven whole numbers]; by and category are
  empty for everybody;
- `models`: for each scale [measure, scale, respondent, sums as `mixed.shipment` has them].

What is read has to be of this service and its place, of measures and categories that are known, of no fewer than 8, and to
add up: categories to everybody, the model's sums to the tally of the same pairs. So it can spoil no figure but by being untrue.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np

from attune.core.figures.breakdowns import NOT_TOLD, categories
from attune.core.figures.guarding import is_told
from attune.core.figures.model import COLUMNS, FIXED, LEVELS, Scale
from attune.core.figures.service_sums import PLACES, ServiceSums, Table, scale_of, two_way
from attune.core.figures.tables import END, OPEN, OVERALL, TWO_WAY, By, Topic
from attune.core.figures.tally import POINT, STANDINGS, SUMS, Key, Subject, Tally, Thresholds, total
from attune.core.records.contract import schema
from attune.core.records.errors import RecordError
from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.mixed.shipment import from_json, to_json
from attune.core.statistics.mixed.sums import INTERCEPT, Sums

KEYS = {"judged", "tables", "models"}
MOST = 10**24
"""Beyond any sum of products of scores."""
NEAR = 1e-9
ASKED = tuple((by, later) for by, later in PLACES if by not in TWO_WAY)
"""The tables that are sent; those by two dimensions follow from them."""

Form = dict[str, Any]


def rules_of(thresholds: Thresholds) -> str:
    """A name for the rules by which pairs are judged: the same for the same rules."""
    return sha256(json.dumps(sorted(thresholds.items())).encode()).hexdigest()


def written(sums: ServiceSums, thresholds: Thresholds) -> Form:
    """The sums that may leave (`guarding.may_leave`), the same for the same sums."""
    tables = [
        [(*by, "")[0], key[0].later, *key[0][:3], (*key[1], "")[0], list(astuple(tally))]
        for by, table in sums.tables.items()
        for key, tally in table.items()
    ]
    models = [[*scale[:3], json.loads(to_json(one))] for scale, one in sums.shipped.items()]
    return {
        "judged": rules_of(thresholds),
        "tables": sorted(tables, key=lambda row: row[:-1]),
        "models": sorted(models, key=lambda row: row[:-1]),
    }


@dataclass(frozen=True)
class Place:
    """Of whom sums are: the service's random number, its region, and what kind of organisation it is."""

    service: str
    region: str
    setting: str


def read(
    form: object, place: Place, topics: Sequence[Topic], thresholds: Thresholds
) -> ServiceSums:
    """The sums of this service, with the tables by two dimensions. Raises RecordError; never says a number."""
    if not isinstance(form, dict) or set(form) != KEYS:
        raise RecordError(["The sums have not the fields of sums."])
    if form["judged"] != rules_of(thresholds):
        raise RecordError(
            [
                "Reliable change is judged by other rules there. The same version of Attune is needed."
            ]
        )
    reading = _Reading(form, place, {topic.subject(): topic for topic in topics})
    wrong = sorted(set(reading.wrong()))
    if wrong:
        raise RecordError(wrong)
    tables = {by: dict(table) for by, table in reading.tables.items()}
    return ServiceSums({**tables, **two_way(tables, place.region)}, shipped=reading.models)


@dataclass(frozen=True)
class _Reading:
    """A form under examination. topics: by what their tallies at the end are of."""

    form: Form
    place: Place
    topics: Mapping[Subject, Topic]

    def wrong(self) -> Iterator[str]:
        """A sentence for each thing that is wrong; what comes later is only looked at where all before is right."""
        rows, models = self.form["tables"], self.form["models"]
        if not isinstance(rows, list) or not isinstance(models, list):
            yield "The sums have no list of tables, or none of models."
            return
        found = {fault for row in rows for fault in self._of_row(row)}
        found |= {fault for row in models for fault in self._of_model_row(row)}
        if not rows:
            found.add("The sums tell of nothing.")
        if not found:
            found |= {*self._of_tables(), *self._of_models()}
        yield from found

    # --- each row ---------------------------------------------------------------------------------
    def _of_row(self, row: object) -> Iterator[str]:
        if not isinstance(row, list) or len(row) != 7 or not all(_is_word(one) for one in row[:6]):
            yield "A tally has not the fields of a tally."
            return
        by, later, *subject, category, numbers = row
        if ((by,) if by else OVERALL, later) not in ASKED:
            yield "A tally is of a table that is not known here."
        elif category not in self._categories(by):
            yield f"A tally is of a category that this service has none of ({by or 'everybody'})."
        if _subject(subject) not in self.topics:
            yield "A tally is of a measure that is not known here."
        elif not _are_whole(numbers):
            yield "A tally has not eleven whole numbers."
        else:
            yield from _of_tally(Tally(*numbers), self.topics[_subject(subject)])

    def _categories(self, by: str) -> tuple[str, ...]:
        if by == "":
            return ("",)
        if by in ("region", "setting"):
            return (self.place.region if by == "region" else self.place.setting,)
        year = schema()["properties"]["year"]
        years = tuple(range(year["minimum"], year["maximum"] + 1))
        return (*(one for one in categories(by, years) if one != OPEN), NOT_TOLD)

    def _of_model_row(self, row: object) -> Iterator[str]:
        if not isinstance(row, list) or len(row) != 4 or not all(_is_word(one) for one in row[:3]):
            yield "A model has not the fields of a model."
        elif _subject(row[:3]) not in self.topics:
            yield "A model is of a measure that is not known here."
        else:
            try:
                from_json(json.dumps(row[3]))
            except (CannotComputeError, ValueError, RecursionError) as refusal:
                yield f"A model can't be read ({getattr(refusal, 'reason', 'no number')})."

    # --- what they are together -------------------------------------------------------------------
    @cached_property
    def tables(self) -> Mapping[By, Table]:
        found: dict[By, dict[Key, Tally]] = {by: {} for by, _later in ASKED}
        for by, later, *subject, category, numbers in self.form["tables"]:
            key = (_subject(subject, later), (category,) if by else ())
            found[(by,) if by else OVERALL][key] = Tally(*numbers)
        return found

    @cached_property
    def models(self) -> Mapping[Scale, Sums]:
        return {
            scale_of(self.topics[_subject(subject)]): from_json(json.dumps(sums))
            for *subject, sums in self.form["models"]
        }

    def _of_tables(self) -> Iterator[str]:
        if sum(map(len, self.tables.values())) != len(self.form["tables"]):
            yield "A tally comes twice."
        whole = self.tables[OVERALL]
        subjects = {key[0][:3] for table in self.tables.values() for key in table}
        for by, later in ASKED:
            for subject in subjects:
                of = _subject(subject, later)
                everybody = whole.get((_subject(subject), ()))
                parts = [tally for key, tally in self.tables[by].items() if key[0] == of]
                yield from _of_parts(by, later, everybody, parts)

    def _of_models(self) -> Iterator[str]:
        if len(self.models) != len(self.form["models"]):
            yield "A model comes twice."
        for scale, sums in self.models.items():
            tally = self.tables[OVERALL].get((_subject(scale[:3]), ()), Tally())
            yield from _of_sums(sums, tally, scale, self.place)


def _of_tally(tally: Tally, topic: Topic) -> Iterator[str]:
    there = {name for name in STANDINGS if getattr(tally, name)}
    if there - {*topic.standings}:
        yield "A tally has courses that stand in a way that is not known here."
    if tally.started < 1 or any(getattr(tally, name) < 0 for name in STANDINGS):
        yield "A tally counts nobody, or fewer than nobody."
        return
    largest = tally.paired * int(1000 * POINT)
    squares = (tally.before_squared, tally.after_squared)
    sums = (tally.before, tally.after)
    fine = all(abs(one) <= largest for one in sums) and all(
        one * one <= tally.paired * square for one, square in zip(sums, squares, strict=True)
    )
    change = squares[0] + squares[1] - 2 * tally.product
    fine = fine and (sums[1] - sums[0]) ** 2 <= tally.paired * change
    if not fine or (not tally.paired and any((*sums, *squares, tally.product))):
        yield "The sums of a tally can't be those of its scores."


def _of_parts(by: By, later: str, everybody: Tally | None, parts: Sequence[Tally]) -> Iterator[str]:
    if everybody is None:
        yield "A measure is told of without everybody's tally."
    elif by and total(parts) != everybody:
        yield f"The categories do not add up to everybody ({by[0]})."
    elif sum(one.started for one in parts) != everybody.started:
        yield f"Not all courses are there at an occasion ({later})."
    if not all(is_told(one) for one in parts):
        yield "A tally tells of fewer than 8."


def _of_sums(sums: Sums, tally: Tally, scale: Scale, place: Place) -> Iterator[str]:
    names = ((INTERCEPT, *FIXED), LEVELS[:-1], LEVELS[-1])
    if (sums.fixed, sums.levels, sums.unit) != names:
        yield "A model has other effects or levels than the nation's."
        return
    if {path for path, _size in sums.cells} != {(place.region, place.service)}:
        yield "A model is of another service than the one that sends it."
    start, change = COLUMNS.index("start"), COLUMNS.index("change")
    points, sign = 1 / POINT, scale.sign
    wanted = {
        (0, 0): tally.paired,
        (0, start): sign * tally.before * points,
        (0, change): sign * (tally.after - tally.before) * points,
        (start, start): tally.before_squared * points**2,
        (start, change): (tally.product - tally.before_squared) * points**2,
        (change, change): (tally.before_squared + tally.after_squared - 2 * tally.product)
        * points**2,
    }
    if not all(
        np.isclose(sums.cross[place_], value, rtol=NEAR, atol=1e-6)
        for place_, value in wanted.items()
    ):
        yield "A model is of other pairs than the tally of its measure."


def _subject(words: Sequence[str], later: str = END) -> Subject:
    measure, scale, respondent = words
    return Subject(measure, scale, respondent, later)


def _is_word(one: object) -> bool:
    return isinstance(one, str)


def _are_whole(numbers: object) -> bool:
    return (
        isinstance(numbers, list)
        and len(numbers) == len(STANDINGS) + len(SUMS)
        and all(type(one) is int and abs(one) < MOST for one in numbers)
    )
