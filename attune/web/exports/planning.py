"""From the rows of an export to the plan that core/media/render carries out."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from uuid import UUID

from attune.web.exports.models import Export, ExportClip
from attune.web.exports.queries import CARD_SECONDS, STILL_SECONDS

if TYPE_CHECKING:
    from attune.core.media.render.plan import Face, Item, Plan, Region
    from attune.web.films.sources import Source

MOST_NOTES, LONGEST_NOTE = 10, 300
PERCENT = 100  # ten-thousandths of the picture in one percent of it


def plan_of(export: Export, clips: list[ExportClip]) -> "tuple[Plan, list[UUID]]":
    """The plan, and the films it counts as its sources, in that order. Raises PlanError, whose text
    is one plain sentence."""
    from attune.core.media.render.plan import Plan, TitleCard

    films = list(dict.fromkeys(clip.film_id for clip in clips))
    items = [_item(export, clip, films.index(clip.film_id)) for clip in clips]
    if export.title:
        lines = tuple(line for line in (export.title, export.subtitle) if line)
        items.insert(0, TitleCard(lines, Fraction(CARD_SECONDS)))
    regions = [region for clip in clips for region in _regions(clip, films.index(clip.film_id))]
    faces = [face for clip in clips for face in _faces(clip, films.index(clip.film_id))]
    plan = Plan(
        items=tuple(items),
        regions=tuple(regions),
        faces=tuple(faces),
        line=export.line,
        title=export.title,
        quality=export.quality,
    )
    return plan, films


def _item(export: Export, clip: ExportClip, source: int) -> "Item":
    from attune.core.media.render.plan import Clip, Still

    title = str(clip) if export.chapters else ""
    if clip.is_still:
        return Still(source, clip.first, Fraction(STILL_SECONDS), title)
    return Clip(
        source=source,
        first=clip.first,
        last=clip.last,
        speed=Fraction(clip.speed),
        sound=clip.sound,
        title=title,
    )


def _regions(clip: ExportClip, source: int) -> "Iterator[Region]":
    """What is hidden in the clip. A box that goes along does so from the picture it was drawn on;
    before that it stays in its place, so that nothing of it is shown by accident."""
    from attune.core.media.render.plan import EVERYTHING, Region

    span = {"source": source, "last": clip.last, "style": clip.cover}
    if clip.hide_all:
        yield Region(shape=EVERYTHING, first=clip.first, **span)
        return
    for box in clip.boxes:
        shape, at = _shape(box), int(box["at"])
        if clip.follows and not clip.is_still:
            yield Region(shape=shape, first=at, follow=True, **span)
        if not clip.follows or clip.is_still or at > clip.first:
            until = at if clip.follows and not clip.is_still else clip.last
            yield Region(shape=shape, first=clip.first, **span | {"last": until})


def _faces(clip: ExportClip, source: int) -> "Iterator[Face]":
    """The faces that a person chose to hide, unless the whole picture is hidden anyway."""
    for face in () if clip.hide_all else clip.hidden_faces:
        yield face_of(source, face.boxes, clip.cover)


def face_of(source: int, boxes: list[Any], style: str = "pixelate") -> "Face":
    """A face from the boxes that were found. Raises PlanError for what is none."""
    from attune.core.media.render.plan import Box, Face

    return Face(source, tuple(Box(*(int(value) for value in box)) for box in boxes), style)


def _shape(box: dict[str, float]) -> tuple[tuple[int, int], ...]:
    from attune.core.media.render.plan import WHOLE, rectangle

    left, top = (round(box[name] * PERCENT) for name in ("left", "top"))
    width = min(round(box["width"] * PERCENT), WHOLE - left)
    height = min(round(box["height"] * PERCENT), WHOLE - top)
    return rectangle(left, top, width, height)


def on(plan: "Plan", sources: "Iterable[Source]") -> "Plan":
    """The plan for these open films, of which some may be copies."""
    from attune.core.media.render.copies import in_copies

    clocks = {number: each.clock for number, each in enumerate(sources) if each.clock is not None}
    return in_copies(plan, clocks)


def notes_of(facts: dict[str, Any]) -> list[str]:
    """What making it told, as sentences for people."""
    told = facts.get("notes")
    notes = [str(note)[:LONGEST_NOTE] for note in told] if isinstance(told, list) else []
    return [note for note in notes if note.isprintable()][:MOST_NOTES]
