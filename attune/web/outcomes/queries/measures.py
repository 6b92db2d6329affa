"""The measures that a service may use, with its own wording where it holds a licence for it."""

from collections.abc import Iterable
from dataclasses import replace

from attune.core.instruments.catalogue import find, newest
from attune.core.instruments.model import Item, Measure, Option
from attune.web.outcomes.models import OwnText


def measures() -> tuple[Measure, ...]:
    """The newest version of each that is shipped, by title, as shipped."""
    return tuple(sorted(newest(), key=lambda one: one.title.lower()))


def measure_in(measure_id: str, version: str | None = None) -> Measure:
    """A measure with the wording that the open scope's service loaded, where the package has none.
    Raises UnknownMeasureError."""
    measure = find(measure_id, version)
    return measures_in([(measure.id, measure.version)])[measure.id, measure.version]


def measures_in(versions: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Measure]:
    """`measure_in` for several, by id and version, in one query. Raises UnknownMeasureError."""
    own = {
        (row.measure, row.version): row.wording
        for row in OwnText.objects.filter(withdrawn_at__isnull=True)
    }
    found = {}
    for key in set(versions):
        measure = find(*key)
        bare = measure.items and not measure.worded
        found[key] = _worded(measure, own[key]) if bare and key in own else measure
    return found


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
