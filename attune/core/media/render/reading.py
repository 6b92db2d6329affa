"""Reads the values of a plan and refuses in one plain sentence what is none."""

from collections.abc import Sequence
from dataclasses import MISSING
from fractions import Fraction
from types import UnionType
from typing import Any, TypeVar

from attune.core.clock import LIMIT
from attune.core.media.errors import FilmError

T = TypeVar("T")


class PlanError(FilmError, ValueError):
    """A plan that cannot be. The text is one plain sentence."""


def whole(name: str, value: object, least: int = -LIMIT, most: int = LIMIT - 1) -> int:
    """The whole number itself, from `least` to `most`; raises `PlanError`."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise PlanError(f"{name} is a whole number, not {value!r}.")
    if not least <= value <= most:
        raise PlanError(f"{name} is from {least} to {most}, not {value}.")
    return value


def seconds(name: str, value: object, most: Fraction) -> Fraction:
    """The seconds themselves, above 0 and up to `most`; raises `PlanError`."""
    if not isinstance(value, Fraction) or not 0 < value <= most:
        raise PlanError(f"{name} lasts a fraction of seconds, above 0 and up to {most}.")
    return value


def part(name: str, value: object, least: Fraction, most: Fraction) -> None:
    """Raise `PlanError` unless `value` is a fraction from `least` to `most`."""
    if not isinstance(value, Fraction) or not least <= value <= most:
        raise PlanError(f"{name} is a fraction from {least} to {most}, not {value!r}.")


def named(name: str, value: object, names: Sequence[str]) -> None:
    """Raise `PlanError` unless `value` is one of `names`."""
    if value not in names:
        raise PlanError(f"{name} is one of {', '.join(names)}, not {value!r}.")


def row(name: str, value: object, most: int) -> None:
    """Raise `PlanError` unless `value` is one row of text of `most` characters or fewer."""
    if not isinstance(value, str) or len(value) > most:
        raise PlanError(f"{name} is a text of up to {most} characters.")
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in value):
        raise PlanError(f"{name} is one row of text, without control characters.")
    if any(0xD800 <= ord(letter) < 0xE000 for letter in value):
        raise PlanError(f"{name} holds half a character.")


def kept(name: str, value: object, kind: type[T] | UnionType, most: int) -> tuple[Any, ...]:
    """The tuple itself; raises `PlanError` unless it has `most` things or fewer, all of `kind`."""
    if not isinstance(value, tuple) or len(value) > most:
        raise PlanError(f"{name} are a tuple of {most} or fewer.")
    for one in value:
        if not isinstance(one, kind):
            raise PlanError(f"{name} hold a thing of another kind: {one!r}.")
    return value


def fields(name: str, value: object, kind: Any) -> dict[str, Any]:
    """An object's fields by name, for a dataclass; raises `PlanError` for unknown or missing ones."""
    if not isinstance(value, dict):
        raise PlanError(f"{name} is an object, not {value!r}.")
    known = kind.__dataclass_fields__
    if unknown := sorted(str(each) for each in value.keys() - known.keys()):
        raise PlanError(f"{name} has no {', '.join(unknown)}.")
    needed = {each for each, field in known.items() if field.default is MISSING}
    if missing := sorted(needed - value.keys()):
        raise PlanError(f"{name} needs {', '.join(missing)}.")
    return dict(value)
