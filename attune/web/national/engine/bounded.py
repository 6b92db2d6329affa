"""The rows of the store as they count for tables with noise: so that one episode moves nothing by more than is known beforehand.

It goes row by row: whether a row counts, and as which score, depends on that row alone. So without an episode all
others count just as they did with it.
"""

from collections.abc import Sequence

import ibis
from ibis import Table

from attune.core.figures.noisy import COURSES, limits
from attune.core.figures.tables import Topic


def bounded(source: Table, topics: Sequence[Topic]) -> Table:
    """The same rows; of these subjects the courses of an episode's first relationships count, with scores within the scale.

    Nothing is taken out before it is known which push of an episode is its newest (`counting.current`).
    """
    mine = [
        (source["measure"] == topic.measure) & (source["scale"] == topic.scale) for topic in topics
    ]
    ends = [limits(topic) for topic in topics]
    known = list(zip(mine, ends, strict=True))
    low = ibis.cases(*((row, ibis.literal(low, "int64")) for row, (low, _) in known))
    high = ibis.cases(*((row, ibis.literal(high, "int64")) for row, (_, high) in known))
    counts = source["counts"] & (source["pair"] <= COURSES) & ibis.or_(*mine)
    return source.mutate(
        counts=counts.fill_null(False), thousandths=source["thousandths"].clip(low, high)
    )
