"""What follows when somebody takes a consent back, beyond what cases itself knows.

What stands on consents lives on the floors above. So each of them says once, when it is ready, what of
theirs goes; cases asks them and never names them.
"""

from collections.abc import Callable, Iterable

from attune.core.consent import Purpose
from attune.web.cases.models import Participant

Describe = Callable[[Participant, Purpose], Iterable[str]]
DESCRIBERS: list[Describe] = []


def goes_without_consent(describe: Describe) -> None:
    """Let an app above say what is erased when this person takes this consent back:
    `describe(participant, purpose)` gives a few words for each thing, none if nothing."""
    DESCRIBERS.append(describe)


def what_goes(participant: Participant, purpose: Purpose) -> list[str]:
    return [words for describe in DESCRIBERS for words in describe(participant, purpose)]
