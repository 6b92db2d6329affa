import hashlib
import io
import os

import pytest

from attune.core.media.checksum import Summing

CONTENT = bytes(range(256)) * 40
WHOLE = hashlib.sha256(CONTENT).hexdigest()


class Counted(io.BytesIO):
    """Counts the bytes that are read."""

    count = 0

    def read(self, size=-1):
        piece = super().read(size)
        self.count += len(piece)
        return piece


def test_bytes_that_pass_in_order_are_not_read_again():
    file = Counted(CONTENT)
    summing = Summing(file)
    assert (summing.readable(), summing.seekable()) == (True, True)
    buffer = bytearray(1000)
    while summing.readinto(buffer):
        pass
    assert summing.tell() == len(CONTENT)
    assert summing.sha256() == WHOLE
    assert file.count == len(CONTENT)


@pytest.mark.parametrize("places", [[], [9000], [0, 9000, 8, 5000, 0], [10, 20], [9000, 0, 4000]])
def test_the_checksum_is_of_the_whole_file_however_it_was_read(places):
    summing = Summing(io.BytesIO(CONTENT))
    for place in places:
        assert summing.seek(place) == place
        assert summing.read(2000) == CONTENT[place : place + 2000]
    assert summing.seek(-5, os.SEEK_END) == len(CONTENT) - 5
    assert summing.read(None) == CONTENT[-5:]
    assert summing.sha256() == WHOLE
