"""What a form's own scores and answers give reason to doubt, a sentence each."""

import re
from collections.abc import Iterator, Sequence

from attune.core.instruments.importers.forms import Choice, Form, FormItem, Formula, Kind, numbered
from attune.core.instruments.importers.questions import listed
from attune.core.instruments.importers.recomputing import NEAR, Scorer, told_of

NONE = re.compile(
    r"(no|never|none|nothing|not at all|not ever|hardly ever|disagree|not true)\b", re.I
)
HARM = re.compile(
    r"suicid|harm|hurt|\bkill|\bdead\b|\bdie\b|\bdying\b|death|self-injur|abuse", re.I
)


def item_doubts(form: Form) -> Iterator[str]:
    """What the items leave to a person."""
    coded: dict[str, list[str]] = {}
    for item in form.items:
        away = [one for one in item.choices if one.missing]
        if away:
            told = ", ".join(f"{one.code} “{one.text}”" for one in away)
            coded.setdefault(told, []).append(item.id)
    for told, names in coded.items():
        yield f"{listed(names)}: {told} was taken for no answer and kept out of the range."
    for number, item in enumerate(form.items, start=1):
        place = f"Item {number} ({item.id})"
        if HARM.search(item.text):
            yield f"{place} speaks of harm: say which of its answers need a person's response."
        yield from _number_doubts(item, place)


def _number_doubts(item: FormItem, place: str) -> Iterator[str]:
    if item.kind is not Kind.ONE or len(item.numbers) < 2:
        return
    if len(set(item.numbers)) < len(item.numbers):
        yield f"{place}: two of its answers count the same."
    top = max(_counted(item), key=lambda one: one.number or 0)
    if len(item.numbers) > 2 and NONE.match(top.text):
        yield (
            f"{place}: the answer “{top.text}” has the highest number, {top.number:g}. Say whether the "
            "manual counts it so."
        )


def _counted(item: FormItem) -> list[Choice]:
    return [one for one in item.choices if not one.missing]


# ------------------------------------------------------------------------------ scores


def score_findings(form: Form) -> tuple[list[str], list[str], list[str]]:
    """What was recomputed of the form's scores, what was dropped, what a person must decide."""
    recomputed: list[str] = []
    dropped: list[str] = []
    decide: list[str] = []
    scorer = Scorer(form)
    scores = told_of(form)
    for formula in scores:
        if formula.expression is None:
            dropped.append(
                f"{formula.id}: the form's formula is not understood, because {formula.why_not}: "
                f"{' '.join(formula.source.split())[:80]}"
            )
        elif fault := _why_not(scorer, formula):
            decide.append(fault)
        else:
            recomputed.append(_recomputed(form, scorer, formula))
            decide.extend(_score_doubts(form, scorer, formula))
    if form.counted and not recomputed:
        decide.append(
            f"{_name(form)} holds no score that could be recomputed: take it from the manual."
        )
    if recomputed and len(scores) == 1:
        decide.extend(_left_out(form, scorer.used(scores[0])))
    return recomputed, dropped, decide


def _name(form: Form) -> str:
    return f"The form {form.id}"


def _why_not(scorer: Scorer, formula: Formula) -> str:
    """Why a score that is understood cannot be recomputed, as a sentence; "" where it can."""
    strangers = scorer.strangers(formula)
    if strangers:
        return (
            f"The score {formula.id} is made of {listed(sorted(strangers))}, which is no question "
            "that was read: it can't be recomputed."
        )
    used = scorer.used(formula)
    if not used:
        always = scorer.score(formula, {})
        told = "nothing" if always is None else f"{always:g}"
        return (
            f"The score {formula.id} never reaches an answer: however the form is filled in, it gives "
            f"{told}. Its formula: {formula.source[:120]}"
        )
    unknown = [item.id for item in used if not item.numbers]
    if unknown:
        return (
            f"The score {formula.id} can't be recomputed: the form does not say what the answers of "
            f"{listed(unknown)} count."
        )
    return ""


def lowest(items: Sequence[FormItem]) -> dict[str, float]:
    """Each item with its least number."""
    return {item.id: min(item.numbers) for item in items}


def highest(items: Sequence[FormItem]) -> dict[str, float]:
    """Each item with its greatest number."""
    return {item.id: max(item.numbers) for item in items}


def _told(number: float | None) -> str:
    return "nothing" if number is None else f"{number:g}"


