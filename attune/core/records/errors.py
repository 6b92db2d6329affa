"""What can be wrong with an outcome record."""

from collections.abc import Sequence


class RecordError(Exception):
    """A record that may not leave. faults: a sentence each, without the values."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = tuple(faults)
