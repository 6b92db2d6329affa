"""ReproSchema activities in one JSON file: the activity and its items, joined.

Answers that several items share, a file of their own, may stand beside them under the name of that file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from attune.core.instruments.importers.forms import (
    MOST_ITEMS,
    Choice,
    Form,
    FormError,
    FormItem,
    Kind,
    Reading,
)
from attune.core.instruments.importers.loose import dicts, exact, inside, number, words
from attune.core.instruments.importers.parsing import SCRIPT
from attune.core.instruments.importers.questions import (
    MOST_CHOICES,
    formula,
    listed,
    with_missing,
)

Data = Mapping[str, Any]
CHOSEN = {"radio", "select", "dropdown", "slider"}


def is_bundle(data: object) -> bool:
    """Whether this JSON holds an activity of ReproSchema."""
    return isinstance(data, dict) and bool(inside(inside(data, "activity"), "ui"))


@dataclass
class _Findings:
    dropped: list[str] = field(default_factory=list)
    elsewhere: dict[str, list[str]] = field(default_factory=dict)
    languages: set[str] = field(default_factory=set)
    shared: Data = field(default_factory=dict)

    def told(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        others = sorted(self.languages - {"en"})
        if "en" in self.languages and others:
            self.dropped.append(f"The wording in other languages: {listed(others, 40)}.")
        decide = [
            f"The answers of {listed(items)} are in a file of their own ({where}) that is not here: "
            "their wording and their numbers are not known."
            for where, items in self.elsewhere.items()
        ]
        return tuple(self.dropped), tuple(decide)


def read_reproschema(data: Data) -> Reading:
    """The form of a bundle. Raises FormError."""
    activity, found = inside(data, "activity"), _Findings()
    defined = {
        _last(key): one for key, one in inside(data, "items").items() if isinstance(one, dict)
    }
    found.shared = {
        _last(key): {**one, "choices": dicts(one, "choices")[: MOST_CHOICES + 1]}
        for key, one in data.items()
        if isinstance(one, dict)
    }
    scores = {exact(one, "variableName"): one for one in dicts(activity, "compute")}
    places = dicts(inside(activity, "ui"), "addProperties")
    if len(places) > MOST_ITEMS:
        raise FormError(f"The file has more than {MOST_ITEMS} items.")
    items = []
    for place in places:
        name = exact(place, "variableName") or _last(exact(place, "isAbout"))
        definition = defined.get(_last(exact(place, "isAbout")))
        if name in scores:
            continue
        if definition is None:
            found.dropped.append(f"{name}: its item is not in the file.")
        elif inside(definition, "ui").get("readonlyValue") is True:
            found.dropped.append(f"{name}: it is shown, not asked.")
        else:
            items.append(_item(name, place, definition, found))
    formulas = []
    for name, one in scores.items():
        limits = inside(defined.get(name), "responseOptions")
        formulas.append(
            formula(
                name,
                exact(one, "jsExpression"),
                SCRIPT,
                blank_is_zero=True,
                minimum=number(limits.get("minValue")),
                maximum=number(limits.get("maxValue")),
            )
        )
    form = Form(
        _last(exact(activity, "id") or exact(activity, "@id")) or "activity",
        words(activity, "prefLabel"),
        tuple(items),
        tuple(formulas),
        words(activity, "preamble"),
    )
    return Reading("ReproSchema", (form,), *found.told())


def _last(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def _item(name: str, place: Data, definition: Data, found: _Findings) -> FormItem:
    answers = inside(definition, "responseOptions")
    where = exact(definition, "responseOptions") or exact(answers, "choices")
    if where and _last(where) in found.shared:
        answers = {**answers, **found.shared[_last(where)]}
    elif where:
        found.elsewhere.setdefault(where, []).append(name)
    found.languages.update(inside(definition, "question"))
    choices = with_missing(
        [
            Choice(
                exact(one, "value"),
                words(one, "name") or exact(one, "value"),
                number(one.get("value")),
            )
            for one in dicts(answers, "choices")
        ]
    )
    shown = place.get("isVis")
    return FormItem(
        name,
        words(definition, "question") or words(definition, "prefLabel"),
        _kind(exact(inside(definition, "ui"), "inputType"), answers),
        choices,
        place.get("valueRequired") is True or place.get("requiredValue") is True,
        number(answers.get("minValue")),
        number(answers.get("maxValue")),
        shown if isinstance(shown, str) else ("never" if shown is False else ""),
    )


def _kind(shown_as: str, answers: Data) -> Kind:
    if answers.get("multipleChoice") is True:
        return Kind.MANY
    if shown_as in CHOSEN:
        return Kind.NUMBER if shown_as == "slider" and not answers.get("choices") else Kind.ONE
    if shown_as in ("number", "integer", "xsd:int", "float"):
        return Kind.NUMBER
    return Kind.TEXT if shown_as in ("text", "textarea") else Kind.OTHER
