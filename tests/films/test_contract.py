"""Every kind of film through every door: the frame asked for is the frame painted.

The truth comes from the script that made the film. Where ffmpeg knows it too, it is a second witness.
"""

from fractions import Fraction

import pytest

from attune.core.clock import FrameTable
from attune.core.media.cut import make_cut
from attune.core.media.excerpt import excerpt
from attune.core.media.frames import frame_table
from attune.core.media.ingest import ingest
from attune.core.media.invented import CAMERAS, KINDS, read_frame_number
from attune.core.media.playable import write_playable
from attune.core.media.probe import probe
from attune.core.media.sink import FolderSink
from attune.core.media.still import read_still
from tests.films.made import made, numbers_shown
from tests.films.odd import joined, repeating, untimed
from tests.films.oracle import presented

FILMS = {
    **{kind: (made, kind) for kind in (*KINDS, *CAMERAS)},
    "joined": (joined, "h264-mts"),
    "untimed": (untimed, "h264-mts", 4),
    "untimed-interlaced": (untimed, "interlaced-mts", 3),
    "repeating": (repeating, "vp9-webm", 9, 20),
}
GUESSED = ("joined-", "repeating-", "untimed-h264", "mpeg4-avi", "h264-avi")
"""Of these ffmpeg does not know the truth: it guesses times, or gives some frames one and the same."""


@pytest.fixture(params=FILMS)
def film(request):
    make, *arguments = FILMS[request.param]
    return make(*arguments)


def test_frame_table_is_the_truth(film):
    assert frame_table(film.path) == film.table


def test_ffmpeg_presents_the_same_frames(film):
    base, ticks = presented(film.path)
    known = not film.path.name.startswith(GUESSED)
    assert base == film.table.time_base.tick
    assert (ticks == list(film.table.pts)) is known


def test_probe_says_what_the_film_is(film):
    facts = probe(film.path)
    assert facts.table == film.table
    assert (facts.width, facts.height) == (film.width, film.height)
    assert (facts.rotation, facts.mirrored) == (film.rotation, film.mirrored)
    assert (facts.display_width, facts.display_height) == film.display_size
    uneven = "vfr" in film.kind or film.kind == "mjpeg-mov"
    assert facts.table.variable_rate is (
        uneven or film.path.name.startswith(("joined", "repeating"))
    )
    start = facts.sound and facts.sound.start
    assert start == film.sound_start or abs(start - film.sound_start) < Fraction(1, 20)


def test_ingest_makes_the_same_table_and_shows_every_frame_upright(film, tmp_path):
    assert ingest(film.path, FolderSink(tmp_path)).table == film.table
    assert FrameTable.from_bytes((tmp_path / "frames.json").read_bytes()) == film.table
    write_playable(tmp_path, tmp_path / "proxy.mp4")
    shown = numbers_shown(tmp_path / "proxy.mp4")
    assert [number for _, number in shown] == list(film.numbers)
    played = frame_table(tmp_path / "proxy.mp4")
    seconds, wanted = played.time_base.seconds, film.table.from_zero()
    assert [seconds(tick) for tick, _ in shown] == [wanted.time_base.seconds(tick) for tick in wanted.pts]  # fmt: skip
    assert seconds(played.end) == wanted.duration


def test_excerpt_from_the_middle_has_exactly_the_frames_asked_for(film):
    last = len(film.table) - 1
    for first in (0, last // 2, last - 3):
        seen = []
        excerpt(film.path, film.table, first, first + 3, lambda tick, frame: seen.append(tick))  # noqa: B023 -- called before the next round
        assert seen == list(film.table.pts[first : first + 4])


def test_still_is_the_frame_upright_at_full_size(film):
    last = len(film.table) - 1
    for number in (0, last * 2 // 3, last):
        picture = read_still(film.path, number, table=film.table)
        assert read_frame_number(picture) == film.numbers[number]
        assert picture.shape == (film.display_size[1], film.display_size[0], 3)


def test_cut_has_exactly_the_frames_asked_for(film, tmp_path):
    part = make_cut(film.path, tmp_path / "cut.mp4", 5, 16, table=film.table)
    assert part == film.table.slice(5, 16)
    painted = [number for _, number in numbers_shown(tmp_path / "cut.mp4")]
    assert painted == list(film.numbers[5:17])
