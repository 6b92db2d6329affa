"""What is said of a tally: the numbers of the rows it counts, or why there are none."""

import pytest

from attune.core.figures.said import FEWEST, Cannot, Figure, figure
from attune.core.figures.tally import Tally, tallied, total
from attune.core.statistics.clusters import clustered_change, clustered_rate, clustered_smcr
from attune.core.statistics.effects import mean_change, paired, rate, smcr
from tests.core.figures.records import number, record

BEFORE = [20.0, 25.5, 18.0, 31.0, 22.0, 27.0, 19.0, 24.0]
AFTER = [12.0, 25.0, 19.0, 20.0, 15.5, 20.0, 25.0, 14.0]


def tally_of(before, after, threshold=5000):
    rules = {("core-10", "1.0.0", "total"): (-1, threshold)} if threshold else {}
    records = [
        each
        for which, (first, last) in enumerate(zip(before, after, strict=True))
        for each in (
            record(episode=number(which), score=first),
            record(episode=number(which), occasion="end", score=last),
        )
    ]
    return total(tallied(records, thresholds=rules).values())


def test_figures_are_those_of_the_rows():
    said = figure(tally_of(BEFORE, AFTER) + Tally(unpaired=2, open=3))
    rows = paired(BEFORE, AFTER)
    assert said.pairs == rate(8, 10)
    assert (said.before, said.after) == (sum(BEFORE) / 8, sum(AFTER) / 8)
    for found, wanted in ((said.change, mean_change(rows)), (said.effect, smcr(rows))):
        for name in ("estimate", "se", "ci_lb", "ci_ub"):
            assert getattr(found, name) == pytest.approx(getattr(wanted, name), rel=1e-12)
    assert (said.improved, said.worsened) == (rate(5, 8), rate(1, 8))


def test_figures_are_turned_where_lower_is_better():
    tally = tally_of(BEFORE, AFTER)
    plain, turned = figure(tally), figure(tally, sign=-1)
    for one, other in ((plain.change, turned.change), (plain.effect, turned.effect)):
        assert (other.estimate, other.se) == (-one.estimate, one.se)
        assert (other.ci_lb, other.ci_ub) == (-one.ci_ub, -one.ci_lb)
    assert plain.improved == turned.improved


def test_fewer_pairs_than_are_told_of_give_counts_only():
    said = figure(tally_of(BEFORE[1:], AFTER[1:]))
    few = Cannot(f"fewer than {FEWEST} have both scores")
    assert said.pairs == rate(7, 7)
    assert (said.before, said.after) == (None, None)
    assert (said.change, said.effect, said.improved, said.worsened) == (few, few, few, few)


def test_service_may_see_its_own_few():
    assert figure(tally_of(BEFORE[:2], AFTER[:2]), fewest=2).before == 22.75


def test_nothing_counted_says_why():
    assert figure(Tally()) == Figure(
        Tally(),
        Cannot("nobody is counted"),
        None,
        None,
        *[Cannot(f"fewer than {FEWEST} have both scores")] * 4,
    )


def test_shares_are_not_said_where_no_reliable_change_is_published():
    said = figure(tally_of(BEFORE, AFTER, threshold=None), sign=-1)
    none = Cannot("no reliable change is published for this scale")
    assert (said.improved, said.worsened) == (none, none)
    assert said.change.estimate > 0


def test_change_is_not_said_where_all_began_alike():
    said = figure(tally_of([20.0] * 8, AFTER), sign=-1)
    alike = Cannot("all scores of an occasion are the same")
    assert (said.change, said.effect) == (alike, alike)
    assert (said.before, said.improved) == (20.0, rate(2, 8))


def test_figure_of_groups_has_the_middle_of_all_and_intervals_that_know_the_groups():
    """Two services, one of which did well with all of its people, one with none."""
    good = Tally(improved=10, before=200_000, after=100_000, before_squared=4_100_000_000,
                 after_squared=1_100_000_000, product=2_050_000_000)  # fmt: skip
    none = Tally(unchanged=10, before=200_000, after=200_000, before_squared=4_100_000_000,
                 after_squared=4_100_000_000, product=4_080_000_000)  # fmt: skip
    alone = figure(good + none, sign=-1)
    found = figure(good + none, sign=-1, groups=[good, none])
    sums = [good.sums(), none.sums()]
    assert found.change.estimate == alone.change.estimate == 5
    assert found.change.se == clustered_change(sums).se > alone.change.se
    assert found.effect.se == clustered_smcr(sums).se
    assert found.effect.estimate == alone.effect.estimate > 0
    assert found.improved == clustered_rate([(10, 10), (0, 10)])
    assert (found.pairs.estimate, found.before, found.after) == (1, 20, 15)
