"""How much a service may send in a short time, so that one that runs wild does not keep the others out.

Counted in this process by the monotonic clock, which nobody sets; a restart forgets it. Only what was signed counts,
so nobody else can use up a service's share.
"""

import time
from collections.abc import Callable, Hashable
from threading import Lock

BYTES, SECONDS = 64 * 2**20, 60
"""So much at once; and it runs off evenly in so many seconds."""


class Pace:
    """A vessel for each sender: what is sent runs in, and runs off with time; more than it holds is refused."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock, self.lock = clock, Lock()
        self.full: dict[Hashable, tuple[float, float]] = {}

    def wait(self, who: Hashable, size: int) -> int:
        """Takes it, and 0; or takes nothing, and the whole seconds after which it would."""
        with self.lock:
            now = self.clock()
            level, since = self.full.get(who, (0.0, now))
            level = max(0.0, level - (now - since) * BYTES / SECONDS)
            over = level + size - BYTES
            self.full[who] = (level if over > 0 else level + size, now)
            return int(over * SECONDS / BYTES) + 1 if over > 0 else 0


PACE = Pace()
