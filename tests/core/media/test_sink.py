import pytest

from attune.core.media.errors import OutputError
from attune.core.media.sink import FolderSink


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
