"""Writes what was understood of a form as the files of a package that is not finished.

A draft holds no number that a person has not put there but those of the form itself, and it is refused
by `read_package` for several reasons at once until a person has written down sources, rights, the
hoped-for direction, and filled forms from the manual.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from attune.core.instruments.importers.forms import Form, FormItem, Formula, Kind
from attune.core.instruments.importers.questions import listed
from attune.core.instruments.importers.recomputing import NEAR, Linear, Scorer, told_of

VERSION = "0.0.0"
MOST_ITEMS = 500


@dataclass(frozen=True, slots=True)
class _Scale:
    key: str
    formula: Formula
    weights: dict[str, float]  # by item, all above zero
    backwards: frozenset[str]  # items that count from the other end
    times: float


def draft(form: Form) -> tuple[dict[str, str], list[str]]:
    """The files of a draft, and what a person must decide on it; no files where nothing is scored."""
    runs = Counter(_run(item) for item in form.items if _run(item) is not None)
    if not runs:
        return {}, [
            f"{form.id} has no item whose answers are numbered one by one: no draft is made."
        ]
    low_high = runs.most_common(1)[0][0] or (0, 0)
    items = [item for item in form.items if _run(item) == low_high][:MOST_ITEMS]
    decide = []
    drafted = {item.id for item in items}
    others = [item.id for item in form.counted if item.id not in drafted]
    if others:
        decide.append(
            f"{listed(others)}: their numbers do not run from {low_high[0]} to {low_high[1]} as those of "
            f"the other items, so the draft of {form.id} leaves them out."
        )
    scales, doubts = _scales(form, items)
    files = {
        "questionnaire.json": _questionnaire(form, items, low_high),
        "scoring.toml": _scoring(form, items, low_high, scales),
        "safety.toml": "# Decide: which answers need a person's response at once.\n",
        "rights.toml": _RIGHTS,
        "vectors.csv": "form,"
        + ",".join(str(place + 1) for place in range(len(items)))
        + "".join(f",score:{scale.key}" for scale in scales)
        + "\n",
    }
    return files, [*decide, *doubts]


def _run(item: FormItem) -> tuple[int, int] | None:
    """The ends of an item whose answers are numbered one by one, up or down."""
    numbers = item.numbers
    if not numbers or any(number != int(number) for number in numbers):
        return None
    low, high = int(min(numbers)), int(max(numbers))
    if low == high:
        return None
    if item.kind is not Kind.NUMBER:
        steps = [float(one) for one in range(low, high + 1)] if high - low < len(numbers) else []
        if list(numbers) not in (steps, steps[::-1]):
            return None
    return (low, high) if -1000 <= low < high <= 1000 else None


def _falls(item: FormItem) -> bool:
    """Whether its answers are numbered downwards in the order of the form."""
    return item.numbers[0] > item.numbers[-1]


# ------------------------------------------------------------------------------ scales


def _scales(form: Form, items: Sequence[FormItem]) -> tuple[list[_Scale], list[str]]:
    scorer = Scorer(form)
    found: list[_Scale] = []
    doubts = []
    backwards: dict[str, bool] = {}
    for formula in told_of(form):
        scale = _scale(scorer, formula, items)
        if scale is None:
            if formula.expression is not None:
                doubts.append(
                    f"The score {formula.id} is not in the draft: write it from the manual."
                )
            continue
        turned = {name: name in scale.backwards for name in scale.weights}
        if any(backwards.get(name, one) is not one for name, one in turned.items()):
            doubts.append(
                f"The score {formula.id} is not in the draft: it turns items round that another score "
                "does not."
            )
            continue
        if scale.key in [one.key for one in found]:
            doubts.append(f"The score {formula.id} is not in the draft: another has its name.")
            continue
        backwards |= turned
        found.append(scale)
    return found, doubts


def _scale(scorer: Scorer, formula: Formula, items: Sequence[FormItem]) -> _Scale | None:
    if formula.expression is None or scorer.strangers(formula):
        return None
    linear, by_id = scorer.linear(formula), {item.id: item for item in items}
    if linear is None or not linear.weights or any(name not in by_id for name in linear.weights):
        return None
    if any(abs(weight) < NEAR for weight in linear.weights.values()) or not _fits(linear, by_id):
        return None
    weights = {name: abs(weight) for name, weight in linear.weights.items()}
    least = min(weights.values())
    equal = max(weights.values()) - least < NEAR
    return _Scale(
        re.sub(r"[^a-z0-9]+", "-", formula.id.lower()).strip("-0123456789") or "score",
        formula,
        {name: 1.0 if equal else weight for name, weight in weights.items()},
        frozenset(
            name
            for name, weight in linear.weights.items()
            if (weight < 0) is not _falls(by_id[name])
        ),
        round(least, 12) if equal else 1.0,
    )


def _fits(linear: Linear, by_id: dict[str, FormItem]) -> bool:
    """Whether the constant is just what turning items round brings with it."""
    turned = sum(
        -weight * (min(by_id[name].numbers) + max(by_id[name].numbers))
        for name, weight in linear.weights.items()
        if weight < 0
    )
    return abs(linear.constant - turned) < NEAR


# ------------------------------------------------------------------------------- files


def _key(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60].strip("-") or "form"


def _questionnaire(form: Form, items: Sequence[FormItem], ends: tuple[int, int]) -> str:
    sets: dict[tuple[str, ...], str] = {}
    asked = []
    for place, item in enumerate(items, start=1):
        entry = {"linkId": str(place), "text": item.text or item.id, "type": "integer"}
        words = tuple(one.text for one in item.choices if not one.missing)
        if item.kind is Kind.ONE:
            name = sets.setdefault(words, f"answers-{len(sets) + 1}")
            entry |= {"type": "choice", "answerValueSet": f"#{name}"}
        asked.append(entry)
    data: dict[str, object] = {
        "resourceType": "Questionnaire",
        "id": _key(form.id),
        "version": VERSION,
        "name": "Draft",
        "title": form.title or form.id,
        "status": "draft",
    }
    if form.instructions:
        data["description"] = form.instructions
    if sets:
        data["contained"] = [_value_set(form, name, texts, ends[0]) for texts, name in sets.items()]
    data["item"] = asked
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _value_set(form: Form, name: str, texts: Sequence[str], low: int) -> dict[str, object]:
    concepts = [
        {"code": str(code), "display": text or str(code)}
        for code, text in enumerate(texts, start=low)
    ]
    include = {"system": f"urn:attune:measure:{_key(form.id)}", "concept": concepts}
    return {
        "resourceType": "ValueSet",
        "id": name,
        "status": "active",
        "compose": {"include": [include]},
    }


def _scoring(
    form: Form, items: Sequence[FormItem], ends: tuple[int, int], scales: Sequence[_Scale]
) -> str:
    numbers = {item.id: place for place, item in enumerate(items, start=1)}
    turned = sorted({numbers[name] for scale in scales for name in scale.backwards})
    lines = [
        "# A draft, made from a form of others. Its scoring is what that form does; nobody has compared it",
        "# with the manual. Decide each empty place and name the source of each number.",
        f"id = {_toml(_key(form.id))}",
        f"version = {_toml(VERSION)}",
        f"title = {_toml(form.title or form.id)}",
        'name = ""',
        'about = ""',
        'period = ""',
        'ages = ""',
        "respondents = []",
        'decides = ""',
        "",
        "[sources]",
        "",
        "[items]",
        *(f"# {place} is {_toml(name)}" for name, place in numbers.items()),
        f"count = {len(items)}",
        f"minimum = {ends[0]}",
        f"maximum = {ends[1]}",
        'source = ""',
    ]
    if turned:
        lines.append(f'reversed = {{ items = {turned}, source = "" }}')
    for scale in scales:
        lines += ["", *_scale_lines(scale, numbers, ends)]
    if not scales:
        lines += ["", "[scales]"]
    return "\n".join(lines) + "\n"


def _scale_lines(scale: _Scale, numbers: dict[str, int], ends: tuple[int, int]) -> list[str]:
    weights = {numbers[name]: weight for name, weight in scale.weights.items()}
    total = sum(weights.values()) * scale.times
    lines = [
        f"[scales.{scale.key}]",
        f"# the form's formula: {_toml(' '.join(scale.formula.source.split()))}",
        f"title = {_toml(scale.formula.id)}",
        f"items = {sorted(weights)}",
        f"range = [{_round(ends[0] * total)}, {_round(ends[1] * total)}]",
        'better = ""',
        'source = ""',
    ]
    if scale.times != 1:
        lines.append(f"times = {_round(scale.times)}")
    if set(weights.values()) != {1.0}:
        by_item = ", ".join(f"{place} = {_round(weights[place])}" for place in sorted(weights))
        lines.append(f'weights = {{ by_item = {{ {by_item} }}, source = "" }}')
    return lines


def _round(number: float) -> str:
    return repr(int(number)) if number == int(number) else repr(round(number, 9))


def _toml(text: str) -> str:
    """A text as TOML writes it, on one line, so that it can't end a comment either."""
    shown = json.dumps(text, ensure_ascii=False)
    odd = dict.fromkeys((0x7F, 0x85, 0x2028, 0x2029))
    return shown.translate({sign: f"\\u{sign:04x}" for sign in odd})


_RIGHTS = """\
# Decide: who holds the measure, and what may be done with its wording. Until then nothing may.
# class is "ship", "separate", "bring-your-own-text" or "totals-only".
class = ""
holder = ""
licence = ""
source = ""
"""
