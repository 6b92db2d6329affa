"""What a practitioner finds in a film: clips, stills and the principles seen in them.

All times are ticks (PTS) of the original film's frame table; nothing here copies a film.
Identifiers are UUIDs made where the change is made, so that a change sent twice is one change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from uuid import UUID

LONGEST_TITLE = 120
LONGEST_NOTE = 2000


class TimelineError(ValueError):
    """A change that can't be made; the message says why in plain words."""


@dataclass(frozen=True)
class Clip:
    """A micro-moment. first, last: ticks of its first and last frame, both part of the clip.
    note: the practitioner's own, never shown to a client. principles: keys of the framework."""

    id: UUID
    first: int
    last: int
    title: str = ""
    note: str = ""
    principles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Still:
    """One frame. at: its tick."""

    id: UUID
    at: int
    title: str = ""
    note: str = ""
    principles: frozenset[str] = frozenset()


Moment = Clip | Still


@dataclass(frozen=True)
class Timeline:
    """All moments of one film, by id. It is never changed: an edit makes a new one."""

    moments: Mapping[UUID, Moment] = field(default_factory=lambda: MappingProxyType({}))

    def with_moment(self, moment: Moment) -> "Timeline":
        """The timeline with this moment added, or put in place of the one with its id."""
        return Timeline(MappingProxyType({**self.moments, moment.id: moment}))

    def without_moment(self, moment_id: UUID) -> "Timeline":
        """The timeline without this moment. Raises TimelineError when it is not there."""
        if moment_id not in self.moments:
            raise TimelineError("That moment is not there any more.")
        kept = {key: moment for key, moment in self.moments.items() if key != moment_id}
        return Timeline(MappingProxyType(kept))
