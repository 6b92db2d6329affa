"""What a package's files must agree on, once each of them has the right form."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from attune.core.instruments.building import options_by_set
from attune.core.instruments.model import RightsClass

Data = Mapping[str, Any]
WORDED = (RightsClass.SHIP, RightsClass.SEPARATE)


def faults_of(questionnaire: Data, scoring: Data, safety: Data, rights: Data) -> Iterator[str]:
    """All that is wrong, a sentence each."""
    for file, data in (("scoring", scoring), ("safety", safety), ("rights", rights)):
        for source in _cited(data):
            if source not in scoring["sources"]:
                yield f"{file}.toml cites {source!r}, which is not among the sources."
    if (questionnaire["id"], questionnaire["version"]) != (scoring["id"], scoring["version"]):
        yield "questionnaire.json and scoring.toml name different measures or versions."
    yield from _item_faults(questionnaire, scoring.get("items"))
    yield from _wording_faults(questionnaire, rights)
    if scoring["decides"] not in scoring["scales"]:
        yield f"The scale that decides, {scoring['decides']!r}, is not among the scales."
    before: list[str] = []
    for key, scale in scoring["scales"].items():
        for fault in _scale_faults(scale, scoring.get("items"), scoring["scales"], before):
            yield f"Scale {key}: {fault}"
        before.append(key)
    yield from _safety_faults(safety, scoring.get("items"))


def _cited(value: object) -> Iterator[str]:
    """Every `source` in a file, however deep."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            if key == "source":
                yield part
            else:
                yield from _cited(part)
    elif isinstance(value, list):
        for part in value:
            yield from _cited(part)


# ------------------------------------------------------------------------------- items


def _item_faults(questionnaire: Data, items: Data | None) -> Iterator[str]:
    asked = questionnaire.get("item", [])
    if items is None:
        if asked:
            yield "questionnaire.json has items, and scoring.toml says nothing of them."
        return
    if [one["linkId"] for one in asked] != [str(n + 1) for n in range(items["count"])]:
        yield f"questionnaire.json must number its items from 1 to {items['count']}."
    if items["minimum"] >= items["maximum"]:
        yield "The least answer of an item must be below its greatest."
    for part in ("reversed", "not_applicable"):
        for number in items.get(part, {}).get("items", ()):
            if number > items["count"]:
                yield f"There is no item {number} to be {part.replace('_', ' ')}."
    counts = items.get("not_applicable", {}).get("counts", items["minimum"])
    if not items["minimum"] <= counts <= items["maximum"]:
        yield "What an item counts where it does not apply is outside the items' range."
    yield from _option_faults(questionnaire, items)


def _option_faults(questionnaire: Data, items: Data) -> Iterator[str]:
    sets = options_by_set(questionnaire)
    wanted = list(range(items["minimum"], items["maximum"] + 1))
    for one in questionnaire.get("item", []):
        chosen = one.get("answerValueSet")
        if chosen is not None and chosen not in sets:
            yield f"Item {one['linkId']} takes its answers from {chosen}, which is not in the file."
        elif (one["type"] == "choice" and "text" in one) is not (chosen is not None):
            yield f"Item {one['linkId']}: an item with words that is a choice names its answers, no other."
    for name, options in sets.items():
        if [option.value for option in options] != wanted:
            yield f"The answers {name} must be numbered {wanted[0]} to {wanted[-1]}, in this order."


def _wording_faults(questionnaire: Data, rights: Data) -> Iterator[str]:
    asked = questionnaire.get("item", [])
    may = RightsClass(rights["class"]) in WORDED
    if may and not (asked and all("text" in one for one in asked)):
        yield "The rights say that the wording is shipped, and it is not all there."
    if not may and (
        "description" in questionnaire
        or "contained" in questionnaire
        or any("text" in one for one in asked)
    ):
        yield "The rights don't allow the wording to be shipped, and there is wording."


# ------------------------------------------------------------------------------ scales


