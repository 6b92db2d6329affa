"""The fields that can be agreed on, with what they mean and which values they have."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from attune.core.figures.breakdowns import DIMENSIONS, DOSES
from attune.core.records.contract import schema, values_of

UNTOLD = "not-told"
"""In the place of a value that would single somebody out."""

QUASI = DIMENSIONS
"""What an episode could be recognised by: values that others may know of a family. Cycles only as a band (`dose`)."""

ALWAYS = ("episode", "measure", "scale", "occasion", "respondent", "score")
"""Without these there is no score to speak of."""

OPTIONAL = ("pair", "version", "months")
AGREEABLE = (*QUASI, *OPTIONAL)
"""What an agreement may name besides. The numbers of services and caseloads are not among it."""

Kind = Literal["text", "whole", "number"]


@dataclass(frozen=True)
class Field:
    """A column. kind: of its values. says: what it is. values: all it can be, where that is a list."""

    name: str
    kind: Kind
    says: str
    values: tuple[str, ...] = ()


def columns(agreed: Sequence[str]) -> tuple[Field, ...]:
    """The columns of an extract with these agreed fields, in an order of their own. Raises ValueError for any other field."""
    if strange := set(agreed) - set(AGREEABLE):
        raise ValueError(f"{min(strange)} is no field that can be given.")
    return tuple(_field(name) for name in (*QUASI, *ORDER) if name in agreed or name in ALWAYS)


ORDER = (
    "episode",
    "pair",
    "measure",
    "version",
    "scale",
    "occasion",
    "respondent",
    "months",
    "score",
)
WHOLE = ("pair", "months")


def _field(name: str) -> Field:
    if name == "episode":
        return Field(
            name, "text", "A number for the episode of work, drawn for this extract alone."
        )
    if name == "dose":
        return Field(name, "text", "How many cycles were done, in bands.", (*DOSES, UNTOLD))
    said = schema()["properties"][name]["description"]
    if name == "score":
        return Field(name, "number", said)
    if name in WHOLE:
        return Field(name, "whole", said)
    values = values_of(name)
    return Field(name, "text", said, (*values, UNTOLD) if name in QUASI and values else values)