def _recomputed(form: Form, scorer: Scorer, formula: Formula) -> str:
    used = scorer.used(formula)
    most = highest(used)
    one_blank = scorer.score(formula, {**most, used[0].id: None})
    sentence = (
        f"{formula.id} is made of {len(used)} items: all lowest numbers give "
        f"{_told(scorer.score(formula, lowest(used)))}, all highest {_told(scorer.score(formula, most))}, "
        f"all highest with {used[0].id} blank {_told(one_blank)}."
    )
    backwards = [numbered(form.items, item) for item in used if _effect(scorer, formula, item) < 0]
    if backwards:
        sentence += f" It goes down where the number goes up: {listed(backwards, 40)}."
    return sentence


def _effect(scorer: Scorer, formula: Formula, item: FormItem) -> float:
    """How much more the score is with the item's greatest number than with its least."""
    least = lowest(scorer.used(formula))
    low = scorer.score(formula, least)
    high = scorer.score(formula, {**least, item.id: max(item.numbers)})
    return 0.0 if low is None or high is None else high - low


def _score_doubts(form: Form, scorer: Scorer, formula: Formula) -> Iterator[str]:
    yield from _blank_doubts(scorer, formula)
    yield from _code_doubts(scorer, formula)
    used = scorer.used(formula)
    hidden = [item.id for item in used if item.shown_if]
    if hidden:
        yield (
            f"The score {formula.id} uses {listed(hidden)}, asked only under a condition: say what "
            "counts where it is not asked."
        )
    without = [numbered(form.items, item) for item in used if _effect(scorer, formula, item) == 0]
    if without:
        yield f"The score {formula.id} does not change with {listed(without)}, although it reads it."
    yield from _range_doubts(scorer, formula)


def _blank_doubts(scorer: Scorer, formula: Formula) -> Iterator[str]:
    """Whether a blank answer counts as zero, or is passed over without a rule."""
    used = scorer.used(formula)
    most = highest(used)
    zero: list[str] = []
    given: list[str] = []
    for item in used:
        blank = scorer.score(formula, {**most, item.id: None})
        as_zero = scorer.score(formula, {**most, item.id: 0.0})
        if blank is None or as_zero is None:
            continue
        matters = abs(as_zero - (scorer.score(formula, most) or 0)) > NEAR
        (zero if matters and abs(blank - as_zero) < NEAR else given).append(item.id)
    if zero:
        which = "a blank answer" if len(zero) == len(used) else f"a blank answer to {listed(zero)}"
        yield f"The score {formula.id} counts {which} as zero. Say what the manual does with a blank."
    elif given:
        yield (
            f"The score {formula.id} is given although answers are blank. Say how many the manual allows."
        )


def _code_doubts(scorer: Scorer, formula: Formula) -> Iterator[str]:
    """Whether a code for no answer (777) is added as if it were a number."""
    used = scorer.used(formula)
    most = highest(used)
    for item in used:
        blank = scorer.score(formula, {**most, item.id: None})
        for one in item.choices:
            if not one.missing or one.number is None:
                continue
            found = scorer.score(formula, {**most, item.id: one.number})
            if found is not None and found != blank:
                yield (
                    f"The score {formula.id} adds the code {one.code} of {item.id} (“{one.text}”) as if it "
                    f"were a number, and gives {found:g}."
                )
                return


def _range_doubts(scorer: Scorer, formula: Formula) -> Iterator[str]:
    if formula.minimum is None or formula.maximum is None:
        return
    linear, used = scorer.linear(formula), scorer.used(formula)
    if linear is None:
        return
    parts = [sorted(linear.weights[item.id] * one for one in item.numbers) for item in used]
    low = linear.constant + sum(part[0] for part in parts)
    high = linear.constant + sum(part[-1] for part in parts)
    if abs(low - formula.minimum) > NEAR or abs(high - formula.maximum) > NEAR:
        yield (
            f"The form says that {formula.id} runs from {formula.minimum:g} to {formula.maximum:g}; its "
            f"answers give {low:g} to {high:g}."
        )


def _left_out(form: Form, used: Sequence[FormItem]) -> Iterator[str]:
    known = {item.id for item in used}
    names = [
        f"item {number} ({item.id})"
        for number, item in enumerate(form.items, start=1)
        if item.numbers and item.id not in known
    ]
    if names:
        yield f"The only score of {form.id} leaves out {listed(names)}."
