import av
import pytest

from attune.core.media.errors import OutputError
from attune.core.media.hardware import decoders, trouble
from attune.core.media.ingest import ingest
from attune.core.media.sink import FolderSink
from tests.films.made import made


@pytest.mark.parametrize("wish", ["none", "auto", "vaapi", "cuda"])
def test_software_is_what_is_tried_last(wish):
    tried = decoders(wish)
    assert tried[-1] is None
    assert None not in tried[:-1]
    assert len(tried) == {"none": 1, "auto": len(av.codec.hwaccel.hwdevices_available()) + 1}.get(
        wish, 2
    )


def test_a_name_that_is_no_hardware_is_told():
    with pytest.raises(OutputError, match="none, auto or one of"):
        decoders("a very fast one")


@pytest.mark.parametrize("wish", ["auto", "cuda", "vaapi"])
def test_with_and_without_hardware_everything_made_is_the_same(wish, tmp_path):
    film = made("hevc-vfr-rotated")
    parts = []
    for name in (wish, "none"):
        (tmp_path / name).mkdir()
        result = ingest(film.path, FolderSink(tmp_path / name), hardware=name)
        assert result.table == film.table
        parts.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert parts[0] == parts[1]


def test_trouble_is_why_hardware_does_not_open_and_the_driver_is_tried_once(monkeypatch):
    tried = []

    class Odd:
        def __init__(self, kind):
            tried.append(kind)

        def create(self, codec):
            assert codec.name == "h264"
            if tried[-1] == "cuda":
                raise OSError("no card")
            return "opened"

    monkeypatch.setattr("attune.core.media.hardware.HWAccel", Odd)
    monkeypatch.setattr("attune.core.media.hardware._troubles", {})
    monkeypatch.setattr("attune.core.media.hardware._opened", {})
    assert [trouble(kind) for kind in ("cuda", "cuda", "qsv")] == ["OSError: no card"] * 2 + [""]
    assert tried == ["cuda", "qsv"]
    assert trouble("qsv") == ""  # behind walls it is opened anew
    assert tried[2:] == ["qsv"]