def _scale_faults(
    scale: Data, items: Data | None, scales: Data, before: list[str]
) -> Iterator[str]:
    parts, of = scale.get("items", ()), scale.get("of", ())
    if parts and of:
        yield "it is made of items or of scales, not of both."
        return
    if bool(parts) is not (items is not None) and not of:
        yield "where the items are known each scale is made of them, and only there."
        return
    if any(part not in before for part in of):
        yield "it is made of scales that stand before it."
        return
    if items is not None and any(number > items["count"] for number in parts):
        yield f"the items are 1 to {items['count']}."
        return
    low, high = scale["range"]
    if low >= high:
        yield "its range must run from less to more."
        return
    yield from _range_faults(scale, items, scales)
    yield from _rule_faults(scale, parts, of)
    yield from _number_faults(scale, low, high)


def _range_faults(scale: Data, items: Data | None, scales: Data) -> Iterator[str]:
    if not scale.get("items") and not scale.get("of"):
        return
    ends = [_end(scale, items, scales, which) for which in (0, 1)]
    table = scale.get("table")
    if table is not None:
        if ends != [table["from"], table["from"] + len(table["to"]) - 1]:
            yield f"its table must hold each number from {ends[0]:g} to {ends[1]:g}."
            return
        if any(after <= one for one, after in pairwise(table["to"])):
            yield "its table must rise from each number to the next."
        ends = [table["to"][0], table["to"][-1]]
    if any(abs(one - said) > 1e-9 for one, said in zip(ends, scale["range"], strict=True)):
        yield f"its answers give {ends[0]:g} to {ends[1]:g}, not the range that it states."


def _end(scale: Data, items: Data | None, scales: Data, which: int) -> float:
    """The least (which 0) or greatest (1) number that the answers give, before a table."""
    weights = scale.get("weights", {}).get("by_item", {})
    if scale.get("of"):
        parts = [(scales[part]["range"][which], 1.0) for part in scale["of"]]
    else:
        end = (items or {})["maximum" if which else "minimum"]
        parts = [(end, weights.get(str(number), 1.0)) for number in scale["items"]]
    found: float = sum(number * weight for number, weight in parts)
    if scale.get("score") == "mean":
        found /= sum(weight for _, weight in parts)
    return found * float(scale.get("times", 1))


def _rule_faults(scale: Data, parts: list[int], of: list[str]) -> Iterator[str]:
    if not parts and set(scale) & {"missing", "weights"}:
        yield "only a scale made of items has weights and a rule for missing answers."
    elif scale.get("missing", {"at_least": 1})["at_least"] > len(parts or of or (1,)):
        yield "its rule for missing answers asks for more items than it has."
    elif scale.get("missing", {}).get("rule") == "at-least" and scale.get("score") != "mean":
        yield "a sum of some answers would count the blank ones as nothing: prorate, or take the mean."
    if any(int(number) not in parts for number in scale.get("weights", {}).get("by_item", {})):
        yield "it gives a weight to an item that is not its own."
    if not parts and not of and set(scale) & {"score", "times", "table"}:
        yield "a total that is entered is not computed."


def _number_faults(scale: Data, low: float, high: float) -> Iterator[str]:
    lows = [band["low"] for band in scale.get("bands", ())]
    if any(after <= one for one, after in pairwise(lows)):
        yield "its bands must stand in order."
    for number in (*lows, *(one["at"] for one in scale.get("cut_offs", ()))):
        if not low <= number <= high:
            yield f"{number:g} is outside its range."


def _safety_faults(safety: Data, items: Data | None) -> Iterator[str]:
    for alert in safety.get("alerts", ()):
        if items is None or alert["item"] > items["count"]:
            yield f"safety.toml: there is no item {alert['item']}."
        elif not items["minimum"] <= alert["scored_from"] <= items["maximum"]:
            yield f"safety.toml: item {alert['item']} never counts {alert['scored_from']}."
