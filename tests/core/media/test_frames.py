import struct
from fractions import Fraction

import pytest

from attune.core.clock import TimeBase
from attune.core.media.errors import NoPictureError, TruncatedFilmError
from attune.core.media.frames import Decoding, FrameTimes, decode_whole, frame_table
from attune.core.media.invented import read_frame_number
from attune.core.media.opening import open_film
from tests.films.broken import rewrapped, with_a_lost_frame
from tests.films.made import made
from tests.films.odd import outlasted
from tests.films.oracle import ffmpeg, presented

BASE = TimeBase(1, 600)


def painted(frame):
    return read_frame_number(frame.to_ndarray(format="rgb24"))


def test_frame_table_is_read_from_an_open_file():
    film = made("vfr")
    with film.path.open("rb") as file:
        file.seek(100)
        assert frame_table(file) == film.table
        assert not file.closed


@pytest.mark.parametrize(
    "path",
    [
        rewrapped(".mkv"),
        rewrapped(".ts"),
        rewrapped(".mp4", "-movflags", "frag_keyframe+empty_moov"),
    ],
    ids=lambda path: path.name,
)
def test_frame_table_of_other_containers_is_what_ffmpeg_presents(path):
    assert list(frame_table(path).pts) == presented(path)[1]


def test_frame_times_without_a_frame_are_refused():
    with pytest.raises(NoPictureError):
        FrameTimes(BASE).table()


def test_frame_times_end_with_the_last_frame_as_long_as_is_known():
    stated, spaced, alone = FrameTimes(BASE), FrameTimes(BASE), FrameTimes(BASE)
    stated.add(0, 0, 30)
    spaced.add(0, 0, 0)
    spaced.add(25, 25, 0)
    alone.add(0, 0, 0)
    assert [times.table().end for times in (stated, spaced, alone)] == [30, 50, 24]


def test_a_frame_without_a_time_gets_the_next_one_and_is_counted():
    times = FrameTimes(BASE)
    assert [times.add(None, None, 20), times.add(None, None, 20), times.add(40, None, 20)] == [0, 20, 40]  # fmt: skip
    assert times.add(None, 60, 20) == 60
    assert (times.missing, times.repeated) == (3, 0)


def test_a_repeated_time_is_never_shown_and_is_counted():
    times = FrameTimes(BASE)
    assert [times.add(tick, None, 20) for tick in (0, 20, 20, 10, 40)] == [0, 20, None, None, 40]
    assert times.repeated == 2
    assert times.table().pts == (0, 20, 40)


def test_decoding_times_are_believed_when_presentation_times_run_backwards_often():
    times = FrameTimes(BASE)
    told = [(1, 2), (3, 3), (4, 4), (2, 5), (6, 6), (7, 7), (5, 8), (9, 9)]
    assert [times.add(pts, dts, 1) for pts, dts in told] == [1, 3, 4, None, 6, 7, 8, 9]


def test_one_repeated_time_is_no_reason_to_mistrust_the_others():
    times = FrameTimes(BASE)
    told = [(0, 0), (24, 20), (24, 40), (66, 60), (80, 80)]
    assert [times.add(pts, dts, 20) for pts, dts in told] == [0, 24, None, 66, 80]
    assert times.repeated == 1


def test_packets_that_cannot_be_decoded_are_counted_and_the_rest_is_kept(tmp_path):
    film = made("no-audio")
    data = bytearray(film.path.read_bytes())
    start = data.index(b"mdat") + 4
    middle = start + (data.index(b"moov") - start) // 2
    data[middle : middle + 2000] = bytes(2000)
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(data)
    with open_film(bad) as opened:
        decoding = Decoding(opened)
        kept = [tick for tick, _ in decoding.pictures()]
        decoding.refuse_truncated()
    assert decoding.undecodable > 0
    assert kept
    assert set(kept) < set(film.table.pts)


def test_a_film_of_which_no_packet_came_is_cut_short():
    with (
        open_film(made("no-audio").path) as opened,
        pytest.raises(TruncatedFilmError, match="none"),
    ):
        Decoding(opened).refuse_truncated()


def test_a_film_that_ends_before_its_stated_length_is_cut_short():
    with open_film(rewrapped(".mkv")) as opened:
        decoding = Decoding(opened)
        next(decoding.pictures())
        with pytest.raises(TruncatedFilmError, match="a part of it is missing"):
            decoding.refuse_truncated()


