"""Small judgements that all readers of forms share."""

import re
from collections.abc import Sequence
from dataclasses import replace

from attune.core.instruments.importers.expressions import Expression
from attune.core.instruments.importers.forms import Choice, FormError, Formula
from attune.core.instruments.importers.parsing import Language, parse

MOST_CHOICES = 300
REPEATED = re.compile(r"-?([789])\1{1,4}")  # 77, 888, 9999
NEGATIVE = re.compile(r"-[789]")
NO_ANSWER = re.compile(
    r"\b(don'?t know|do not know|unknown|not known|refused?|declined?|prefer not|rather not"
    r"|no answer|not answered|missing|not applicable|n/a|does not apply)\b",
    re.I,
)


def with_missing(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """The options, with those marked that stand for no answer: by their number or by their words.

    Where there are more than a measure can have, one option that says so stands for all.
    """
    if len(choices) > MOST_CHOICES:
        return (Choice("", f"more than {MOST_CHOICES} answers", None),)
    return tuple(
        replace(one, missing=True) if _is_missing(one, choices) else one for one in choices
    )


def _is_missing(one: Choice, choices: Sequence[Choice]) -> bool:
    if NO_ANSWER.search(one.text):
        return True
    if one.number is None or one.number != int(one.number):
        return False
    written = str(int(one.number))
    if NEGATIVE.fullmatch(written):
        return True
    others = {other.number for other in choices if other is not one}
    return bool(REPEATED.fullmatch(written)) and one.number - 1 not in others


def formula(
    item_id: str,
    source: str,
    language: Language,
    *,
    blank_is_zero: bool = False,
    minimum: float | None = None,
    maximum: float | None = None,
) -> Formula:
    """A score of a form, understood or not."""
    found: Expression | None = None
    why_not = ""
    try:
        found = parse(source, language)
    except FormError as error:
        why_not = str(error)
    return Formula(item_id, source, found, why_not, blank_is_zero, minimum, maximum)


def listed(names: Sequence[str], most: int = 8) -> str:
    """Names as a sentence holds them: the first few, and how many more there are."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
