from types import SimpleNamespace

import av.error
import pytest

from attune.core.media.errors import FilmError, TruncatedFilmError, UnknownCodecError
from attune.core.media.frames import frame_table
from attune.core.media.opening import OpenFilm, open_film
from tests.films.broken import no_films
from tests.films.made import made
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


def test_a_read_that_fails_in_the_middle_is_a_film_cut_short():
    def demux(*streams):
        yield "packet"
        raise av.error.InvalidDataError(1, "torn")

    with open_film(made("no-audio").path) as film:
        broken = OpenFilm(SimpleNamespace(demux=demux), film.video, None)
        packets = broken.packets()
        assert next(packets) == "packet"
        with pytest.raises(TruncatedFilmError, match="cannot be read"):
            next(packets)
