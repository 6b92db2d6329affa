"""Which bytes are answered, against RFC 9110's own examples and by trying every small case."""

import pytest

from attune.web.films.ranges import Nothing, Part, Whole, choose

SIZE = 10_000


def of(header, *, size=SIZE, cap=SIZE, **more):
    return choose(header, size=size, cap=cap, **more)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        # RFC 9110, 14.1.2: of a representation of 10,000 bytes
        ("bytes=0-499", Part(0, 499)),
        ("bytes=500-999", Part(500, 999)),
        ("bytes=-500", Part(9500, 9999)),
        ("bytes=9500-", Part(9500, 9999)),
        ("bytes=0-0,-1", Part(0, 0)),
        ("bytes= 0-999, 4500-5499, -1000", Part(0, 999)),
        # and the edges
        ("bytes=0-", Part(0, 9999)),
        ("bytes=9999-", Part(9999, 9999)),
        ("bytes=9000-99999999999", Part(9000, 9999)),
        ("bytes=-99999", Part(0, 9999)),
        ("BYTES=0-1", Part(0, 1)),
        ("bytes=10000-", Nothing()),
        ("bytes=-0", Nothing()),
        ("bytes=20000-30000,-0", Nothing()),
        ("bytes=20000-,5-6", Part(5, 6)),
        # no range of bytes: as good as none
        (None, Whole()),
        ("", Whole()),
        ("bytes=", Whole()),
        ("bytes=-", Whole()),
        ("bytes=5-3", Whole()),
        ("bytes=a-b", Whole()),
        ("bytes=0-1,x", Whole()),
        ("bytes=--5", Whole()),
        ("bytes=٣-٤", Whole()),
        ("bytes=0-" + "9" * 400, Whole()),
        ("seconds=0-5", Whole()),
    ],
)
def test_range_is_read_as_the_standard_says(header, expected):
    assert of(header) == expected


def test_part_is_never_longer_than_the_cap():
    assert of("bytes=0-", cap=4096) == Part(0, 4095)
    assert of("bytes=100-", cap=4096) == Part(100, 4195)
    assert of("bytes=-5000", cap=4096) == Part(5000, 9095)
    assert of("bytes=9999-", cap=4096) == Part(9999, 9999)
    assert Part(100, 4195).length == 4096


@pytest.mark.parametrize(
    ("if_range", "expected"),
    [('"one"', Part(0, 9)), ('"two"', Whole()), ("Sat, 21 Nov 2026 00:00:00 GMT", Whole())],
)
def test_part_is_answered_only_of_the_version_that_was_meant(if_range, expected):
    assert of("bytes=0-9", if_range=if_range, etag='"one"') == expected


def test_empty_file_has_no_part():
    assert of("bytes=0-", size=0) == Nothing()
    assert of("bytes=-5", size=0) == Nothing()


def test_every_small_range_is_what_slicing_gives():
    content = bytes(range(7))
    for first in range(9):
        for last in range(first, 9):
            answer = of(f"bytes={first}-{last}", size=7)
            wanted = content[first : last + 1]
            if wanted:
                assert content[answer.first : answer.last + 1] == wanted
                assert answer.length == len(wanted)
            else:
                assert answer == Nothing()
