"""The two changes that can be made to a timeline, and their exact opposites.

A change is a plain mapping, as it travels from the browser:

    {"op": "put", "kind": "clip", "id": "…", "first": 900, "last": 4500,
     "title": "…", "note": "…", "principles": ["…"]}
    {"op": "put", "kind": "still", "id": "…", "at": 900, "title": "", "note": "", "principles": []}
    {"op": "remove", "id": "…"}

`put` adds a moment or replaces the one with its id; its opposite is a `put` of what was there, or
a `remove`. So undo and redo are changes like any other, and each is sent and kept.
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from attune.core.timeline.model import (
    LONGEST_NOTE,
    LONGEST_TITLE,
    Clip,
    Moment,
    Still,
    Timeline,
    TimelineError,
)


def apply(
    timeline: Timeline,
    change: Mapping[str, Any],
    *,
    ticks: Collection[int],
    principles: Collection[str],
) -> Timeline:
    """The timeline after the change.

    ticks: every tick of the film's frame table (a set is fastest). principles: the keys of the
    framework in use. Raises TimelineError, in words for a person, when the change can't be made.
    """
    if change.get("op") == "remove":
        return timeline.without_moment(_identifier(change))
    if change.get("op") != "put":
        raise TimelineError("A change must put a moment or remove one.")
    moment = read_moment(change)
    _check_times(moment, ticks)
    unknown = moment.principles - set(principles)
    if unknown:
        raise TimelineError(f"No such principle: {', '.join(sorted(unknown))}.")
    before = timeline.moments.get(moment.id)
    if before is not None and type(before) is not type(moment):
        raise TimelineError("A clip can't become a still, nor a still a clip.")
    return timeline.with_moment(moment)


def opposite(timeline: Timeline, change: Mapping[str, Any]) -> dict[str, Any]:
    """The change that undoes `change`, when `change` is about to be made to `timeline`.

    Raises TimelineError when it is neither a put nor a remove, or would remove a moment that is
    not there.
    """
    if change.get("op") not in ("put", "remove"):
        raise TimelineError("A change must put a moment or remove one.")
    moment_id = _identifier(change)
    before = timeline.moments.get(moment_id)
    if before is not None:
        return write_moment(before)
    if change["op"] == "remove":
        raise TimelineError("That moment is not there any more.")
    return {"op": "remove", "id": str(moment_id)}


def read_moment(change: Mapping[str, Any]) -> Moment:
    """The clip or still that a `put` carries. Raises TimelineError."""
    kind = change.get("kind")
    words: dict[str, Any] = {
        "id": _identifier(change),
        "title": _text(change, "title", LONGEST_TITLE),
        "note": _text(change, "note", LONGEST_NOTE),
        "principles": _keys(change),
    }
    if kind == "clip":
        return Clip(first=_tick(change, "first"), last=_tick(change, "last"), **words)
    if kind == "still":
        return Still(at=_tick(change, "at"), **words)
    raise TimelineError("A moment is a clip or a still.")


def write_moment(moment: Moment) -> dict[str, Any]:
    """The `put` that makes this moment: the opposite of read_moment."""
    times: dict[str, Any]
    if isinstance(moment, Clip):
        times = {"kind": "clip", "first": moment.first, "last": moment.last}
    else:
        times = {"kind": "still", "at": moment.at}
    return {
        "op": "put",
        "id": str(moment.id),
        **times,
        "title": moment.title,
        "note": moment.note,
        "principles": sorted(moment.principles),
    }


def _check_times(moment: Moment, ticks: Collection[int]) -> None:
    times = (moment.first, moment.last) if isinstance(moment, Clip) else (moment.at,)
    if any(tick not in ticks for tick in times):
        raise TimelineError("That moment is not on a frame of this film.")
    if times[0] > times[-1]:
        raise TimelineError("A clip can't end before it begins.")


def _identifier(change: Mapping[str, Any]) -> UUID:
    try:
        return UUID(change["id"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TimelineError("A moment needs an id, which is a UUID.") from error


def _tick(change: Mapping[str, Any], name: str) -> int:
    value = change.get(name)
    if type(value) is not int:
        raise TimelineError(f"“{name}” must be a whole number of ticks.")
    return value


def _text(change: Mapping[str, Any], name: str, longest: int) -> str:
    value = change.get(name, "")
    if not isinstance(value, str) or not _can_be_kept(value):
        raise TimelineError(f"“{name}” must be text.")
    if len(value) > longest:
        raise TimelineError(f"“{name}” can have at most {longest} characters.")
    return value.strip()


def _keys(change: Mapping[str, Any]) -> frozenset[str]:
    value = change.get("principles", [])
    if not isinstance(value, list) or not all(
        isinstance(key, str) and _can_be_kept(key) for key in value
    ):
        raise TimelineError("“principles” must be a list of keys.")
    return frozenset(value)


def _can_be_kept(text: str) -> bool:
    """JSON can carry half of a surrogate pair, and NUL; no database and no page can."""
    return not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text)
