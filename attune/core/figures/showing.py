"""Which figures go with published counts, and how far they are rounded.

Whether a row has figures is worked out from its published counts alone (and from how services share its pairs), so that a
figure tells no count that its table doesn't. How far it is rounded, too: so that a sum of scores is known to no better than a
tenth of the scale's range, whoever adds and subtracts. What was counted once is repeated until so many pairs have come
or gone, for certain, that their difference tells of no one of them.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from attune.core.figures.released import ALL, UNPAIRED, Interval, Row, Values
from attune.core.figures.said import Cannot, Figure, figure
from attune.core.figures.tables import Topic, of_pairs, summed
from attune.core.figures.tally import POINT, Tally
from attune.core.statistics.clusters import (
    FEWEST,
    design_effect,
    freedom_quantile,
)
from attune.core.statistics.disclosure.rules import Reason, Rules
from attune.core.statistics.effects import wilson
from attune.core.statistics.estimate import Estimate

SHARE = 0.1
"""Of the scale's range: as well as a sum of scores may be known, at most."""

STEPS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
FEW = "Too few have both scores, or it can't be said how many without telling of persons."
FEW_SERVICES = "Too few services, or one with nearly all of it."
REST = "It is left out so that nothing can be worked out about those who are too few."
ALIKE = "It can't be computed: the scores do not differ."


@dataclass(frozen=True)
class Pairs:
    """What published counts tell of how many pairs there are: at least, at most (None: no end), and about."""

    low: int
    high: int | None
    about: int | None


def pairs_of(counts: Mapping[str, int | None], rules: Rules) -> Pairs:
    """Of a row. Pairs are all that are not unpaired, and also the sum of their standings."""
    parts = [value for name, value in counts.items() if name not in (ALL, UNPAIRED)]
    low, high = _between(parts, rules)
    about = None if None in parts else sum(value for value in parts if value is not None)
    everybody, unpaired = counts[ALL], counts[UNPAIRED]
    if everybody is None:
        return Pairs(low, high, about)
    least, most = _between([everybody], rules)
    fewest, mostly = _between([unpaired], rules)
    most = (most or 0) - fewest
    high = most if high is None else min(high, most)
    if mostly is None or unpaired is None:
        return Pairs(low, high, about)
    return Pairs(max(low, least - mostly), high, everybody - unpaired if about is None else about)


def _between(values: Iterable[int | None], rules: Rules) -> tuple[int, int | None]:
    ends = [rules.known(value) for value in values]
    highs = [high for _low, high in ends]
    known = [high for high in highs if high is not None]
    return sum(low for low, _high in ends), sum(known) if len(known) == len(highs) else None


# --- rounding -------------------------------------------------------------------------------------
def unit(topic: Topic, pairs: int) -> float:
    """What a mean of so many pairs is rounded to, in points: half of it, times the pairs, is a tenth of the range."""
    least = 2 * SHARE * (topic.high - topic.low) / pairs
    return next((step for step in STEPS if step >= least), STEPS[-1])


def standard_unit(points: float, deviation: float) -> float:
    """The same in standard deviations: one of the steps, a tenth as large, that is not finer."""
    least = points / deviation
    return next((step / 10 for step in STEPS if step / 10 >= least), STEPS[-1] / 10)


def rounded(value: float, step: float) -> float:
    """To the nearest step; never a negative zero."""
    return round(round(value / step) * step, 2) + 0.0


def interval(found: Estimate, step: float, middle: float | None = None) -> Interval:
    """An estimate and its ends, rounded; as far to either side, so that the ends tell no more of it, and wide enough to
    cover no less. middle: what is said in the place of the estimate, if that is not just rounded."""
    middle = rounded(found.estimate, step) if middle is None else middle
    away = max(middle - found.ci_lb, found.ci_ub - middle)
    half = math.ceil(round(away / step, 9)) * step
    return Interval(middle, rounded(middle - half, step), rounded(middle + half, step))


# --- rows -----------------------------------------------------------------------------------------
def with_shares(row: Row, rules: Rules, services: Mapping[str, Tally]) -> Row:
    """The row with what can be said from its rounded counts: how complete, how many changed reliably. Of the services
    only how alike their people are is taken, in halves, for the width of the intervals."""
    pairs = pairs_of(row.counts, rules)
    if pairs.about is None or pairs.low < rules.least:
        return Row(row.category, row.counts, reason=FEW)
    everybody = row.counts[ALL]
    return Row(
        row.category,
        row.counts,
        pairs.about,
        None if everybody is None else _share(pairs.about, everybody, services, "paired", "due"),
        _share(row.counts.get("improved"), pairs.about, services, "improved", "judged"),
        _share(row.counts.get("worsened"), pairs.about, services, "worsened", "judged"),
    )


