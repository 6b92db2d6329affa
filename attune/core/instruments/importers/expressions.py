"""The few sums that a form's own score may be made of, and what they give. Never `eval`.

A blank is None. Unless an operation says otherwise, what is made of a blank is blank.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

LARGEST = 1e15
DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """Words to compare with; "" is the blank."""

    value: str


@dataclass(frozen=True, slots=True)
class Name:
    """The answer of an item, or another score of the form."""

    id: str


@dataclass(frozen=True, slots=True)
class Call:
    """An operation of `OPERATIONS` on what its parts give."""

    operation: str
    parts: tuple["Expression", ...]


Expression = Number | Text | Name | Call
Value = float | str | None


def evaluate(expression: Expression, values: Mapping[str, float | None]) -> Value:
    """What an expression gives for these answers; a name that isn't among them is blank."""
    if isinstance(expression, Number):
        return expression.value
    if isinstance(expression, Text):
        return expression.value or None
    if isinstance(expression, Name):
        return values.get(expression.id)
    operation, _ = OPERATIONS[expression.operation]
    found = operation([evaluate(part, values) for part in expression.parts])
    if isinstance(found, float) and not abs(found) < LARGEST:
        return None
    return found


def names_of(expression: Expression) -> tuple[str, ...]:
    """The names in an expression, each once, in their order."""
    found: dict[str, None] = {}
    waiting = [expression]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Name):
            found.setdefault(one.id)
        elif isinstance(one, Call):
            waiting.extend(reversed(one.parts))
    return tuple(found)


def size_of(expression: Expression) -> int:
    """How many parts it has, itself among them."""
    count, waiting = 0, [expression]
    while waiting:
        one = waiting.pop()
        count += 1
        if isinstance(one, Call):
            waiting.extend(one.parts)
    return count


def depth_of(expression: Expression) -> int:
    """How many operations lie in each other at most."""
    deepest, level = 0, [expression]
    while level:
        level = [part for one in level if isinstance(one, Call) for part in one.parts]
        deepest += bool(level)
        if deepest > DEEPEST:
            break
    return deepest


# -------------------------------------------------------------------------- operations


def _numbers(values: Sequence[Value]) -> list[float]:
    return [float(value) for value in values if isinstance(value, int | float)]


def _whole(rule: Callable[..., float]) -> Callable[[Sequence[Value]], Value]:
    """An operation that gives nothing unless each of its parts is a number."""

    def operation(values: Sequence[Value]) -> Value:
        numbers = _numbers(values)
        if len(numbers) < len(values):
            return None
        try:
            return float(rule(*numbers))
        except (ArithmeticError, ValueError, TypeError):
            return None

    return operation


def _of_those_there(rule: Callable[[list[float]], float]) -> Callable[[Sequence[Value]], Value]:
    """An operation on the numbers that are there; nothing where there are none."""

    def operation(values: Sequence[Value]) -> Value:
        numbers = _numbers(values)
        return float(rule(numbers)) if numbers else None

    return operation


def _power(base: float, exponent: float) -> float:
    return float(math.pow(base, exponent))


def _rounded(number: float, places: float = 0) -> float:
    """Halves go away from zero, as in the programs that these forms come from."""
    scale = 10 ** max(-9, min(9, int(places)))
    return math.copysign(math.floor(abs(number) * scale + 0.5) / scale, number)


def _compared(rule: Callable[[float, float], bool]) -> Callable[[Sequence[Value]], Value]:
    def operation(values: Sequence[Value]) -> Value:
        numbers = _numbers(values)
        return float(len(numbers) == len(values) and rule(*numbers))

    return operation


def _first_there(values: Sequence[Value]) -> Value:
    return next((value for value in values if value is not None), None)


ANY = 500
OPERATIONS: Mapping[str, tuple[Callable[[Sequence[Value]], Value], tuple[int, int]]] = {
    "sum": (_whole(lambda *them: math.fsum(them)), (2, ANY)),
    "-": (_whole(lambda one, other: one - other), (2, 2)),
    "*": (_whole(lambda one, other: one * other), (2, 2)),
    "/": (_whole(lambda one, other: one / other), (2, 2)),
    "%": (_whole(math.fmod), (2, 2)),
    "^": (_whole(_power), (2, 2)),
    "minus": (_whole(lambda one: -one), (1, 1)),
    "number": (_whole(lambda one: one), (1, 1)),
    "int": (_whole(math.floor), (1, 1)),
    "abs": (_whole(abs), (1, 1)),
    "round": (_whole(_rounded), (1, 2)),
    "=": (lambda values: float(values[0] == values[1]), (2, 2)),
    "!=": (lambda values: float(values[0] != values[1]), (2, 2)),
    "<": (_compared(lambda one, other: one < other), (2, 2)),
    ">": (_compared(lambda one, other: one > other), (2, 2)),
    "<=": (_compared(lambda one, other: one <= other), (2, 2)),
    ">=": (_compared(lambda one, other: one >= other), (2, 2)),
    "and": (lambda values: float(all(values)), (2, 2)),
    "or": (lambda values: float(any(values)), (2, 2)),
    "not": (lambda values: float(not values[0]), (1, 1)),
    "if": (lambda values: values[1] if values[0] else values[2], (3, 3)),
    "there": (lambda values: float(values[0] is not None), (1, 1)),
    "first there": (_first_there, (1, ANY)),
    "either": (lambda values: values[0] or values[1], (2, 2)),
    "sum of those there": (_of_those_there(math.fsum), (1, ANY)),
    "mean of those there": (_of_those_there(lambda them: math.fsum(them) / len(them)), (1, ANY)),
    "least": (_of_those_there(min), (1, ANY)),
    "greatest": (_of_those_there(max), (1, ANY)),
    "total": (lambda values: math.fsum(_numbers(values)), (0, ANY)),
    "count": (lambda values: float(len(_numbers(values))), (0, ANY)),
}
"""By name: the operation, and how many parts it takes, at least and at most. "total" and "count" are 0
where nothing is there."""
