"""A map of the United Kingdom in tiles of one size: our own layout, in which a region of few people is as plain to see as one of many.

The shade of a tile says more or less of a figure, and the figure stands in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from attune.web.ui.charts.drawing import Drawing, Shape, Table, box, line, word

COLUMNS, ROWS = 4, 4
TALL, GAP = 92, 8  # pixels
BETWEEN = 2.0  # per cent

PLACES: Mapping[str, tuple[int, int]] = {
    "scotland": (2, 0),
    "northern-ireland": (0, 1),
    "north-west": (2, 1),
    "north-east-and-yorkshire": (3, 1),
    "wales": (1, 2),
    "midlands": (2, 2),
    "east-of-england": (3, 2),
    "elsewhere": (0, 3),
    "south-west": (1, 3),
    "london": (2, 3),
    "south-east": (3, 3),
}
"""Column and row of each region of the outcome record."""

NAMES = {
    "scotland": gettext_lazy("Scotland"),
    "northern-ireland": gettext_lazy("Northern|Ireland"),
    "north-west": gettext_lazy("North|West"),
    "north-east-and-yorkshire": gettext_lazy("N. East &|Yorkshire"),
    "wales": gettext_lazy("Wales"),
    "midlands": gettext_lazy("Midlands"),
    "east-of-england": gettext_lazy("East of|England"),
    "elsewhere": gettext_lazy("Else-|where"),
    "south-west": gettext_lazy("South|West"),
    "london": gettext_lazy("London"),
    "south-east": gettext_lazy("South|East"),
}
"""Short enough for a tile; | is where a line ends."""


@dataclass(frozen=True)
class Tile:
    """says: the figure as it stands in the tile. value: by which it is shaded; None where it is hidden."""

    region: str
    label: str
    value: float | None = None
    says: str = ""
    count: int | str | None = None


def tiles(
    regions: Mapping[str, Tile],
    *,
    title: str,
    says: str,
    what: str,
    foot: tuple[str, ...] = (),
    decimals: int = 1,
) -> Drawing:
    """A tile for every region; one that is not given is hidden, as one without a value is."""
    known = [one.value for one in regions.values() if one.value is not None]
    shapes: list[Shape] = []
    for region, place in PLACES.items():
        one = regions.get(region, Tile(region, region))
        shapes += _drawn(one, place, _shade(one.value, known))
    hidden = _("too few to show")
    rows = tuple(
        (one.label, one.count, hidden if one.value is None else one.value)
        for one in regions.values()
    )
    return Drawing(
        title=title,
        says=says,
        height=ROWS * (TALL + GAP),
        shapes=tuple(shapes),
        table=Table((_("Region"), _("Pairs"), what), rows, decimals),
        keys=(
            ("tile-1", _("the lower figures")),
            ("tile-2", _("in between")),
            ("tile-3", _("the higher figures")),
            ("tile-hidden", hidden),
        ),
        foot=foot,
        room="narrow",
    )


def _shade(value: float | None, known: list[float]) -> str:
    """One of three equal steps from the lowest figure to the highest."""
    if value is None:
        return "tile-hidden"
    low, high = min(known), max(known)
    if low == high:
        return "tile-2"
    return f"tile-{1 + min(int(3 * (value - low) / (high - low)), 2)}"


def _drawn(one: Tile, place: tuple[int, int], kind: str) -> list[Shape]:
    column, row = place
    width = (100 - BETWEEN * (COLUMNS - 1)) / COLUMNS
    x, y = column * (width + BETWEEN), row * (TALL + GAP)
    found = [box(kind, x, y, width, TALL)]
    if one.value is None:
        found += _hatched(x, y, width)
    middle = x + width / 2
    lines = str(NAMES[one.region]).split("|")
    for number, text in enumerate(lines):
        found.append(word("small", middle, y + 20 + 17 * number, text, "middle"))
    if one.value is not None:
        found.append(word("value", middle, y + 61, one.says, "middle"))
        if one.count is not None:
            said = _("%(count)s pairs") % {"count": one.count}
            found.append(word("small", middle, y + 81, said, "middle"))
    return found


def _hatched(x: float, y: float, width: float) -> list[Shape]:
    """Slanting lines in the lower half, where the figure would be."""
    top, bottom, lean = y + TALL / 2, y + TALL - 4, width / 4
    starts = [x + width * part / 6 for part in (0.4, 1.4, 2.4, 3.4, 4.3)]
    return [line("hatch", start, bottom, start + lean, top) for start in starts]
