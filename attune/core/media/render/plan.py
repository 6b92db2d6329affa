"""What an export holds, as plain data: what the pages build and the program `render` carries out.

A plan names its films by number, in the order in which they are handed over as sources. Moments are
ticks of the *original's* frame table: each must be the tick at which a frame starts. Places on the
picture are whole ten-thousandths of its width and height as shown (upright), from the top left, so
that nobody need know a film's size to hide a place of it.

    Plan(
        items=(
            TitleCard(("Anna and Ben", "three moments"), Fraction(3)),
            Clip(source=0, first=9009, last=81081, title="She looks up", speed=Fraction(1, 2)),
            Still(source=1, tick=5005, seconds=Fraction(4)),
        ),
        regions=(Region(source=0, shape=rectangle(1000, 1000, 2500, 4000)),),
        line="for Anna only",
    ).to_json()
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from attune.core.media.render.reading import (
    PlanError,
    fields,
    kept,
    named,
    part,
    row,
    seconds,
    whole,
)

WHOLE = 10_000
"""The width, and the height, of a picture in the units of a plan."""

SPEEDS = (Fraction(1, 4), Fraction(1))
LONGEST_REST = Fraction(60)
"""Seconds that a card, a still or a freeze may last."""
MOST_ITEMS, MOST_SOURCES, MOST_REGIONS, MOST_WORDS = 200, 100, 500, 400
SOUNDS = ("kept", "muted", "masked")
STYLES = ("pixelate", "fill")
QUALITIES = ("exact", "original")

Point = tuple[int, int]


def rectangle(x: int, y: int, width: int, height: int) -> tuple[Point, ...]:
    """The corners of a rectangle, for `Region.shape`."""
    return (x, y), (x + width, y), (x + width, y + height), (x, y + height)


EVERYTHING = rectangle(0, 0, WHOLE, WHOLE)
"""The shape that hides the whole picture."""


@dataclass(frozen=True, slots=True)
class Freeze:
    """The frame that starts at `tick` stays on the screen `seconds` longer, in silence."""

    tick: int
    seconds: Fraction

    def __post_init__(self) -> None:
        whole("A freeze's tick", self.tick)
        seconds("A freeze", self.seconds, LONGEST_REST)


@dataclass(frozen=True, slots=True)
class Clip:
    """Exactly the frames from tick `first` to tick `last` of film `source`, both included.

    `speed` is 1/4 to 1: each frame is shown its own length divided by it. `sound` is "kept" (in its
    own pitch when slowed), "muted" or "masked" (the voices are changed; what they say is still said).
    A `title` that is not empty begins a chapter.
    """

    source: int
    first: int
    last: int
    speed: Fraction = Fraction(1)
    sound: str = "kept"
    freezes: tuple[Freeze, ...] = ()
    title: str = ""

    def __post_init__(self) -> None:
        whole("A clip's film", self.source, 0, MOST_SOURCES - 1)
        if whole("A clip's first tick", self.first) > whole("A clip's last tick", self.last):
            raise PlanError(f"A clip ends at tick {self.last}, before it begins at {self.first}.")
        part("A clip's speed", self.speed, *SPEEDS)
        named("A clip's sound", self.sound, SOUNDS)
        for freeze in kept("A clip's freezes", self.freezes, Freeze, MOST_ITEMS):
            if not self.first <= freeze.tick <= self.last:
                raise PlanError(f"A freeze at tick {freeze.tick} is outside its clip.")
        row("A clip's title", self.title, MOST_WORDS)


@dataclass(frozen=True, slots=True)
class Still:
    """One frame of film `source`, shown for `seconds` in silence."""

    source: int
    tick: int
    seconds: Fraction
    title: str = ""

    def __post_init__(self) -> None:
        whole("A still's film", self.source, 0, MOST_SOURCES - 1)
        whole("A still's tick", self.tick)
        seconds("A still", self.seconds, LONGEST_REST)
        row("A still's title", self.title, MOST_WORDS)


@dataclass(frozen=True, slots=True)
class TitleCard:
    """Words on a plain ground: the first line is the largest. Long lines are wrapped."""

    lines: tuple[str, ...]
    seconds: Fraction = Fraction(3)
    title: str = ""

    def __post_init__(self) -> None:
        for line in kept("A card's lines", self.lines, str, 12):
            row("A card's line", line, MOST_WORDS)
        if not any(line.strip() for line in self.lines):
            raise PlanError("A title card needs words.")
        seconds("A card", self.seconds, LONGEST_REST)
        row("A card's title", self.title, MOST_WORDS)


Item = Clip | Still | TitleCard


@dataclass(frozen=True, slots=True)
class Region:
    """A place of film `source` that is hidden.

    `shape` is a polygon of three corners or more (see `rectangle`, `EVERYTHING`). It is hidden in the
    frames from tick `first` to tick `last`, both included; None: from the film's beginning, to its
    end. With `follow`, what is under the shape at `first` (or, without it, in the first frame of each
    clip) is followed as it moves. `style` is "pixelate" or "fill" (one grey).
    """

    source: int
    shape: tuple[Point, ...]
    first: int | None = None
    last: int | None = None
    style: str = "pixelate"
    follow: bool = False

    def __post_init__(self) -> None:
        whole("A region's film", self.source, 0, MOST_SOURCES - 1)
        if len(kept("A region's shape", self.shape, tuple, 100)) < 3:
            raise PlanError("A region's shape has three corners or more.")
        for point in self.shape:
            _point(point)
        for tick in (self.first, self.last):
            if tick is not None:
                whole("A region's tick", tick)
        if self.first is not None and self.last is not None and self.first > self.last:
            raise PlanError(f"A region ends at tick {self.last}, before it begins at {self.first}.")
        named("A region's style", self.style, STYLES)
        if not isinstance(self.follow, bool):
            raise PlanError("Whether a region is followed is yes or no.")


def _point(point: object) -> None:
    if not isinstance(point, tuple) or len(point) != 2:
        raise PlanError(f"A corner is two whole numbers, not {point!r}.")
    for value in point:
        whole("A corner", value, 0, WHOLE)


@dataclass(frozen=True, slots=True)
class Box:
    """Where a face is in the frame that starts at `tick`, in ten-thousandths of the picture."""

    tick: int
    x: int
    y: int
    width: int
    height: int

    def __post_init__(self) -> None:
        whole("A box's tick", self.tick)
        for value in (self.x, self.y):
            whole("A box's place", value, -WHOLE, 2 * WHOLE)
        for value in (self.width, self.height):
            whole("A box's size", value, 1, 2 * WHOLE)


@dataclass(frozen=True, slots=True)
class Face:
    """A face of film `source` that is hidden: a track that the program `faces` found.

    Between two boxes its place is interpolated; for a second before the first and after the last, the
    place is hidden as well.
    """

    source: int
    boxes: tuple[Box, ...]
    style: str = "pixelate"

    def __post_init__(self) -> None:
        whole("A face's film", self.source, 0, MOST_SOURCES - 1)
        boxes = kept("A face's boxes", self.boxes, Box, 1_000_000)
        if not boxes:
            raise PlanError("A face needs at least one box.")
        if any(after.tick <= before.tick for before, after in pairwise(boxes)):
            raise PlanError("A face's boxes come one after the other.")
        named("A face's style", self.style, STYLES)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an export holds, in order.

    `line` is shown on every picture ("for Anna only"). `quality` is "exact" (encoded anew; always
    possible) or "original" (the film's own pictures are copied where nothing is drawn on them; where
    that is not possible the export is "exact" and its facts say so). `short_side` is the most pixels
    that the shorter side may have, None: as large as the largest film. `title` is the film's own title
    in its file. Raises `PlanError`, whose text is one plain sentence.
    """

    items: tuple[Item, ...]
    regions: tuple[Region, ...] = ()
    faces: tuple[Face, ...] = ()
    line: str = ""
    title: str = ""
    quality: str = "exact"
    short_side: int | None = None

    def __post_init__(self) -> None:
        if not kept("The plan's items", self.items, Clip | Still | TitleCard, MOST_ITEMS):
            raise PlanError("An export needs at least one clip, still or card.")
        kept("The plan's regions", self.regions, Region, MOST_REGIONS)
        kept("The plan's faces", self.faces, Face, MOST_REGIONS)
        row("The line", self.line, MOST_WORDS)
        row("The title", self.title, MOST_WORDS)
        named("The quality", self.quality, QUALITIES)
        if self.short_side is not None:
            whole("The shorter side", self.short_side, 64, 4320)

    @property
    def sources(self) -> int:
        """How many films must be handed over."""
        named_films = [item.source for item in self.items if not isinstance(item, TitleCard)]
        return max(named_films, default=-1) + 1

    def to_json(self) -> dict[str, Any]:
        """A value for `json.dumps`; fractions are texts ("1/2")."""
        return {
            "items": [_KINDS_OUT[type(item)] | _plain(item) for item in self.items],
            "regions": [_plain(region) for region in self.regions],
            "faces": [
                {
                    "source": face.source,
                    "style": face.style,
                    "boxes": [[b.tick, b.x, b.y, b.width, b.height] for b in face.boxes],
                }
                for face in self.faces
            ],
            "line": self.line,
            "title": self.title,
            "quality": self.quality,
            "short_side": self.short_side,
        }

    @classmethod
    def from_json(cls, value: object) -> "Plan":
        """The plan that `to_json` wrote; raises `PlanError` for anything else."""
        given = fields("A plan", value, cls)
        given["items"] = tuple(_item(one) for one in _list("items", given.get("items")))
        given["regions"] = tuple(_region(one) for one in _list("regions", given.get("regions", [])))
        given["faces"] = tuple(_face(one) for one in _list("faces", given.get("faces", [])))
        return cls(**given)


