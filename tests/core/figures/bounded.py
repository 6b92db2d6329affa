"""What a table with noise counts, worked out in plain Python from records."""

from collections.abc import Iterable

from attune.core.figures.noisy import COURSES, Counts, Plan, limits, slug
from attune.core.figures.tables import OPEN
from attune.core.figures.tally import POINT, Thresholds, counting, tallied


def bounded(records: Iterable[dict], plan: Plan, thresholds: Thresholds) -> dict[str, Counts]:
    """By subject: courses of the first relationships whose work has ended, with scores within the scale."""
    chosen = [record for record, counts in counting(records) if counts]
    near = [one for one in chosen if one["pair"] <= COURSES and one["end"] != OPEN]
    found = {}
    for topic in plan.topics:
        low, high = limits(topic)
        within = [
            {**one, "score": min(max(one["score"], low / POINT), high / POINT)}
            for one in near
            if (one["measure"], one["scale"]) == (topic.measure, topic.scale)
        ]
        found[slug(topic)] = {
            by: {
                category: tally
                for (subject, category), tally in tallied(
                    within, by=by, thresholds=thresholds
                ).items()
                if subject == topic.subject()
            }
            for by in plan.breakdowns
        }
    return found
