"""What a filled form scores, by the rules of its package and by nothing else.

`frontend/measures/scoring.js` does the same in the browser, for display; both are run on every package's
vectors. The server's score is the record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from attune.core.instruments.errors import AnswerError
from attune.core.instruments.model import Answer, Item, Measure, Rule, Scale, Status


@dataclass(frozen=True, slots=True)
class Scored:
    """scores: by scale, None where it can't be computed. missing: items without a number, in the order
    of the form. bands: what the source calls a score, where it says. risk: items whose answer needs a
    person's response."""

    scores: Mapping[str, float | None]
    missing: tuple[str, ...]
    bands: Mapping[str, str]
    risk: tuple[str, ...]


def score(measure: Measure, answers: Mapping[str, Answer]) -> Scored:
    """Score raw answers by item; an item that isn't named has no answer.

    Raises AnswerError for an item that the measure does not have and a number that the item can't
    have, and where only totals of the measure are known.
    """
    if not measure.items:
        raise AnswerError(f"{measure.title} is entered as totals: its items are not known here.")
    check(measure, answers)
    counted = {item.id: item.scored(answers.get(item.id, Status.MISSING)) for item in measure.items}
    scores: dict[str, float | None] = {}
    for scale in measure.scales:
        scores[scale.id] = _of_scales(scale, scores) if scale.of else _of_items(scale, counted)
    missing = tuple(item for item, number in counted.items() if number is None)
    return Scored(scores, missing, bands(measure, scores), risk(measure, counted))


def check(measure: Measure, answers: Mapping[str, Answer]) -> None:
    """Raises AnswerError, in words, unless every answer is one that its item can have."""
    items = {item.id: item for item in measure.items}
    for name, answer in answers.items():
        if name not in items:
            raise AnswerError(f"{measure.title} has no item {name}.")
        if not isinstance(answer, Status):
            _check_number(items[name], answer)


def _check_number(item: Item, answer: int) -> None:
    if type(answer) is not int or answer not in item.values:
        raise AnswerError(
            f"Item {item.id} takes a whole number from {item.minimum} to {item.maximum}, not {answer!r}."
        )


def totals(measure: Measure, entered: Mapping[str, float | None]) -> Scored:
    """The scores where a person enters them from a form on paper; scales made of scales are computed.

    Raises AnswerError for a scale that is not entered, and for a number outside its range.
    """
    known = {scale.id: scale for scale in measure.entered}
    for name, number in entered.items():
        if name not in known:
            raise AnswerError(f"{measure.title} has no score {name} to enter.")
        if number is not None:
            _check_total(known[name], number)
    scores: dict[str, float | None] = {}
    for scale in measure.scales:
        scores[scale.id] = _of_scales(scale, scores) if scale.of else entered.get(scale.id)
    return Scored(scores, (), bands(measure, scores), ())


def _check_total(scale: Scale, number: float) -> None:
    if isinstance(number, bool) or not isfinite(number) or not scale.low <= number <= scale.high:
        raise AnswerError(
            f"{scale.title} runs from {scale.low:g} to {scale.high:g}, not {number!r}."
        )


def _of_items(scale: Scale, counted: Mapping[str, int | None]) -> float | None:
    weights = {item: scale.weights.get(item, 1) for item in scale.items}
    there = {item: number for item in scale.items if (number := counted[item]) is not None}
    if len(there) < scale.missing.at_least:
        return None
    found = sum(number * weights[item] for item, number in there.items())
    weight = sum(weights[item] for item in there)
    if scale.mean:
        found = found / weight
    elif scale.missing.rule is Rule.PRORATE:
        found = found * sum(weights.values()) / weight
    return _shown(scale, found)


def _of_scales(scale: Scale, scores: Mapping[str, float | None]) -> float | None:
    parts = [scores[part] for part in scale.of]
    found = 0.0
    for part in parts:
        if part is None:
            return None
        found += part
    return _shown(scale, found / len(parts) if scale.mean else found)


def _shown(scale: Scale, found: float) -> float | None:
    found = found * scale.times
    if not scale.table:
        return found
    return scale.table.get(int(found)) if found == int(found) else None


def bands(measure: Measure, scores: Mapping[str, float | None]) -> dict[str, str]:
    """The band that each score lies in, by scale; scales without bands and without a score left out."""
    found = {}
    for scale in measure.scales:
        number = scores[scale.id]
        if number is not None:
            reached = [band for band in scale.bands if band.low <= number]
            if reached:
                found[scale.id] = reached[-1].label
    return found


def risk(measure: Measure, counted: Mapping[str, int | None]) -> tuple[str, ...]:
    """The items whose number needs a person's response."""
    return tuple(
        alert.item
        for alert in measure.safety.alerts
        if (number := counted[alert.item]) is not None and number >= alert.scored_from
    )
