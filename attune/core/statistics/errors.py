"""What a statistic says when there is no number to give."""


class CannotComputeError(ValueError):
    """The figure does not exist for this input; `str()` is a sentence that a person may be shown.

    `reason` completes "Cannot be computed, because …" and names what is missing or wrong.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"Cannot be computed, because {reason}.")
        self.reason = reason
