"""Holds a form against the measures that are known: which it looks like, and where it scores otherwise."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from attune.core.instruments.importers.forms import Form, FormItem, Formula, Kind, numbered
from attune.core.instruments.importers.questions import listed
from attune.core.instruments.importers.recomputing import NEAR, Scorer, told_of
from attune.core.instruments.model import Item, Measure, RightsClass, Scale, Status
from attune.core.instruments.scoring import score
from attune.core.instruments.vectors import answers_of

SHOWN = 2  # filled forms that are told of as examples


@dataclass(frozen=True, slots=True)
class Known:
    """A measure with its filled forms, as `vectors.csv` has them.

    falling: items that are printed with their greatest number first.
    """

    measure: Measure
    forms: Sequence[Mapping[str, str]]
    falling: frozenset[str] = frozenset()


def looks_like(form: Form, name: str, known: Sequence[Known]) -> Known | None:
    """The measure that a form has the name or the words of. name: of the file."""
    called = "\n".join((form.id, form.title, _shared(form), name)).lower()
    named = [one for one in known if _pattern(one.measure).search(called)]
    worded = [one for one in known if _same_words(form, one.measure)]
    return next(iter([*worded, *sorted(named, key=lambda one: -len(one.measure.id))]), None)


def _shared(form: Form) -> str:
    """The letters with which the ids of all its items begin: "epds_" of "epds_1", "epds_2"."""
    if len(form.items) < 2:
        return ""
    first, last = min(item.id for item in form.items), max(item.id for item in form.items)
    pairs = zip(first, last, strict=False)
    return first[: next((at for at, (one, other) in enumerate(pairs) if one != other), len(first))]


def _pattern(measure: Measure) -> re.Pattern[str]:
    parts = "[-_ ]?".join(map(re.escape, measure.id.split("-")))
    return re.compile(rf"(?<![a-z0-9]){parts}(?![a-z0-9])")


def _same_words(form: Form, measure: Measure) -> bool:
    ours = {_letters(item.text) for item in measure.items if item.text}
    theirs = {_letters(item.text) for item in form.items}
    return len(ours) > 2 and len(ours & theirs) >= 0.8 * len(ours)


def _letters(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())


# ------------------------------------------------------------------------- differences


def differences(form: Form, known: Known) -> Iterator[str]:
    """In what a form differs from the measure that it looks like, a sentence each."""
    measure = known.measure
    yield (
        f"{form.id} looks like {measure.title}, which Attune has already, sourced and tried. Use that one "
        "unless this form differs from it on purpose."
    )
    if measure.rights.rights_class not in (RightsClass.SHIP, RightsClass.SEPARATE):
        yield (
            f"The words of {measure.title} may not be copied freely. Holder: {measure.rights.holder}. "
            f"Licence: {measure.rights.licence}."
        )
    if not measure.items:
        yield f"Attune knows only the totals of {measure.title}, so its items were not compared."
        return
    items = _measured(form, measure)
    if len(items) != len(measure.items):
        yield (
            f"{measure.title} has {len(measure.items)} items, and {len(items)} of this form have answers "
            "with numbers, so its scoring was not compared."
        )
        return
    answers = [
        _answers(item, ours, ours.id in known.falling)
        for item, ours in zip(items, measure.items, strict=True)
    ]
    odd = [numbered(items, item) for item, each in zip(items, answers, strict=True) if not each]
    if odd:
        yield f"{listed(odd)}: not as many answers as in {measure.title}, so nothing more was compared."
        return
    if not measure.worded:
        yield (
            f"Attune does not hold the words of {measure.title}: answers were matched by their place. See "
            "that each item lists its answers in the order of the printed form."
        )
    yield from _Comparison(form, known, items, answers).told()


def _measured(form: Form, measure: Measure) -> list[FormItem]:
    """The items that answer those of the measure, in its order: by their words, where it has them.

    Otherwise those with numbers, and where there are more of them, those in a score.
    """
    counted = list(form.counted)
    by_words = {_letters(item.text): item for item in counted}
    if measure.worded and all(_letters(ours.text) in by_words for ours in measure.items):
        return [by_words[_letters(ours.text)] for ours in measure.items]
    if len(counted) > len(measure.items):
        scorer = Scorer(form)
        for formula in form.formulas:
            used = list(scorer.used(formula))
            if len(used) == len(measure.items) and all(item.numbers for item in used):
                return used
    return counted


Answers = tuple[tuple[int, float], ...]
"""For each answer of an item, in the order of the form: the raw answer of the measure, and the number that
the form gives it."""


def _answers(item: FormItem, ours: Item, falling: bool) -> Answers:
    """How the answers of an item match those of the measure's; empty where they don't fit.

    They are matched by their words where both have the same; otherwise by their place in the form.
    """
    raw, numbers = list(ours.values), item.numbers
    if item.kind is Kind.NUMBER:
        fits = list(numbers) == [float(raw[0]), float(raw[-1])]
        return tuple((one, float(one)) for one in raw) if fits else ()
    if len(numbers) != len(raw):
        return ()
    by_words = {_letters(option.text): option.value for option in ours.options}
    theirs = [_letters(one.text) for one in item.choices if not one.missing]
    if by_words and set(theirs) == set(by_words):
        raw = [by_words[text] for text in theirs]
    elif falling:
        raw.reverse()
    return tuple(zip(raw, numbers, strict=True))


@dataclass(frozen=True)
class _Comparison:
    form: Form
    known: Known
    items: list[FormItem]
    answers: list[Answers]

    def told(self) -> Iterator[str]:
        scorer = Scorer(self.form)
        compared = False
        for formula in told_of(self.form):
            scale = self._scale_of(scorer, formula)
            if scale is not None:
                compared = True
                yield from self._directions(scorer, formula, scale)
                yield from self._filled(scorer, formula, scale)
        if not compared:
            yield from self._numbers()

    def _scale_of(self, scorer: Scorer, formula: Formula) -> Scale | None:
        """The scale that is made of the same items as a formula."""
        if formula.expression is None or scorer.strangers(formula):
            return None
        used = scorer.used(formula)
        ids = {
            ours.id
            for item, ours in zip(self.items, self.known.measure.items, strict=True)
            if item in used
        }
        if not ids or len(ids) < len(used):
            return None
        fits = (scale for scale in self.known.measure.scales if set(scale.items) == ids)
        return next(fits, None)

    def _directions(self, scorer: Scorer, formula: Formula, scale: Scale) -> Iterator[str]:
        """Items with whose answers, from the first to the last, the score goes the other way."""
        first = {ours.id: answers[0][0] for ours, answers in self._pairs()}
        theirs, by_us = self._both(scorer, formula, scale, first)
        for place, (ours, answers) in enumerate(self._pairs()):
            if ours.id not in scale.items:
                continue
            last = {**first, ours.id: answers[-1][0]}
            theirs_then, by_us_then = self._both(scorer, formula, scale, last)
            change, expected = theirs_then - theirs, by_us_then - by_us
            if change * expected < 0:
                yield self._backwards(
                    place,
                    f"the form scores {formula.id} backwards",
                    f"With its last answer{{}} the score is {_turn(change)} than with its first, and by "
                    f"the manual {_turn(expected)}.",
                )

    def _numbers(self) -> Iterator[str]:
        """Without a score to compare: whether the numbers of the answers themselves run the same way."""
        shifted = []
        for place, (ours, answers) in enumerate(self._pairs()):
            (raw_first, first), (raw_last, last) = answers[0], answers[-1]
            by_us = [ours.scored(raw_first) or 0, ours.scored(raw_last) or 0]
            if (last - first) * (by_us[1] - by_us[0]) < 0:
                yield self._backwards(
                    place,
                    "the form numbers its answers backwards",
                    f"Its first answer has {first:g} and its last{{}} {last:g}; by the manual they count "
                    f"{by_us[0]} and {by_us[1]}.",
                )
            elif any(ours.scored(raw) != number for raw, number in answers):
                shifted.append(numbered(self.items, self.items[place]))
        if shifted:
            yield (
                f"The answers of {listed(shifted)} have other numbers than in the manual of "
                f"{self.known.measure.title}, although they run the same way."
            )

    def _pairs(self) -> list[tuple[Item, Answers]]:
        return list(zip(self.known.measure.items, self.answers, strict=True))

    def _backwards(self, place: int, what: str, how: str) -> str:
        measure, item = self.known.measure, self.items[place]
        ours = measure.items[place]
        last = [one.text for one in item.choices if not one.missing][-1:]
        words = f" (“{last[0]}”)" if last and last[0] else ""
        risk = any(alert.item == ours.id for alert in measure.safety.alerts)
        danger = (
            " Answers to this item need a person's response: it must not be wrong." if risk else ""
        )
        return (
            f"Look at {numbered(self.items, item)}: {what} compared with the manual of {measure.title}. "
            f"{how.format(words)}{danger}"
        )

    def _both(
        self, scorer: Scorer, formula: Formula, scale: Scale, raw: Mapping[str, int]
    ) -> tuple[float, float]:
        """The score by the form and by the measure of a form without blanks."""
        ours = score(self.known.measure, raw).scores[scale.id]
        theirs = scorer.score(formula, self._values(raw))
        return theirs or 0.0, ours or 0.0

    def _values(self, raw: Mapping[str, int | Status]) -> dict[str, float | None]:
        """What the form counts for raw answers; an answer that is no number is blank."""
        found: dict[str, float | None] = {}
        for item, (ours, answers) in zip(self.items, self._pairs(), strict=True):
            number = _number(raw, ours.id)
            found[item.id] = None if number is None else dict(answers)[number]
        return found

    def _filled(self, scorer: Scorer, formula: Formula, scale: Scale) -> Iterator[str]:
        wrong = []
        for row in self.known.forms:
            raw = answers_of(self.known.measure, row)
            ours = score(self.known.measure, raw).scores[scale.id]
            theirs = scorer.score(formula, self._values(raw))
            if not _same(ours, theirs):
                wrong.append(f"“{row['form']}” gives {_told(theirs)}, not {_told(ours)}")
        if wrong:
            yield (
                f"Of {len(self.known.forms)} filled forms of {self.known.measure.title}, {len(wrong)} score "
                f"otherwise by the form's {formula.id}: {'; '.join(wrong[:SHOWN])}."
            )


def _number(raw: Mapping[str, int | Status], item_id: str) -> int | None:
    answer = raw.get(item_id)
    return answer if isinstance(answer, int) else None


def _turn(change: float) -> str:
    return f"{abs(change):g} {'higher' if change > 0 else 'lower'}"


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) < NEAR * max(1.0, abs(one))


def _told(number: float | None) -> str:
    return "nothing" if number is None else f"{number:g}"