def _share(
    count: int | None, of: int, services: Mapping[str, Tally], name: str, among: str
) -> Interval | None:
    if count is None or of < 1:
        return None
    groups = [(getattr(one, name), getattr(one, among)) for one in services.values()]
    many = sum(n > 0 for _count, n in groups)
    if many < FEWEST:
        return None
    design = math.ceil(2 * design_effect(groups)) / 2
    found = wilson(min(count, of) / of, of / design, freedom_quantile(many))
    return Interval(round(found.estimate, 2), round(found.ci_lb, 2), round(found.ci_ub, 2))


def is_alone(services: Mapping[str, Tally], rules: Rules) -> bool:
    """Whether too few services, or one above all others, stand behind a figure: in pairs, or in sums of scores."""
    if rules.reason(of_pairs(services)) is not None:
        return True
    whole = summed(services)
    return any(
        abs(getattr(each, name)) > rules.dominance * abs(getattr(whole, name))
        for each in services.values()
        for name in ("before", "after")
        if getattr(whole, name)
    )


def with_values(
    row: Row, topic: Topic, services: Mapping[str, Tally], release: str, *, is_end: bool = True
) -> Row:
    """A row that has pairs, with what the sums of their scores say; not what was said of it before."""
    if row.pairs is None:
        return row
    said = figure(summed(services), sign=topic.sign, fewest=Rules().least, groups=services.values())
    values = _values(row.pairs, topic, said, release, is_end=is_end)
    return _changed(row, values, "" if values is not None else ALIKE)


def _values(pairs: int, topic: Topic, said: Figure, release: str, *, is_end: bool) -> Values | None:
    if isinstance(said.change, Cannot) or isinstance(said.effect, Cannot):
        return None
    step = unit(topic, pairs)
    deviation = said.tally.sums().paired().sd_pre
    before, after = (
        rounded(number / said.tally.paired / POINT, step) if is_end else None
        for number in (said.tally.before, said.tally.after)
    )
    effect = interval(said.effect, standard_unit(step, deviation))
    # Of the means that are told: a third rounding of the same sums would tell more of them.
    middle = None if before is None or after is None else (after - before) * topic.sign
    middle = None if middle is None else rounded(middle, step)
    return Values(pairs, before, after, interval(said.change, step, middle), effect, release)


def without(row: Row, reason: str) -> Row:
    """A row whose values are left out."""
    return _changed(row, None, reason)


def _changed(row: Row, values: Values | None, reason: str) -> Row:
    shares = (row.complete, row.improved, row.worsened)
    return Row(row.category, row.counts, row.pairs, *shares, values, reason)


def repeated(row: Row, before: Row | None, rules: Rules) -> Row:
    """The row, with the values that an earlier release gave, unless enough pairs came or went since, for certain.

    before: the row, of the release that counted those values.
    """
    if before is None or before.values is None or row.values is None:
        return row
    now, then = pairs_of(row.counts, rules), pairs_of(before.counts, rules)
    more = now.low - (then.high if then.high is not None else now.low)
    fewer = then.low - (now.high if now.high is not None else then.low)
    if max(more, fewer) >= rules.least:
        return row
    return _changed(row, before.values, "")


def left_out(everybody: Row, rows: Sequence[Row], rules: Rules) -> list[Row]:
    """The rows of a table, of which as few as can be lose their values, so that those without are not too few together.

    Where every row has values, nothing is left over. Else what is left of everybody, at least, has to be
    `rules.least`; the row with the fewest pairs goes next.
    """
    found = list(rows)
    while everybody.values is not None:
        shown = [row for row in found if row.values is not None]
        if not shown or len(shown) == len(found):
            break
        most = [pairs_of(row.counts, rules).high for row in shown]
        known = sum(high for high in most if high is not None)
        if None not in most and pairs_of(everybody.counts, rules).low - known >= rules.least:
            break
        fewest = min(shown, key=lambda row: (row.pairs or 0, row.category))
        found[found.index(fewest)] = without(fewest, REST)
    return found


SAID = {
    Reason.SMALL: "Fewer than {least}.",
    Reason.FEW_SERVICES: "Fewer than {services} services.",
    Reason.DOMINANT: "One service has nearly all of it.",
    Reason.COMPLEMENTARY: "Another hidden count could be worked out from it.",
}


def why(reason: Reason, rules: Rules) -> str:
    """Why a count is hidden, in words, for whoever prepares a release; it does not say the count."""
    return SAID[reason].format(least=rules.least, services=rules.services)
