"""Where a second camera's film lies, found by the worker."""

from fractions import Fraction

import pytest

from attune.core.clock import FrameTable
from attune.core.media.frames import frame_table
from attune.web.films import actions, hearing
from attune.web.films.models import Film, SecondCamera
from tests.factories.films import arrived_film, make_parts
from tests.films.made import made


def kept(family, cycle, kind: str, later: int = 0) -> tuple[Film, FrameTable]:
    """A film of this kind whose table says that it began `later` frames after its bytes do."""
    path = made(kind, seconds=5).path
    whole = frame_table(path)
    table = FrameTable(whole.time_base, whole.pts[later:], whole.end)
    film = arrived_film(family, cycle, path.read_bytes())
    make_parts(film.pk, frames=table)
    return film, table


def join(family, first: Film, second: Film) -> SecondCamera:
    return actions.join_camera(by=family.actor, first=first, second=second)


def test_offset_is_found_by_the_sound_of_both(family, cycle):
    first, table = kept(family, cycle, "h264")
    second, other = kept(family, cycle, "h264", later=40)
    joined = join(family, first, second)
    assert (joined.state, joined.offset) == (SecondCamera.State.LOOKING, None)
    hearing.find_offset.call(str(joined.pk))
    joined.refresh_from_db()
    begins = table.time_base.seconds(other.start - table.start)
    assert joined.state == SecondCamera.State.FOUND
    assert abs(joined.offset + begins) <= Fraction(1, 8000)


def test_films_without_sound_are_said_to_be_unsure(family, cycle):
    first, _ = kept(family, cycle, "no-audio")
    joined = join(family, first, kept(family, cycle, "h264")[0])
    hearing.find_offset.call(str(joined.pk))
    joined.refresh_from_db()
    assert (joined.state, joined.reason) == (SecondCamera.State.UNSURE, "silent-first")
    assert joined.offset is None


def test_who_lays_them_by_hand_is_not_overruled(family, cycle):
    joined = join(family, kept(family, cycle, "h264")[0], kept(family, cycle, "h264")[0])
    actions.lay_beside(by=family.actor, joined=joined, offset=Fraction(-1, 3))
    hearing.find_offset.call(str(joined.pk))
    joined.refresh_from_db()
    assert (joined.state, joined.offset) == (SecondCamera.State.BY_HAND, Fraction(-1, 3))


def test_films_that_were_taken_apart_meanwhile_are_no_trouble(family, cycle):
    joined = join(family, kept(family, cycle, "h264")[0], kept(family, cycle, "h264")[0])
    key = str(joined.pk)
    actions.part_cameras(by=family.actor, joined=joined)
    hearing.find_offset.call(key)
    assert SecondCamera.objects.count() == 0


def test_a_program_that_makes_nothing_may_make_nothing():
    for make in (hearing.NoSink().append, hearing.NoSink().replace):
        with pytest.raises(ValueError, match="make nothing"):
            make("proxy.frag", b"")
