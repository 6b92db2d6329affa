from itertools import pairwise
from types import SimpleNamespace

import av
import av.error
import pytest

from attune.core.media.errors import FilmError, TruncatedFilmError, UnknownCodecError
from attune.core.media.frames import Decoding, decode_whole, frame_table
from attune.core.media.opening import OpenFilm, open_film
from attune.core.media.torn import Ending
from tests.films.broken import no_films
from tests.films.made import made
from tests.films.odd import joined
from tests.films.oracle import ffmpeg


def test_what_is_no_film_is_refused_with_a_sentence(tmp_path):
    for path, kind in no_films(tmp_path):
        with pytest.raises(kind) as refusal:
            frame_table(path)
        assert isinstance(refusal.value, FilmError)
        assert str(refusal.value).endswith(".")


def test_a_missing_file_and_a_folder_are_told_by_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        frame_table(tmp_path / "none.mp4")
    with pytest.raises(IsADirectoryError):
        frame_table(tmp_path)


def test_a_picture_coding_that_is_not_known_is_named(tmp_path):
    data = made("no-audio").path.read_bytes()
    strange = tmp_path / "strange.mp4"
    strange.write_bytes(data.replace(b"avc1", b"zzz9").replace(b"avcC", b"zzzC"))
    with pytest.raises(UnknownCodecError, match=r"H\.264 or HEVC"):
        frame_table(strange)


def test_a_song_with_a_cover_is_not_a_film(tmp_path):
    ffmpeg("-i", made("h264").path, "-frames:v", 1, tmp_path / "cover.png")
    ffmpeg("-f", "lavfi", "-i", "sine=d=1", "-i", tmp_path / "cover.png", "-map", 0, "-map", 1,
           "-c:v", "copy", "-disposition:v", "attached_pic", tmp_path / "song.mp3")  # fmt: skip
    with pytest.raises(FilmError, match="no picture"):
        frame_table(tmp_path / "song.mp3")


def test_a_container_with_neither_picture_nor_sound_is_no_film(tmp_path):
    (tmp_path / "words.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nHello\n")
    ffmpeg("-i", tmp_path / "words.srt", tmp_path / "words.mkv")
    with pytest.raises(FilmError, match="not a film"):
        frame_table(tmp_path / "words.mkv")


def breaking(film, ending):
    """The film, whose file cannot be read any more after a few packets."""
    packets = film.container.demux(film.video)

    def demux(*streams):
        for _ in range(9):
            yield next(packets)
        raise av.error.InvalidDataError(1, "torn")

    return OpenFilm(SimpleNamespace(demux=demux, format=film.container.format), film.video, None, ending)  # fmt: skip


def test_a_read_that_fails_in_the_middle_is_a_film_cut_short():
    with open_film(made("no-audio").path) as film:
        seen = Decoding(breaking(film, Ending()))
        with pytest.raises(TruncatedFilmError, match="cannot be read"):
            list(seen)


def test_a_read_that_fails_in_a_recording_without_a_length_is_its_end():
    with open_film(made("no-audio").path) as film:
        broken = breaking(film, Ending(states=False))
        seen = [tick for tick, _ in Decoding(broken).pictures()]
    assert len(seen) == 9  # those that the decoder still held, too
    assert broken.ending.breaks_off


def test_recordings_that_were_joined_go_on_where_the_first_one_ended():
    film = joined("h264-mts")
    with open_film(film.path) as opened:
        decoding = decode_whole(opened)
        assert opened.clock.restarts == 1
    assert decoding.times.table() == film.table


def test_the_sound_of_joined_recordings_stays_beside_its_picture():
    with open_film(joined("h264-mts").path) as film:
        heard = [item.pts * item.time_base for item in Decoding(film, sound=True) if not isinstance(item, tuple)]  # fmt: skip
    gaps = [float(after - before) for before, after in pairwise(heard)]
    assert min(gaps) >= 0
    assert max(gaps) < 0.08


def test_frames_of_joined_recordings_are_not_sought_by_their_times():
    film = joined("h264-mts")
    with open_film(film.path) as opened:
        assert not opened.may_seek(film.table)
    for kind, may in (("h264-mts", True), ("h264", True), ("mpeg4-avi", False)):
        plain = made(kind)
        with open_film(plain.path) as opened:
            assert opened.may_seek(plain.table) is may


def test_an_empty_packet_between_others_is_no_end():
    lost = av.Packet()
    lost.dts = 5
    with open_film(made("no-audio").path) as film:
        first = next(film.container.demux(film.video))
        given = SimpleNamespace(demux=lambda *streams: iter((first, lost)), format=film.container.format)  # fmt: skip
        assert list(OpenFilm(given, film.video, None).packets()) == [first]
