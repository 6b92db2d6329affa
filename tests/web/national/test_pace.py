"""How much a service may send in a short time."""

from attune.web.national.pace import BYTES, SECONDS, Pace

MIB = 2**20


def test_each_sender_is_counted_alone():
    pace = Pace(lambda: 0.0)
    assert pace.wait("a", 60 * MIB) == 0
    assert pace.wait("a", 8 * MIB) == 4  # four too many, at 64 a minute, and rounded up
    assert pace.wait("b", 8 * MIB) == 0


def test_what_was_refused_does_not_count():
    pace = Pace(lambda: 0.0)
    pace.wait("a", 60 * MIB)
    assert [pace.wait("a", 8 * MIB) for _ in range(3)] == [4, 4, 4]
    assert pace.wait("a", 4 * MIB) == 0


def test_after_the_time_that_was_said_it_is_taken():
    now = [0.0]
    pace = Pace(lambda: now[0])
    assert pace.wait("a", BYTES) == 0
    wait = pace.wait("a", 16 * MIB)
    assert wait == SECONDS // 4 + 1
    now[0] += wait
    assert pace.wait("a", 16 * MIB) == 0


def test_a_long_rest_gives_no_more_than_one_share():
    now = [0.0]
    pace = Pace(lambda: now[0])
    pace.wait("a", MIB)
    now[0] = 1e9
    assert pace.wait("a", BYTES) == 0
    assert pace.wait("a", 1) == 1
