import pytest

from attune.core.clock import FrameTable
from attune.core.media.invented.kinds import CAMERAS, KINDS


@pytest.mark.parametrize("name", [*KINDS, *CAMERAS])
def test_ticks_are_a_frame_table_of_about_the_length_asked_for(name):
    kind = {**KINDS, **CAMERAS}[name]
    ticks, end = kind.ticks(4, seed=1)
    table = FrameTable(kind.base, ticks, end)
    assert table.start == kind.start
    assert table.variable_rate is bool(kind.jitter)
    assert float(table.duration) == pytest.approx(4, abs=1)
    assert len(ticks) == round(4 / float(kind.base.seconds(kind.step))) + kind.skip


def test_ticks_depend_on_the_seed_only_where_the_rate_varies():
    assert KINDS["vfr"].ticks(2, 1) == KINDS["vfr"].ticks(2, 1)
    assert KINDS["vfr"].ticks(2, 1) != KINDS["vfr"].ticks(2, 2)
    assert KINDS["h264"].ticks(2, 1) == KINDS["h264"].ticks(2, 2)


def test_even_the_shortest_film_has_a_frame():
    assert KINDS["h264"].ticks(0.001, 1) == ((0,), 1001)
