"""What is shown of a moment, and nothing else: never a title, a note, a principle or a frame number.

Pages that a client sees are drawn from `Shown` alone, so that they cannot hold what is private.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from attune.core.clock import ClockError
from attune.web.films import store
from attune.web.films.queries import table_now
from attune.web.reviews.models import Moment
from attune.web.reviews.queries.moments import picture_name


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
    is_drawn: bool = False  # whether there is a picture of its first frame already

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
        # A thousandth inside, so that rounding never shows the frame before or the one after.
        return f"#t={self.begins + 0.001:.3f},{self.ends - 0.001:.3f}"


def showing(moments: Iterable[Moment]) -> dict[UUID, Shown]:
    """What is shown of each moment, by its key."""
    return {moment.pk: _shown(moment) for moment in moments}


def _shown(moment: Moment) -> Shown:
    begins, ends = _seconds(moment)
    return Shown(
        moment_id=moment.pk,
        film_id=moment.film_id,
        is_clip=moment.is_clip,
        first=moment.first,
        last=moment.last,
        begins=begins,
        ends=ends,
        is_drawn=store.has(moment.film_id, picture_name(moment)),
    )


def _seconds(moment: Moment) -> tuple[float | None, float | None]:
    try:
        table = table_now(moment.film_id)
        begins = moment.first - table.start
        ends = table.interval(table.number_of(moment.last))[1] - table.start
    except (FileNotFoundError, ClockError):
        return None, None
    return float(table.time_base.seconds(begins)), float(table.time_base.seconds(ends))
