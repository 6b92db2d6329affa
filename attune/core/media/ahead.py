"""Work that runs ahead in a thread of its own, some steps and no more."""

import threading
from collections.abc import Iterable, Iterator
from queue import Empty, Full, Queue
from types import TracebackType
from typing import Generic, Self, TypeVar

T = TypeVar("T")
WAIT = 0.05
"""Seconds between two looks at whether the work is still wanted."""


class _End:
    """The last thing in a queue: nothing more, or what went wrong."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


class Ahead(Generic[T]):
    """Iterates over `work` in another thread, at most `most` items ahead of who asks for them.

    Items come in their order; what the work raises is raised to who asks. Chain several to have a
    pipeline of bounded memory. Leaving the `with` block ends the thread, after at most one more item.
    """

    def __init__(self, work: Iterable[T], most: int) -> None:
        self._work = work
        self._queue: Queue[T | _End] = Queue(most)
        self._unwanted = threading.Event()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="ahead", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the thread and wait until it has ended."""
        self._unwanted.set()
        self._thread.join()

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        if self._ended:
            raise StopIteration
        item = self._take()
        if not isinstance(item, _End):
            return item
        self._ended = True
        if item.error is not None:
            raise item.error
        raise StopIteration

    def _take(self) -> T | _End:
        while True:
            try:
                return self._queue.get(timeout=WAIT)
            except Empty:
                if self._unwanted.is_set():
                    return _End()

    def _run(self) -> None:
        end = _End()
        try:
            for item in self._work:
                if not self._put(item):
                    return
        except BaseException as error:
            end = _End(error)
        self._put(end)

    def _put(self, item: T | _End) -> bool:
        while not self._unwanted.is_set():
            try:
                self._queue.put(item, timeout=WAIT)
            except Full:
                continue
            return True
        return False