@pytest.mark.parametrize(
    ("by", "suffix"), [("subtitles", ".mkv"), ("subtitles", ".webm"), ("sound", ".mkv")]
)
def test_what_lasts_longer_than_the_picture_does_not_make_the_film_cut_short(by, suffix):
    film = outlasted(by, suffix).path
    assert list(frame_table(film).pts) == presented(film)[1]


def test_a_film_of_which_no_part_lasts_as_long_as_it_states_is_cut_short(tmp_path):
    data = bytearray(outlasted("sound", ".mkv").path.read_bytes())
    stated = data.index(b"\x44\x89\x88") + 3
    assert struct.unpack_from(">d", data, stated)[0] == pytest.approx(6000, abs=50)
    struct.pack_into(">d", data, stated, 60_000)
    (tmp_path / "longer.mkv").write_bytes(data)
    with pytest.raises(TruncatedFilmError, match=r"should be 60\.0 seconds"):
        frame_table(tmp_path / "longer.mkv")


def test_pictures_leave_the_sound_aside():
    with open_film(made("mpeg4-avi").path) as film:
        decoding = Decoding(film, sound=True)
        assert [tick for tick, _ in decoding.pictures()] == list(range(30))


def test_sound_is_read_to_its_end_without_more_pictures():
    second = Fraction(1)
    with open_film(made("h264", seconds=3).path) as film:
        decoding = Decoding(film, sound=True)
        later, pictures = [], 0
        for item in decoding:
            if isinstance(item, tuple):
                pictures += 1
                decoding.sound_until(second)
            elif pictures:
                later.append((item.pts * item.time_base, item.samples * item.time_base))
        assert pictures == 1
        reached, length = later[-1]
        assert second <= reached + length <= second + Fraction(1, 3)


def test_sound_that_is_over_is_not_waited_for(tmp_path):
    path = tmp_path / "short-sound.mp4"
    picture = ("-f", "lavfi", "-i", "color=gray:s=64x64:r=10:d=5")
    ffmpeg(*picture, "-f", "lavfi", "-i", "sine=300:d=0.5", path)
    with open_film(path) as film:
        decoding = Decoding(film, sound=True)
        decoding.sound_until(Fraction(1))
        assert all(item.pts * item.time_base < 1 for item in decoding)
        left = sum(1 for _ in film.packets())
    assert left > 0


@pytest.mark.parametrize("kind", ["mpeg4-avi", "h264-avi"])
def test_frames_of_an_avi_come_in_their_order_with_none_lost(kind):
    # ffmpeg guesses times in the order of decoding; an AVI says one thing only: which frame it is.
    film = made(kind)
    with open_film(film.path) as opened:
        seen = [(tick, painted(frame)) for tick, frame in Decoding(opened).pictures()]
    assert seen == list(enumerate(film.numbers))


def test_a_damaged_packet_of_an_avi_takes_its_own_time_with_it(tmp_path):
    data = bytearray(made("mjpeg-avi").path.read_bytes())
    start = [at for at in range(len(data)) if data[at : at + 4] == b"00dc"][5]
    data[start + 8 : start + 1000] = bytes(992)
    (tmp_path / "bad.avi").write_bytes(data)
    with open_film(tmp_path / "bad.avi") as film:
        decoding = Decoding(film)
        seen = [(tick, painted(frame)) for tick, frame in decoding.pictures()]
    assert decoding.undecodable == 1
    assert all(tick == number for tick, number in seen)
    assert len(seen) == 35


def test_a_frame_that_a_camera_dropped_is_a_longer_frame(tmp_path):
    data = made("mjpeg-avi").path.read_bytes()
    (tmp_path / "dropped.avi").write_bytes(with_a_lost_frame(data, 9))
    with open_film(tmp_path / "dropped.avi") as film:
        seen = [(tick, painted(frame)) for tick, frame in Decoding(film).pictures()]
    assert seen == [(number, number) for number in range(36) if number != 9]


def test_interlaced_frames_are_counted():
    for kind, count in (("interlaced-mts", 30), ("interlaced-bottom", 30), ("h264-mts", 0)):
        with open_film(made(kind).path) as film:
            assert decode_whole(film).interlaced == count
