import hashlib
import io
import os

import pytest

from attune.core.media.passing import Passing

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
    passing = Passing(file)
    assert (passing.readable(), passing.seekable()) == (True, True)
    buffer = bytearray(1000)
    while passing.readinto(buffer):
        pass
    assert passing.tell() == len(CONTENT)
    assert passing.sha256() == WHOLE
    assert file.count == len(CONTENT)


@pytest.mark.parametrize("places", [[], [9000], [0, 9000, 8, 5000, 0], [10, 20], [9000, 0, 4000]])
def test_the_checksum_is_of_the_whole_file_however_it_was_read(places):
    passing = Passing(io.BytesIO(CONTENT))
    for place in places:
        assert passing.seek(place) == place
        assert passing.read(2000) == CONTENT[place : place + 2000]
    assert passing.seek(-5, os.SEEK_END) == len(CONTENT) - 5
    assert passing.read(None) == CONTENT[-5:]
    assert passing.sha256() == WHOLE
