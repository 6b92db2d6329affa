"""A plan for films of which only the copy is left that ingest made (`proxy`).

The copy has every frame of its original, from tick 0 on and on a clock of its own. A plan names moments
by the original's ticks; before it is carried out on copies, its ticks are put into theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from attune.core.clock import FrameTable, TimeBase
from attune.core.media.render.plan import Clip, Face, Item, Plan, Region, TitleCard


@dataclass(frozen=True, slots=True)
class CopyClock:
    """The clock of a copy: `original` is the frame table of the film that it was made from."""

    original: FrameTable

    @property
    def table(self) -> FrameTable:
        """The frame table of the copy: as many frames, each as long."""
        base = TimeBase(1, self.original.time_base.den)
        ticks = tuple(self.tick(tick) for tick in self.original.pts)
        return FrameTable(base, ticks, self.tick(self.original.end))

    def tick(self, tick: int) -> int:
        """The copy's tick for one of the original's."""
        return (tick - self.original.start) * self.original.time_base.num

    def back(self, tick: int) -> int:
        """The original's tick for the copy's tick at which a frame begins."""
        return tick // self.original.time_base.num + self.original.start


def in_copies(plan: Plan, copies: Mapping[int, CopyClock]) -> Plan:
    """The same plan in the ticks of copies; `copies` has the clock of each film that is one, by number.

    What a copy shows is no longer the camera's own picture, so the quality is "exact" where one is used.
    """
    if not copies:
        return plan
    return replace(
        plan,
        items=tuple(_item(item, copies) for item in plan.items),
        regions=tuple(_region(region, copies) for region in plan.regions),
        faces=tuple(_face(face, copies) for face in plan.faces),
        quality="exact",
    )


def _item(item: Item, copies: Mapping[int, CopyClock]) -> Item:
    if isinstance(item, TitleCard) or item.source not in copies:
        return item
    clock = copies[item.source]
    if not isinstance(item, Clip):
        return replace(item, tick=clock.tick(item.tick))
    freezes = tuple(replace(each, tick=clock.tick(each.tick)) for each in item.freezes)
    first, last = clock.tick(item.first), clock.tick(item.last)
    return replace(item, first=first, last=last, freezes=freezes)


def _region(region: Region, copies: Mapping[int, CopyClock]) -> Region:
    if region.source not in copies:
        return region
    tick = copies[region.source].tick
    first = None if region.first is None else tick(region.first)
    last = None if region.last is None else tick(region.last)
    return replace(region, first=first, last=last)


def _face(face: Face, copies: Mapping[int, CopyClock]) -> Face:
    if face.source not in copies:
        return face
    tick = copies[face.source].tick
    return replace(face, boxes=tuple(replace(box, tick=tick(box.tick)) for box in face.boxes))
