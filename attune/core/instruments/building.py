"""Makes the measure of a package's data, which has been found to be consistent."""

from collections.abc import Mapping
from typing import Any

from attune.core.instruments.model import (
    Alert,
    Band,
    Better,
    CutOff,
    Item,
    Measure,
    Missing,
    Option,
    Published,
    Reliability,
    Rights,
    RightsClass,
    Rule,
    Safety,
    Scale,
    Source,
)

Data = Mapping[str, Any]


def build(
    questionnaire: Data, scoring: Data, safety: Data, rights: Data, *, sha256: str
) -> Measure:
    """The measure of these four files; `sha256` of the package's content."""
    return Measure(
        id=scoring["id"],
        version=scoring["version"],
        sha256=sha256,
        title=scoring["title"],
        name=scoring["name"],
        about=scoring["about"],
        period=scoring["period"],
        ages=scoring["ages"],
        respondents=tuple(scoring["respondents"]),
        instructions=questionnaire.get("description", ""),
        items=tuple(_items(questionnaire, scoring.get("items"))),
        scales=tuple(_scale(key, value) for key, value in scoring["scales"].items()),
        decides=scoring["decides"],
        safety=_safety(safety),
        rights=Rights(
            rights_class=RightsClass(rights["class"]),
            holder=rights["holder"],
            licence=rights["licence"],
            source=rights["source"],
            note=rights.get("note", ""),
        ),
        sources={key: Source(id=key, **value) for key, value in scoring["sources"].items()},
        unverified=tuple(scoring.get("unverified", ())),
        copyright=questionnaire.get("copyright", ""),
    )


def options_by_set(questionnaire: Data) -> dict[str, tuple[Option, ...]]:
    """The options of each value set of a questionnaire, in the order of the form."""
    return {
        f"#{one['id']}": tuple(
            Option(int(concept["code"]), concept["display"])
            for concept in one["compose"]["include"][0]["concept"]
        )
        for one in questionnaire.get("contained", ())
    }


def _items(questionnaire: Data, items: Data | None) -> list[Item]:
    if items is None:
        return []
    reversed_ = items.get("reversed", {}).get("items", ())
    spared = items.get("not_applicable", {"items": (), "counts": None})
    sets = options_by_set(questionnaire)
    return [
        Item(
            id=one["linkId"],
            minimum=items["minimum"],
            maximum=items["maximum"],
            reversed=number in reversed_,
            if_not_applicable=spared["counts"] if number in spared["items"] else None,
            text=one.get("text", ""),
            options=sets[one["answerValueSet"]] if "answerValueSet" in one else (),
        )
        for number, one in enumerate(questionnaire["item"], start=1)
    ]


def _scale(key: str, data: Data) -> Scale:
    table, low_high = data.get("table"), data["range"]
    items = tuple(str(item) for item in data.get("items", ()))
    missing = data.get("missing")
    return Scale(
        id=key,
        title=data["title"],
        low=low_high[0],
        high=low_high[1],
        better=Better(data["better"]),
        source=data["source"],
        items=items,
        of=tuple(data.get("of", ())),
        mean=data.get("score") == "mean",
        times=data.get("times", 1),
        weights=dict(data.get("weights", {}).get("by_item", {})),
        table=dict(enumerate(table["to"], start=table["from"])) if table else {},
        missing=Missing(Rule(missing["rule"]), missing["at_least"], missing["source"])
        if missing
        else Missing(Rule.COMPLETE, len(items), None),
        bands=tuple(Band(**band) for band in data.get("bands", ())),
        cut_offs=tuple(
            CutOff(one["at"], one["beyond"] == "above", one["says"], one["source"])
            for one in data.get("cut_offs", ())
        ),
        reliability=Reliability(**data["reliability"]) if "reliability" in data else None,
        published=tuple(
            Published(one["threshold"], one.get("confidence"), one["source"])
            for one in data.get("published", ())
        ),
        codes=tuple(data.get("codes", {}).get("snomed", ())),
    )


def _safety(data: Data) -> Safety:
    return Safety(
        tuple(
            Alert(str(one["item"]), one["scored_from"], one["says"], one["source"])
            for one in data.get("alerts", ())
        ),
        data.get("ask", ""),
    )
