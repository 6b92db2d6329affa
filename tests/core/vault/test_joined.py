"""Parts read as one file."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.vault.errors import DamagedError
from attune.core.vault.joined import OPEN_AT_ONCE, JoinedReader


def joined(parts: list[bytes]) -> JoinedReader:
    return JoinedReader([len(part) for part in parts], lambda number: io.BytesIO(parts[number]))


@given(st.lists(st.binary(max_size=9), max_size=9), st.integers(0, 90), st.integers(-1, 90))
def test_any_read_is_the_slice_of_all_of_it(parts, start, length):
    whole = b"".join(parts)
    with joined(parts) as file:
        assert file.size == len(whole)
        file.seek(start)
        assert file.read(length) == whole[start : None if length < 0 else start + length]


def test_few_parts_are_open_at_a_time_and_none_at_the_end():
    opened = []

    def opening(number):
        opened.append(io.BytesIO(bytes([number])))
        return opened[-1]

    file = JoinedReader([1] * 20, opening)
    assert file.read() == bytes(range(20))
    assert sum(not one.closed for one in opened) == OPEN_AT_ONCE
    file.seek(18)
    file.read(1)
    assert len(opened) == 20  # it was open still
    file.close()
    assert all(one.closed for one in opened)


def test_parts_may_be_raw_files_too(tmp_path):
    (tmp_path / "part").write_bytes(b"raw")
    with JoinedReader([3], lambda number: (tmp_path / "part").open("rb", buffering=0)) as file:
        assert file.read() == b"raw"


def test_part_that_is_shorter_than_said_is_found():
    with (
        JoinedReader([3, 3], lambda number: io.BytesIO(b"ab")) as file,
        pytest.raises(DamagedError, match="Part 0"),
    ):
        file.read()
