"""When each picture of an export is shown, in whole ticks of one clock that holds them all."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from attune.core.clock import ClockError, FrameTable, TimeBase
from attune.core.media.errors import FilmError
from attune.core.media.render.plan import Clip, Item, Plan, Still

FINEST = 30_000_000
"""Ticks per second beyond which times are rounded: a minute's rest still fits a film's 32-bit lengths."""
ROUNDED = 10_000_000
"""Ticks per second of the clock on which they are rounded then."""
REST = Fraction(1, 2)
"""A picture that stays longer is written anew after so many seconds, for players that wait for pictures."""


@dataclass(frozen=True, slots=True)
class Laid:
    """An item with its times: `start` and `end` in ticks of the export's clock.

    `shows` has a pair for each picture that is written: the frame's number in its film (0 for a card)
    and the tick at which it is shown. `pauses` has a pair for each freeze: the tick at which it begins
    and the one at which it ends.
    """

    item: Item
    start: int
    end: int
    shows: tuple[tuple[int, int], ...]
    pauses: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """The items in order. `exact` is False where times had to be rounded to `base`."""

    base: TimeBase
    items: tuple[Laid, ...]
    exact: bool

    @property
    def end(self) -> int:
        """The tick after the last picture."""
        return self.items[-1].end

    @property
    def table(self) -> FrameTable:
        """The frame table that the export has."""
        return FrameTable(
            self.base, tuple(t for each in self.items for _, t in each.shows), self.end
        )


def lay_out(plan: Plan, tables: Sequence[FrameTable]) -> Layout:
    """Lay the items of a plan one after the other; `tables` are those of its films.

    Raises `FilmError` for a moment at which no frame of its film starts.
    """
    den = math.lcm(*(unit.denominator for item in plan.items for unit in _units(item, tables)))
    base = TimeBase(1, den if den <= FINEST else ROUNDED)
    at, items = Fraction(0), []
    for item in plan.items:
        try:
            laid = _laid(item, tables, at, base)
        except ClockError as error:
            raise FilmError(f"The film has no such moment: {error}") from error
        items.append(laid[0])
        at = laid[1]
    return Layout(base, tuple(items), den <= FINEST)


def _units(item: Item, tables: Sequence[FrameTable]) -> Iterator[Fraction]:
    """The lengths of which an item's times are sums of multiples."""
    if isinstance(item, Clip):
        yield tables[item.source].time_base.tick / item.speed
        for freeze in item.freezes:
            yield from (freeze.seconds, REST)
    else:
        yield from (item.seconds, REST)


def _laid(
    item: Item, tables: Sequence[FrameTable], start: Fraction, base: TimeBase
) -> tuple[Laid, Fraction]:
    """The item from `start` seconds, and the seconds at which it ends."""
    if not isinstance(item, Clip):
        number = tables[item.source].number_of(item.tick) if isinstance(item, Still) else 0
        end = start + item.seconds
        times = [(number, at) for at in _rest(start, end)]
        return _in_ticks(item, times, [], start, end, base), end
    table, tick = tables[item.source], tables[item.source].time_base.tick / item.speed
    longer: dict[int, Fraction] = {}
    for freeze in item.freezes:
        number = table.number_of(freeze.tick)
        longer[number] = longer.get(number, Fraction(0)) + freeze.seconds
    at, times, pauses = start, [], []
    for number in range(table.number_of(item.first), table.number_of(item.last) + 1):
        first, after = table.interval(number)
        times.append((number, at))
        at += (after - first) * tick
        if number in longer:
            pauses.append((at, at + longer[number]))
            times += [(number, again) for again in _rest(*pauses[-1])]
            at += longer[number]
    return _in_ticks(item, times, pauses, start, at, base), at


def _rest(start: Fraction, end: Fraction) -> Iterator[Fraction]:
    while start < end:
        yield start
        start += REST


def _in_ticks(
    item: Item,
    times: list[tuple[int, Fraction]],
    pauses: list[tuple[Fraction, Fraction]],
    start: Fraction,
    end: Fraction,
    base: TimeBase,
) -> Laid:
    tick = base.nearest_tick
    return Laid(
        item,
        tick(start),
        tick(end),
        tuple((number, tick(at)) for number, at in times),
        tuple((tick(begun), tick(over)) for begun, over in pauses),
    )


def chapters(layout: Layout) -> list[tuple[str, int, int]]:
    """The chapters of an export: title, first tick, and the tick after it; one for each title."""
    titled = [(each.item.title, each.start) for each in layout.items if each.item.title]
    ends = [*(start for _, start in titled), layout.end]
    return [
        (title, start, end) for (title, start), (_, end) in zip(titled, pairwise(ends), strict=True)
    ]
