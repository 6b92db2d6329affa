"""Finds out, before anything is written, where in a film each thing lies that is to be hidden."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import numpy as np
from av.video.frame import VideoFrame

from attune.core.clock import FrameTable
from attune.core.media.excerpt import excerpt
from attune.core.media.look import Look
from attune.core.media.opening import Source
from attune.core.media.render.conceal import Plane
from attune.core.media.render.follow import WIDEST, Follower, Move
from attune.core.media.render.places import Places, around
from attune.core.media.render.plan import Clip, Plan, Region, Still
from attune.core.media.upright import Upright

Seen = Callable[[int], None]
"""Called with the tick of each picture that was looked at."""


@dataclass(frozen=True, slots=True)
class Film:
    """A film that an export takes pictures from."""

    source: Source
    table: FrameTable
    look: Look


def small_size(look: Look) -> tuple[int, int]:
    """Even width and height, as shown, in which things are followed."""
    width, height = look.upright
    scale = min(Fraction(1), Fraction(WIDEST, width))
    return max(16, round(width * scale / 2) * 2), max(16, round(height * scale / 2) * 2)


def small_pictures(
    film: Film, first: int, last: int, seen: Callable[[int, Plane], None], size: tuple[int, int]
) -> None:
    """Give the luma of frames `first` to `last` (numbers), upright and of `size`, to `seen`."""
    upright = Upright(film.look.rotation, *size, mirrored=film.look.mirrored)

    def see(ready: Sequence[tuple[int, VideoFrame]]) -> None:
        for tick, frame in ready:
            rows = np.frombuffer(cast(Any, frame.planes[0]), dtype=np.uint8)
            seen(tick, rows.reshape(frame.height, -1)[:, : frame.width])

    excerpt(film.source, film.table, first, last, lambda tick, one: see(upright.push(tick, one)))
    see(upright.rest())


def followed(film: Film, region: Region, first: int, last: int, seen: Seen) -> Mapping[int, Move]:
    """How the region lies in each of the film's frames `first` to `last` (numbers)."""
    moves: dict[int, Move] = {}
    followers: list[Follower] = []

    def see(tick: int, luma: Plane) -> None:
        if followers:
            moves[tick] = followers[0].step(luma)
        else:
            followers.append(Follower(luma, around(region.shape)))
            moves[tick] = Move(0, 0, 1, True)
        seen(tick)

    small_pictures(film, first, last, see, small_size(film.look))
    return moves


def span(plan: Plan, number: int, region: Region, table: FrameTable) -> tuple[int, int] | None:
    """The first and the last frame in which a region is to be followed; None where it is not shown."""
    ticks = []
    for item in plan.items:
        if isinstance(item, Clip) and item.source == number:
            ticks += [item.first, item.last]
        elif isinstance(item, Still) and item.source == number:
            ticks.append(item.tick)
    if not ticks:
        return None
    # From where it was drawn; what is shown before that is held where it was drawn.
    first = region.first if region.first is not None else min(ticks)
    last = max(ticks) if region.last is None else min(region.last, max(ticks))
    start = table.frame_at(max(table.start, min(first, table.end - 1)))
    stop = table.frame_at(max(table.start, min(last, table.end - 1)))
    return start, max(start, stop)


def places_of(plan: Plan, number: int, film: Film, seen: Seen) -> tuple[Places, list[int]]:
    """What is hidden in film `number` of a plan, and the ticks at which something was lost from sight."""
    regions = [region for region in plan.regions if region.source == number]
    faces = [face for face in plan.faces if face.source == number]
    moves = {}
    for each, region in enumerate(regions):
        found = span(plan, number, region, film.table) if region.follow else None
        if found is not None:
            moves[each] = followed(film, region, *found, seen)
    lost = sorted({tick for each in moves.values() for tick, move in each.items() if not move.sure})
    return Places(film.table.time_base, regions, faces, moves), lost
