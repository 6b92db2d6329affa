"""Filled forms with the scores that the manual gives: a package must reproduce all of them.

One row a form. Columns: `form` (its name); a column for each item, or `entered:SCALE` for each total;
`score:SCALE` for each scale, empty where there is no score; `risk`, the items that need a response.
An item that does not apply is written "na".
"""

import csv
import re
from collections.abc import Iterator, Mapping
from io import StringIO

from attune.core.instruments.errors import AnswerError
from attune.core.instruments.model import Answer, Measure, Status
from attune.core.instruments.scoring import Scored, score, totals

ENTERED, SCORE, RISK, FORM = "entered:", "score:", "risk", "form"
NOT_APPLICABLE = "na"
NEAR = 1e-9
WHOLE = re.compile(r"-?[0-9]{1,4}")  # int() would take "1_0" too


def read_vectors(text: str) -> list[dict[str, str]]:
    """The rows, by column."""
    return list(csv.DictReader(StringIO(text), strict=True, restkey="", restval=""))


def answers_of(measure: Measure, row: Mapping[str, str]) -> dict[str, Answer]:
    """The answers of one row; an empty cell is left out. Raises AnswerError for what is no number."""
    return {
        item.id: answer
        for item in measure.items
        if (answer := read_answer(item.id, row.get(item.id, ""))) is not Status.MISSING
    }


def read_answer(item: str, text: str) -> Answer:
    """An answer as it is written: a whole number, "na", or nothing. Raises AnswerError."""
    text = text.strip()
    if text == "":
        return Status.MISSING
    if text.lower() in (NOT_APPLICABLE, "n/a", Status.NOT_APPLICABLE):
        return Status.NOT_APPLICABLE
    if not WHOLE.fullmatch(text):
        raise AnswerError(f"Item {item} takes a whole number, not {text!r}.")
    return int(text)


def scored_row(measure: Measure, row: Mapping[str, str]) -> Scored:
    """What one row scores. Raises AnswerError."""
    return scored_texts(measure, dict(zip(_asked(measure), _filled(measure, row), strict=True)))


def scored_texts(measure: Measure, texts: Mapping[str, str]) -> Scored:
    """What a form scores whose answers are written, by item, or totals, by scale. Raises AnswerError."""
    if not measure.items:
        return totals(measure, {scale: read_total(text) for scale, text in texts.items()})
    return score(measure, {item: read_answer(item, text) for item, text in texts.items()})


def _asked(measure: Measure) -> list[str]:
    """The items, or where they are not known the scales that are entered."""
    return [item.id for item in measure.items] or [scale.id for scale in measure.entered]


def _entered(measure: Measure) -> list[str]:
    """The columns of what was filled in."""
    return [one if measure.items else ENTERED + one for one in _asked(measure)]


def _filled(measure: Measure, row: Mapping[str, str]) -> list[str]:
    return [row[column] for column in _entered(measure)]


def read_total(text: str) -> float | None:
    """A total as it is written, None for nothing. Raises AnswerError."""
    try:
        return float(text) if text.strip() else None
    except ValueError as error:
        raise AnswerError(f"{text!r} is not a number.") from error


def vector_faults(measure: Measure, text: str) -> Iterator[str]:
    """What the filled forms in `text` show to be wrong, and which forms are missing."""
    try:
        rows = read_vectors(text)
    except csv.Error as error:
        yield f"vectors.csv cannot be read: {error}."
        return
    wanted = set(columns(measure))
    if not rows or any(set(row) != wanted for row in rows):
        yield f"vectors.csv needs rows, and exactly these columns: {', '.join(columns(measure))}."
        return
    for row in rows:
        yield from _row_faults(measure, row)
    yield from _kinds_missing(measure, rows)


def columns(measure: Measure) -> list[str]:
    """The columns that the filled forms of this measure have."""
    scores = [SCORE + scale.id for scale in measure.scales]
    return [FORM, *_entered(measure), *scores, *([RISK] if measure.safety.alerts else [])]


def _row_faults(measure: Measure, row: Mapping[str, str]) -> Iterator[str]:
    name = f"The form “{row[FORM]}” in vectors.csv"
    try:
        found = scored_row(measure, row)
        said = {scale.id: read_total(row[SCORE + scale.id]) for scale in measure.scales}
    except AnswerError as error:
        yield f"{name} can't be: {error}"
        return
    for scale, number in found.scores.items():
        expected = said[scale]
        if not _same(number, expected):
            yield f"{name} scores {number} on {scale}, not {expected}."
    if measure.safety.alerts and list(found.risk) != row[RISK].split():
        yield f"{name} alerts on {' '.join(found.risk) or 'nothing'}, not {row[RISK] or 'nothing'}."


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= NEAR


def _kinds_missing(measure: Measure, rows: list[dict[str, str]]) -> Iterator[str]:
    """A package shows at least these forms, so that no rule goes untried."""
    forms = [_filled(measure, row) for row in rows]
    ends = _ends(measure)
    shown = {
        "all blank": any(not any(form) for form in forms),
        "all minimum": any(form == [f"{low:g}" for low, _ in ends] for form in forms),
        "all maximum": any(form == [f"{high:g}" for _, high in ends] for form in forms),
    }
    if len(ends) > 1:
        shown["one blank"] = any(form.count("") == 1 for form in forms)
        shown["mixed"] = any("" not in form and len(set(form)) > 1 for form in forms)
    for kind, there in shown.items():
        if not there:
            yield f"vectors.csv has no form that is {kind}."


def _ends(measure: Measure) -> list[tuple[float, float]]:
    if measure.items:
        return [(item.minimum, item.maximum) for item in measure.items]
    return [(scale.low, scale.high) for scale in measure.entered]
