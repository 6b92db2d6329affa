from fractions import Fraction

import pytest

from attune.core.clock import FrameTable, TimeBase
from attune.core.media.errors import FilmError
from attune.core.media.render.plan import Clip, Freeze, Plan, Still, TitleCard
from attune.core.media.render.timing import ROUNDED, chapters, lay_out

BROADCAST = FrameTable(TimeBase(1, 30_000), tuple(n * 1001 for n in range(10)), 10_010)
PHONE = FrameTable(TimeBase(1, 600), (100, 120, 139, 161), 180)


def test_one_clip_keeps_its_own_ticks():
    layout = lay_out(Plan((Clip(0, 2002, 5005),)), [BROADCAST])
    assert layout.table == BROADCAST.slice(2, 5)
    assert layout.exact


def test_clips_of_two_clocks_are_exact_on_one_that_holds_both():
    layout = lay_out(Plan((Clip(0, 0, 1001), Clip(1, 120, 161))), [BROADCAST, PHONE])
    # In thirty-thousandths of a second: a six-hundredth is fifty of them.
    assert layout.base == TimeBase(1, 30_000)
    assert layout.table.pts == (0, 1001, 2002, 2002 + 19 * 50, 2002 + 41 * 50)
    assert layout.end == 2002 + 60 * 50


@pytest.mark.parametrize("speed", [Fraction(1, 4), Fraction(1, 2), Fraction(2, 3), Fraction(7, 10)])
def test_a_slow_frame_is_shown_its_own_length_divided_by_the_speed(speed):
    layout = lay_out(Plan((Clip(0, 100, 161, speed),)), [PHONE])
    starts = [layout.base.seconds(tick) for tick in (*layout.table.pts, layout.end)]
    assert starts == [Fraction(n, 600) / speed for n in (0, 20, 39, 61, 80)]


def test_a_freeze_stays_and_everything_after_it_is_later():
    clip = Clip(1, 120, 161, freezes=(Freeze(139, Fraction(1)), Freeze(139, Fraction(1, 4))))
    layout = lay_out(Plan((clip,)), [BROADCAST, PHONE])
    (laid,) = layout.items
    assert [(number, layout.base.seconds(at)) for number, at in laid.shows] == [
        (1, 0), (2, Fraction(19, 600)), (2, Fraction(41, 600)), (2, Fraction(341, 600)),
        (2, Fraction(641, 600)), (3, Fraction(791, 600)),
    ]  # fmt: skip
    assert [tuple(map(layout.base.seconds, each)) for each in laid.pauses] == [
        (Fraction(41, 600), Fraction(791, 600))
    ]


def test_cards_and_stills_rest():
    layout = lay_out(
        Plan((TitleCard(("A",), Fraction(6, 5)), Still(1, 139, Fraction(1, 3)))),
        [BROADCAST, PHONE],
    )
    shows = [(n, layout.base.seconds(at)) for each in layout.items for n, at in each.shows]
    assert shows == [(0, 0), (0, Fraction(1, 2)), (0, 1), (2, Fraction(6, 5))]
    assert layout.base.seconds(layout.end) == Fraction(6, 5) + Fraction(1, 3)


def test_clocks_that_share_no_tick_are_rounded_and_it_is_said():
    odd = FrameTable(TimeBase(1, 999_983), (0, 33_333), 66_666)
    layout = lay_out(Plan((Clip(0, 0, 33_333), Clip(1, 0, 1001))), [odd, BROADCAST])
    assert not layout.exact
    assert layout.base == TimeBase(1, ROUNDED)
    exact = [0, Fraction(33_333, 999_983), Fraction(66_666, 999_983)]
    assert layout.table.pts[:3] == tuple(round(each * ROUNDED) for each in exact)


def test_titles_begin_chapters():
    plan = Plan((TitleCard(("A",), Fraction(1)), Clip(0, 0, 1001, title="One"), Clip(0, 0, 0)))
    layout = lay_out(plan, [BROADCAST])
    assert chapters(layout) == [("One", 30_000, 30_000 + 3003)]
    assert chapters(lay_out(Plan((Clip(0, 0, 0),)), [BROADCAST])) == []


@pytest.mark.parametrize("item", [Clip(0, 1, 1001), Clip(0, 0, 99), Still(0, 5, Fraction(1))])
def test_a_moment_at_which_no_frame_starts_is_refused(item):
    with pytest.raises(FilmError, match="no such moment"):
        lay_out(Plan((item,)), [BROADCAST])
