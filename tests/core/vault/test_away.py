"""A note that stands for bytes elsewhere is told from bytes, and never half believed."""

import io

import pytest

from attune.core.vault.away import LARGEST, MARK, Away
from attune.core.vault.binding import Binding
from attune.core.vault.errors import DamagedError
from attune.core.vault.streaming import StreamWriter

NOTE = Away("a film/a name", 123_456_789_012)


def test_a_note_says_again_what_was_written():
    written = NOTE.to_bytes()
    assert Away.read(io.BytesIO(written)) == NOTE
    assert len(written) < LARGEST


@pytest.mark.parametrize("length", [0, 1, 1000])
def test_a_stream_of_the_vault_is_no_note(length):
    file = io.BytesIO()
    writer = StreamWriter(file, bytes(32), Binding("s", "c", "f", "p"))
    writer.write(bytes(length))
    writer.finish()
    assert Away.read(file) is None
    assert file.tell() == 0


def test_an_empty_file_is_no_note():
    assert Away.read(io.BytesIO()) is None


@pytest.mark.parametrize(
    "rest", [b"", b'{"key": "a"', b'{"key": "a"}', b"[]", b'{"key": 1, "size": "x"}']
)
def test_a_note_that_is_cut_short_is_damaged(rest):
    with pytest.raises(DamagedError, match="cannot be read"):
        Away.read(io.BytesIO(MARK + rest))
