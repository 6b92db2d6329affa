"""Says what a degenerate input is refused with."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from attune.core.statistics.errors import CannotComputeError


@contextmanager
def refused(says: str) -> Iterator[None]:
    with pytest.raises(CannotComputeError, match=says):
        yield
