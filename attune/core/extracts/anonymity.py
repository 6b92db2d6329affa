"""Nobody alone: each episode shares all its values that others may know with at least k − 1 more.

k-anonymity (Samarati & Sweeney 1998) by leaving values out, in a declared order: what is least needed first. A value that is left
out is “not-told”, which counts as a value of its own, so that the classes are what anybody sees who looks at the data. What
is still alone in the end is dropped.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from attune.core.extracts.fields import UNTOLD

ORDER = (
    "mode",
    "stage",
    "relation",
    "ethnicity",
    "child_age",
    "setting",
    "dose",
    "region",
    "year",
    "end",
    "engagement",
    "context",
)
"""In which order values are left out of the episodes that are too few."""

LEAST_K = 5
MOST_LOST = 0.2
"""Of all values: an extract that lost more would mislead, and is refused."""

Values = Mapping[str, str]


class TooMuchLostError(Exception):
    """Protecting people would take too much out of the data. lost: the share of values."""

    def __init__(self, lost: float) -> None:
        super().__init__(f"{lost:.0%} of the values would have to be left out.")
        self.lost = lost


@dataclass(frozen=True)
class Protected:
    """episodes: those that may be given, by their id, with their values. untold: how often each field was left out of them.

    dropped: how many episodes are not given. lost: the share of all values that are not.
    """

    episodes: Mapping[str, Values]
    untold: Mapping[str, int]
    dropped: int
    lost: float


def protected(episodes: Mapping[str, Values], k: int) -> Protected:
    """The episodes, each alike to at least k − 1 others. episodes: the values of each, all of the same fields.

    Raises ValueError for a k below LEAST_K.
    """
    if k < LEAST_K:
        raise ValueError(f"k is at least {LEAST_K}.")
    fields = sorted({name for values in episodes.values() for name in values})
    found = {episode: dict(values) for episode, values in episodes.items()}
    for name in [one for one in ORDER if one in fields]:
        few = _few(found, k)
        if not few:
            break
        for episode in few:
            found[episode][name] = UNTOLD
    dropped = _few(found, k)
    kept = {episode: values for episode, values in found.items() if episode not in dropped}
    untold = {name: sum(one[name] == UNTOLD for one in kept.values()) for name in fields}
    everything = len(episodes) * max(len(fields), 1)
    lost = sum(untold.values()) + len(dropped) * max(len(fields), 1)
    share = lost / everything if everything else 0.0
    return Protected(
        kept, {name: many for name, many in untold.items() if many}, len(dropped), share
    )


def _few(episodes: Mapping[str, Values], k: int) -> set[str]:
    """Those that share their values with fewer than k − 1 others."""
    of = {episode: tuple(sorted(values.items())) for episode, values in episodes.items()}
    size = Counter(of.values())
    return {episode for episode, values in of.items() if size[values] < k}


def smallest_class(episodes: Sequence[Values]) -> int:
    """How many episodes the smallest group of alike ones has; 0 without any."""
    return min(Counter(tuple(sorted(one.items())) for one in episodes).values(), default=0)