_KINDS_OUT: Mapping[type, dict[str, Any]] = {
    Clip: {"kind": "clip"},
    Still: {"kind": "still"},
    TitleCard: {"kind": "card"},
}


def _plain(thing: Any) -> dict[str, Any]:
    """The fields of a dataclass with tuples as lists and fractions as texts."""
    return {name: _plain_value(getattr(thing, name)) for name in thing.__dataclass_fields__}


def _plain_value(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Freeze):
        return _plain(value)
    if isinstance(value, tuple):
        return [_plain_value(one) for one in value]
    return value


def _list(name: str, value: object) -> list[Any]:
    if not isinstance(value, list):
        raise PlanError(f"A plan's {name} are a list.")
    return value


def _fraction(value: object) -> object:
    if isinstance(value, int | str) and not isinstance(value, bool):
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError) as error:
            raise PlanError(f"{value!r} is not a fraction.") from error
    return value


def _freeze(value: object) -> Freeze:
    given = fields("A freeze", value, Freeze)
    return Freeze(**given | {"seconds": _fraction(given.get("seconds"))})


def _clip(value: object) -> Clip:
    given = fields("A clip", value, Clip)
    if "speed" in given:
        given["speed"] = _fraction(given["speed"])
    given["freezes"] = tuple(_freeze(one) for one in _list("freezes", given.get("freezes", [])))
    return Clip(**given)


