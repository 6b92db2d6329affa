"""What can be wrong with measures and answers; each message is one plain sentence, or one per fault."""

from collections.abc import Sequence


class InstrumentError(ValueError):
    """Anything this room refuses."""


class PackageError(InstrumentError):
    """A package that may not be used. `faults`: all that is wrong with it, a sentence each."""

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        super().__init__(f"The measure {name} can't be used. " + " ".join(faults))
        self.name, self.faults = name, tuple(faults)


class UnknownMeasureError(InstrumentError):
    """No measure of that name, or no such version of it, is in the catalogue."""


class AnswerError(InstrumentError):
    """Answers or totals that the measure can't have."""
