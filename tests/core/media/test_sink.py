import pytest

from attune.core.media.errors import OutputError
from attune.core.media.sink import FileSink, FolderSink


def test_a_folder_takes_parts_piece_by_piece_and_whole(tmp_path):
    sink = FolderSink(tmp_path)
    sink.append("proxy.frag", b"one")
    sink.append("proxy.frag", b"two")
    sink.replace("poster.jpg", b"the first picture")
    sink.replace("poster.jpg", b"a better one")
    assert (tmp_path / "proxy.frag").read_bytes() == b"onetwo"
    assert (tmp_path / "poster.jpg").read_bytes() == b"a better one"


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(OutputError, match="cannot be written there"):
        FolderSink(tmp_path / "none").append("proxy.frag", b"one")


def test_a_file_takes_its_one_part_whatever_it_is_called(tmp_path):
    sink = FileSink(tmp_path / "for-anna.mp4")
    sink.replace("out.mp4", b"old")
    sink.replace("out.mp4", b"one")
    sink.append("out.mp4", b"two")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [
        ("for-anna.mp4", b"onetwo")
    ]


def test_a_head_goes_before_what_is_there(tmp_path):
    for sink in (FolderSink(tmp_path), FileSink(tmp_path / "gift.mp4")):
        sink.append("gift.mp4", b"pictures")
        sink.put_before("gift.mp4", b"index ")
        assert [path.name for path in tmp_path.iterdir()] == ["gift.mp4"]
        assert (tmp_path / "gift.mp4").read_bytes() == b"index pictures"
        (tmp_path / "gift.mp4").unlink()
    with pytest.raises(OutputError, match="cannot be written there"):
        FolderSink(tmp_path).put_before("none.mp4", b"index")