def _still(value: object) -> Still:
    given = fields("A still", value, Still)
    return Still(**given | {"seconds": _fraction(given.get("seconds"))})


def _card(value: object) -> TitleCard:
    given = fields("A title card", value, TitleCard)
    given["lines"] = tuple(_list("lines", given.get("lines")))
    if "seconds" in given:
        given["seconds"] = _fraction(given["seconds"])
    return TitleCard(**given)


_KINDS_IN: Mapping[object, Callable[[object], Item]] = {
    "clip": _clip,
    "still": _still,
    "card": _card,
}


def _item(value: object) -> Item:
    if not isinstance(value, dict) or value.get("kind") not in _KINDS_IN:
        raise PlanError(f"An item's kind is one of {', '.join(map(str, _KINDS_IN))}.")
    rest = {name: each for name, each in value.items() if name != "kind"}
    return _KINDS_IN[value["kind"]](rest)


def _region(value: object) -> Region:
    given = fields("A region", value, Region)
    shape = _list("shapes", given.get("shape"))
    given["shape"] = tuple(tuple(one) if isinstance(one, list) else one for one in shape)
    return Region(**given)


def _face(value: object) -> Face:
    given = fields("A face", value, Face)
    boxes = _list("boxes", given.get("boxes"))
    if any(not isinstance(box, list) or len(box) != 5 for box in boxes):
        raise PlanError("A face's box is [tick, x, y, width, height].")
    return Face(**given | {"boxes": tuple(Box(*box) for box in boxes)})
