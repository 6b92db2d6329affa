"""What is shown of a moment, and nothing else: never a title, a note, a principle or a frame number.

Pages that a client sees are drawn from `Shown` alone, so that they cannot hold what is private.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from attune.core.clock import ClockError, FrameTable
from attune.web.films import store
from attune.web.reviews.models import Moment


@dataclass(frozen=True)
class Shown:
    """Where a moment lies in its film. first, last: ticks, for the player. begins, ends: seconds
    since the film's first frame. Both ends are None while the film's times are not known."""

    moment_id: UUID
    film_id: UUID
    is_clip: bool
    first: int
    last: int
    begins: float | None = None
    ends: float | None = None

    @property
    def seconds(self) -> float | None:
        """How long a clip lasts; None for a still."""
        if not self.is_clip or self.begins is None or self.ends is None:
            return None
        return self.ends - self.begins

    @property
    def fragment(self) -> str:
        """The part of the film for a browser without our script, as a media fragment."""
        if self.begins is None or self.ends is None:
            return ""
        return f"#t={self.begins:.3f},{self.ends:.3f}"


def showing(moments: Iterable[Moment]) -> dict[UUID, Shown]:
    """What is shown of each moment, by its key. Each film's times are read once."""
    tables: dict[UUID, FrameTable | None] = {}
    found = {}
    for moment in moments:
        if moment.film_id not in tables:
            tables[moment.film_id] = _frame_table(moment.film_id)
        begins, ends = _seconds(moment, tables[moment.film_id])
        found[moment.pk] = Shown(
            moment_id=moment.pk,
            film_id=moment.film_id,
            is_clip=moment.is_clip,
            first=moment.first,
            last=moment.last,
            begins=begins,
            ends=ends,
        )
    return found


def _frame_table(film_id: UUID) -> FrameTable | None:
    try:
        with store.open_for_read(film_id, store.FRAMES) as file:
            return FrameTable.from_bytes(file.read())
    except (FileNotFoundError, ClockError):
        return None


def _seconds(moment: Moment, table: FrameTable | None) -> tuple[float | None, float | None]:
    if table is None:
        return None, None
    try:
        begins = moment.first - table.start
        ends = table.interval(table.number_of(moment.last))[1] - table.start
    except ClockError:
        return None, None
    return float(table.time_base.seconds(begins)), float(table.time_base.seconds(ends))
