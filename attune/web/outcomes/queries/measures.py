"""The measures that a service may use, with its own wording where it holds a licence for it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from attune.core.instruments.catalogue import find, newest
from attune.core.instruments.model import Item, Measure, Option
from attune.web.cases.models import Case
from attune.web.outcomes.models import (
    DefaultMeasure,
    OwnText,
    PlannedMeasure,
    RiskText,
    When,
)
from attune.web.people.queries import Actor

GOAL_RATING = "goal-rating"
Planned = TypeVar("Planned", PlannedMeasure, DefaultMeasure)


def measures() -> tuple[Measure, ...]:
    """The newest version of each that can be planned, by title, as shipped. Goals are rated by
    themselves (cases), so their package is not among them."""
    found = [one for one in newest() if one.id != GOAL_RATING]
    return tuple(sorted(found, key=lambda one: one.title.lower()))


def measure_in(measure_id: str, version: str | None = None) -> Measure:
    """A measure with the wording that the open scope's service loaded, where the package has none.
    Raises UnknownMeasureError."""
    measure = find(measure_id, version)
    return measures_in([(measure.id, measure.version)])[measure.id, measure.version]


def measures_in(versions: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Measure]:
    """`measure_in` for several, by id and version, in one query at most. Raises UnknownMeasureError."""
    measures = {key: find(*key) for key in set(versions)}
    bare = [key for key, measure in measures.items() if measure.items and not measure.worded]
    if not bare:
        return measures
    rows = OwnText.objects.filter(withdrawn_at__isnull=True)
    own = {(row.measure, row.version): row.wording for row in rows}
    return measures | {key: _worded(measures[key], own[key]) for key in bare if key in own}


def _worded(measure: Measure, wording: dict[str, dict[str, str]]) -> Measure:
    options, texts = wording.get("options", {}), wording["items"]
    return replace(
        measure,
        instructions=str(wording.get("instructions", "")),
        items=tuple(_item(item, texts[item.id], options) for item in measure.items),
    )


def _item(item: Item, text: str, options: dict[str, str]) -> Item:
    worded = tuple(Option(value, options.get(str(value), str(value))) for value in item.values)
    return replace(item, text=text, options=worded)


def plans_of(case: Case) -> list[PlannedMeasure]:
    """What is planned for a case, measure by measure."""
    return _in_order(PlannedMeasure.objects.filter(case=case))


def defaults_of(actor: Actor) -> list[DefaultMeasure]:
    """What the actor's service plans for its new cases."""
    return _in_order(DefaultMeasure.objects.filter(service=actor.service))


def _in_order(rows: Iterable[Planned]) -> list[Planned]:
    """Measure by measure, and of each in the order of the work."""
    return sorted(rows, key=lambda row: (row.measure, list(When).index(When(row.when))))


def service_risk_text(actor: Actor) -> RiskText | None:
    """The words of the actor's service for an answer that needs a response."""
    return RiskText.objects.filter(service=actor.service).first()


def own_text_of(measure: Measure) -> OwnText | None:
    """The wording that the open scope's service loaded and shows; None where there is none."""
    rows = OwnText.objects.filter(measure=measure.id, version=measure.version)
    return rows.filter(withdrawn_at__isnull=True).last()
