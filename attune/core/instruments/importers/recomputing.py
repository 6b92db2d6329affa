"""Fills a form in, by numbers, and computes its scores as the form itself would."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from attune.core.instruments.importers.expressions import Expression, evaluate, names_of, size_of
from attune.core.instruments.importers.forms import MOST_FORMULAS, Form, FormItem, Formula

NEAR = 1e-9
MOST_EFFORT = 100_000  # parts of formulas times items: keeps a file of strangers quick to read
TOO_LONG = "together the formulas are too long to be recomputed here"
TRIED = (0.37, 1.91, 2.43)  # numbers that no form has, to see whether a score is a plain sum


@dataclass(frozen=True, slots=True)
class Linear:
    """A score that is a weighted sum: `constant` and the weight of each item."""

    constant: float
    weights: Mapping[str, float]


class Scorer:
    """Computes the scores of one form. A score may be made of other scores, not of itself."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._formulas = {one.id: one for one in form.formulas if one.expression is not None}
        self._items = {item.id for item in form.items}
        self._known: dict[str, tuple[list[Formula], set[str]]] = {}

    def strangers(self, formula: Formula) -> tuple[str, ...]:
        """The names in a formula, or in those that it is made of, that mean nothing in this form."""
        _, names = self._needed(formula)
        return tuple(
            name
            for name in names
            if (name not in self._items and name not in self._formulas) or name == formula.id
        )

    def used(self, formula: Formula) -> tuple[FormItem, ...]:
        """The items that a score is made of, in the order of the form."""
        _, names = self._needed(formula)
        return tuple(item for item in self._form.items if item.id in names)

    def effort(self, formula: Formula) -> int:
        """How many parts must be looked at to compute it once."""
        order, _ = self._needed(formula)
        return sum(size_of(one.expression) for one in order if one.expression is not None)

    def score(self, formula: Formula, answers: Mapping[str, float | None]) -> float | None:
        """The score of a form filled in like this; an item that isn't named is blank."""
        blank = 0.0 if formula.blank_is_zero else None
        order, names = self._needed(formula)
        values = {name: answers.get(name) for name in names}
        values = {name: blank if value is None else value for name, value in values.items()}
        for one in order:
            values[one.id] = self._number(one.expression, values)
        return values.get(formula.id)

    @staticmethod
    def _number(expression: Expression | None, values: Mapping[str, float | None]) -> float | None:
        found = None if expression is None else evaluate(expression, values)
        return found if isinstance(found, float) else None

    def _needed(self, formula: Formula) -> tuple[list[Formula], set[str]]:
        """The formulas to compute, those that are needed first, and all names that they read."""
        if formula.id not in self._known:
            self._known[formula.id] = self._found(formula)
        return self._known[formula.id]

    def _found(self, formula: Formula) -> tuple[list[Formula], set[str]]:
        order: list[Formula] = []
        names: set[str] = set()
        seen, waiting = set(), [(formula, False)]
        while waiting:
            one, ready = waiting.pop()
            if ready:
                order.append(one)
            elif one.id not in seen and one.expression is not None:
                seen.add(one.id)
                waiting.append((one, True))
                inner = names_of(one.expression)
                names.update(inner)
                waiting.extend(
                    (self._formulas[name], False) for name in inner if name in self._formulas
                )
        return order, names

    def linear(self, formula: Formula) -> Linear | None:
        """The weights of the items, where a score without blanks is a weighted sum of them."""
        used = self.used(formula)
        nothing = {item.id: 0.0 for item in used}
        constant = self.score(formula, nothing)
        if constant is None:
            return None
        weights = {}
        for item in used:
            found = self.score(formula, nothing | {item.id: 1.0})
            if found is None:
                return None
            weights[item.id] = found - constant
        for number, step in ((one, other) for one in TRIED for other in TRIED):
            tried = {item.id: number + step * place for place, item in enumerate(used)}
            expected = constant + sum(weights[name] * value for name, value in tried.items())
            found = self.score(formula, tried)
            if found is None or abs(found - expected) > NEAR * max(1.0, abs(expected)):
                return None
        return Linear(constant, weights)


def told_of(form: Form) -> list[Formula]:
    """The scores of a form, without what only serves others: FHIR's variables that are read or constant."""
    read = {
        name
        for one in form.formulas
        if one.expression is not None
        for name in names_of(one.expression)
    }
    return [
        one
        for one in form.formulas
        if not one.id.startswith("%") or (one.id not in read and _asks(one))
    ]


def _asks(formula: Formula) -> bool:
    """Whether a formula depends on anything, as far as it was understood."""
    return formula.expression is None or bool(names_of(formula.expression))


def affordable(forms: Sequence[Form]) -> list[Form]:
    """The forms; where recomputing their scores would take too long, the rest as not understood."""
    left, count, found = MOST_EFFORT, MOST_FORMULAS, []
    for form in forms:
        scorer, formulas = Scorer(form), []
        for formula in form.formulas:
            count -= 1
            effort = left + 1
            if count >= 0:
                effort = scorer.effort(formula) * max(1, len(scorer.used(formula)))
            if effort > left:
                formulas.append(
                    replace(formula, expression=None, why_not=formula.why_not or TOO_LONG)
                )
                continue
            left -= effort
            formulas.append(formula)
        found.append(replace(form, formulas=tuple(formulas)))
    return found
