"""What is found in a form that somebody else made, before anybody has judged it.

Nothing here is a measure: the scores that a form holds are its maker's, and are doubted, not used.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from attune.core.instruments.errors import InstrumentError
from attune.core.instruments.importers.expressions import Expression

LARGEST = 5_000_000  # bytes of a file
MOST_ITEMS = 3000
MOST_FORMULAS = 200
LONGEST_FORMULA = 20_000  # characters


class FormError(InstrumentError):
    """A file that is no form, is broken, or is too large; the message says which, in a sentence."""


class Kind(StrEnum):
    """How an item is answered."""

    ONE = "one of its options"
    MANY = "several of its options"
    NUMBER = "a number"
    TEXT = "words"
    OTHER = "something else"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of an item. number: what the form counts it as, None where it has no number.

    missing: the number stands for no answer (777, 999) and belongs to no range. weights: the addresses
    of the extensions that carry the number, where the format has several.
    """

    code: str
    text: str
    number: float | None
    missing: bool = False
    weights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormItem:
    """One question. minimum, maximum: of an answer that is a number; None where it has no end.

    shown_if: the condition under which it is asked, in the form's own language, "" for always.
    """

    id: str
    text: str
    kind: Kind
    choices: tuple[Choice, ...] = ()
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    shown_if: str = ""

    @property
    def numbers(self) -> tuple[float, ...]:
        """What its answers count, in the order of the form; empty where the form doesn't say.

        Of an item that is answered by a number: its two ends.
        """
        if self.kind is Kind.NUMBER:
            if self.minimum is None or self.maximum is None:
                return ()
            return (self.minimum, self.maximum)
        counted = [one.number for one in self.choices if not one.missing]
        numbers = tuple(number for number in counted if number is not None)
        whole = self.kind is Kind.ONE and len(numbers) == len(counted) > 1
        return numbers if whole else ()


@dataclass(frozen=True, slots=True)
class Formula:
    """A score that the form computes.

    source: as it is written there. expression: what was understood of it, None with `why_not`.
    blank_is_zero: the language of the form adds an empty answer as 0. minimum, maximum: of the score,
    as the form states them.
    """

    id: str
    source: str
    expression: Expression | None
    why_not: str = ""
    blank_is_zero: bool = False
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One questionnaire of a file. instructions: what stands above its items."""

    id: str
    title: str
    items: tuple[FormItem, ...]
    formulas: tuple[Formula, ...] = ()
    instructions: str = ""

    @property
    def counted(self) -> tuple[FormItem, ...]:
        """The items whose answers have numbers."""
        return tuple(item for item in self.items if item.numbers)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader understood of a file, what it left out and why, and what it could not decide."""

    format: str
    forms: tuple[Form, ...]
    dropped: tuple[str, ...] = ()
    decide: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a person is told of a file. recomputed: a sentence for each score, from filled forms.

    drafts: by form, the files of a package that a person completes; none of them loads as it is.
    """

    name: str
    format: str
    forms: tuple[Form, ...]
    recomputed: tuple[str, ...]
    dropped: tuple[str, ...]
    decide: tuple[str, ...]
    drafts: Mapping[str, Mapping[str, str]]

    def to_json(self) -> dict[str, object]:
        """A value for `json.dumps`."""
        return {
            "file": self.name,
            "format": self.format,
            "understood": {
                "forms": [_form(form) for form in self.forms],
                "scores": list(self.recomputed),
            },
            "dropped": list(self.dropped),
            "decide": list(self.decide),
            "drafts": {form: dict(files) for form, files in self.drafts.items()},
        }


def numbered(items: Sequence[FormItem], item: FormItem) -> str:
    """How a sentence names an item: its place among `items` and its id."""
    return f"item {items.index(item) + 1} ({item.id})"


def _form(form: Form) -> dict[str, object]:
    return {
        "id": form.id,
        "title": form.title,
        "items": [_item(item) for item in form.items],
        "scores": [
            {"id": one.id, "source": one.source, "understood": one.expression is not None}
            for one in form.formulas
        ],
    }


def _item(item: FormItem) -> dict[str, object]:
    return {
        "id": item.id,
        "text": item.text,
        "kind": str(item.kind),
        "options": [
            {"code": one.code, "text": one.text, "number": one.number, "missing": one.missing}
            for one in item.choices
        ],
        "required": item.required,
        "minimum": item.minimum,
        "maximum": item.maximum,
        "shown_if": item.shown_if,
    }
