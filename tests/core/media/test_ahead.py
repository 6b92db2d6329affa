import threading

import pytest

from attune.core.media.ahead import Ahead


def test_items_come_in_order_through_several_threads():
    with (
        Ahead(range(500), 2) as numbers,
        Ahead((number * 2 for number in numbers), 3) as twice,
        Ahead((number + 1 for number in twice), 1) as odd,
    ):
        assert list(odd) == [number * 2 + 1 for number in range(500)]
        assert next(odd, None) is None


def test_no_more_is_done_ahead_than_agreed():
    done, first = [], threading.Event()

    def work():
        for number in range(100):
            done.append(number)
            if len(done) == 5:  # 1 given, 3 waiting, 1 at the door
                first.set()
            yield number

    with Ahead(work(), 3) as numbers:
        assert next(numbers) == 0
        assert first.wait(10)
        assert len(done) == 5


def test_what_goes_wrong_is_raised_to_who_asks_and_all_threads_end():
    def work():
        yield 1
        raise KeyError("wrong")

    before = threading.active_count()
    seen = []

    def ask():
        with Ahead(work(), 1) as numbers, Ahead(numbers, 1) as again:
            for number in again:
                seen.append(number)

    with pytest.raises(KeyError, match="wrong"):
        ask()
    assert seen == [1]
    assert threading.active_count() == before


def test_leaving_early_ends_the_threads():
    before = threading.active_count()
    with Ahead(iter(int, 1), 2) as zeros, Ahead(zeros, 2) as again:
        assert next(again) == 0
    assert threading.active_count() == before


def test_asking_after_the_end_is_answered():
    numbers = Ahead(range(9), 2)  # too many to be all there when the with block ends
    with numbers:
        assert next(numbers) == 0
    assert list(numbers) in ([1], [1, 2], [1, 2, 3])
