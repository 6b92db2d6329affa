import io
import os
import struct

import pytest

from attune.core.clock import FrameTable, TimeBase
from attune.core.media.boxes import PictureTrack, init_segment
from attune.core.media.playable import (
    Fragment,
    PlayableError,
    PlayableFile,
    head,
    read_index,
    table_so_far,
)

BASE = TimeBase(1001, 30000)
PARTS = [Fragment(BASE, 700, (5, 6, 7), 8), Fragment(BASE, 900, (8, 9), 11)]
INIT = init_segment(PictureTrack(30000, 64, 36, b"\1dd", (1, 1, 1)), None)


def test_the_index_says_what_was_written():
    lines = [part.to_line(first=number == 0) for number, part in enumerate(PARTS)]
    assert lines[0] == b'{"size":700,"ticks":[5,6,7],"end":8,"time_base":[1001,30000]}\n'
    assert read_index(b"".join(lines)) == PARTS
    assert read_index(b"".join(lines)[:-1]) == PARTS[:1]  # the second is still being written
    assert read_index(b"") == []


@pytest.mark.parametrize("line", [b"{}\n", b"no\n", b'{"size":1,"time_base":[1]}\n', b"[]\n"])
def test_what_is_no_index_is_told(line):
    with pytest.raises(PlayableError, match="cannot be read"):
        read_index(line)


def test_the_table_so_far_is_in_the_ticks_of_the_original():
    assert table_so_far(PARTS) == FrameTable(BASE, (5, 6, 7, 8, 9), 11)
    with pytest.raises(PlayableError, match="no frames"):
        table_so_far([])


def test_the_head_names_exactly_these_fragments():
    for count in (1, 2):
        data = head(INIT, PARTS[:count])
        size, name, version, track, clock, first, gap, count_told = struct.unpack_from(
            ">I4sIIIQQxxH", data, len(INIT)
        )
        assert (size, name) == (len(data) - len(INIT), b"sidx")
        assert (version, track, clock, first, gap, count_told) == (1 << 24, 1, 30000, 0, 0, count)
        told = [struct.unpack_from(">III", data, len(INIT) + 40 + 12 * n) for n in range(count)]
        assert [one[0] for one in told] == [700, 900][:count]
        assert [one[1] for one in told] == [3003, 3003][:count]
        assert {one[2] for one in told} == {0x9000_0000}
    at = data.index(b"mehd")
    assert struct.unpack_from(">Q", data, at + 8) == (200,)  # thousandths: 6 * 1001 / 30000 s


def test_a_film_of_very_many_fragments_is_told_in_groups():
    many = [Fragment(TimeBase(1, 30), 10, (n,), n + 1) for n in range(70_000)]
    data = head(INIT, many)
    (count,) = struct.unpack_from(">H", data, len(INIT) + 38)
    told = [struct.unpack_from(">II", data, len(INIT) + 40 + 12 * n) for n in range(count)]
    assert count == 35_000
    assert set(told) == {(20, 2)}


def test_a_film_without_fragments_or_with_a_strange_head_is_told():
    with pytest.raises(PlayableError, match="without a fragment"):
        head(INIT, [])
    with pytest.raises(PlayableError, match="not one that Attune wrote"):
        head(b"something else", PARTS)


def test_a_playable_file_reads_as_one_file(tmp_path):
    body = io.BytesIO(b"fragments and more")
    with PlayableFile(b"head ", body, 9) as file:
        whole = b"head fragments"
        assert (file.size, file.readable(), file.seekable()) == (14, True, True)
        assert file.read() == whole
        for at in range(16):
            for count in range(16):
                assert file.seek(at) == at
                piece = b"".join(iter(lambda: file.read(2), b""))
                assert piece == whole[at:]
                file.seek(at)
                assert file.read(count) == whole[at : at + count]
        assert file.seek(-4, os.SEEK_END) == file.tell() == 10
        assert file.seek(2, os.SEEK_CUR) == 12
        with pytest.raises(ValueError, match="before the beginning"):
            file.seek(-1)
    assert body.closed
