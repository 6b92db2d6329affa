import pytest

from attune.core.clock import FrameTable
from attune.core.media.errors import FilmError
from attune.core.media.excerpt import excerpt
from tests.films.made import made


def ticks(film, first, last, table=None):
    seen = []
    excerpt(film.path, table or film.table, first, last, lambda tick, frame: seen.append(tick))
    return seen


@pytest.mark.parametrize(
    "kind", ["h264", "b-frames", "vfr", "edit-list", "h264-mts", "h264-avi", "vp9-vfr-webm"]
)
def test_frames_reached_by_a_seek_are_exactly_those_asked_for(kind):
    film = made(kind, 6)
    last = len(film.table) - 1
    for first in (0, 100, 119, 120, 121, last - 3):
        assert ticks(film, first, first + 3) == list(film.table.pts[first : first + 4])


def test_a_table_of_another_film_is_refused():
    film = made("h264", 6)
    base, pts, end = film.table.time_base, film.table.pts, film.table.end
    beside = FrameTable(base, tuple(tick + 1 for tick in pts), end + 1)
    torn = FrameTable(base, (*pts[:151], pts[151] + 1, *pts[152:]), end)
    longer = FrameTable(base, (*pts, end, end + 1001), end + 2002)
    for table, first, last in ((beside, 0, 3), (beside, 150, 153), (torn, 150, 153), (longer, len(pts) - 1, len(pts) + 1), (longer, len(pts), len(pts))):  # fmt: skip
        with pytest.raises(FilmError, match="another film"):
            ticks(film, first, last, table)
