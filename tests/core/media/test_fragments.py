import json

import pytest

from attune.core.clock import TimeBase
from attune.core.media.boxes import PictureTrack, SoundTrack
from attune.core.media.errors import OutputError
from attune.core.media.fragments import Fragments
from attune.core.media.playable import LARGEST, read_index
from attune.core.media.sink import FolderSink

BASE = TimeBase(2, 60)
PICTURE = PictureTrack(60, 64, 36, b"\1dd", (1, 1, 1))
SOUND = SoundTrack(48_000, 1, b"\x11\x88", 96_000, 1024)


def test_fragments_end_where_they_are_cut_and_take_their_sound(tmp_path):
    film = Fragments(FolderSink(tmp_path), BASE, 100, PICTURE, SOUND)
    for number in range(6):
        film.picture(number * 2, number % 3 == 0, b"p%d" % number, cut=number == 3)
        film.sound(number * 1600 + 1024, 1600, b"s%d" % number)
    film.sound(6 * 1600 + 1024, 1600, b"after the last picture")
    assert film.complete == 1
    film.finish(12)
    assert (film.complete, film.pictures) == (2, 6)
    data = (tmp_path / "proxy.frag").read_bytes()
    parts = read_index((tmp_path / "proxy.index").read_bytes())
    assert [(part.ticks, part.end) for part in parts] == [
        ((100, 101, 102), 103),
        ((103, 104, 105), 106),
    ]
    assert sum(part.size for part in parts) == len(data)
    assert data[: parts[0].size].endswith(b"p0p1p2s0s1s2")
    assert data.endswith(b"p3p4p5s3s4s5")
    assert "time_base" in json.loads((tmp_path / "proxy.index").read_text().splitlines()[0])


def test_a_picture_at_a_time_before_is_refused(tmp_path):
    film = Fragments(FolderSink(tmp_path), BASE, 0, PICTURE, None)
    film.picture(2, True, b"one", cut=False)
    with pytest.raises(OutputError, match="frames of its source"):
        film.picture(2, False, b"two", cut=False)


def test_a_picture_longer_than_a_number_holds_leaves_the_next_its_time(tmp_path):
    film = Fragments(FolderSink(tmp_path), TimeBase(1, 10**9), 0, PICTURE, None)
    film.picture(0, True, b"one", cut=False)
    film.picture(9 * 10**9, True, b"two", cut=True)
    film.finish(9 * 10**9 + 1)
    data = (tmp_path / "proxy.frag").read_bytes()
    assert LARGEST.to_bytes(4) in data
    assert (9 * 10**9).to_bytes(8) in data


def test_a_film_without_a_picture_has_no_fragment(tmp_path):
    film = Fragments(FolderSink(tmp_path), BASE, 0, PICTURE, None)
    film.finish(0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["proxy.init"]
