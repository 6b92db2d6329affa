"""What may leave a service: exact where it says so, and never a sum of few."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.mixed import sums
from attune.core.statistics.mixed.fit import fit
from attune.core.statistics.mixed.guard import Guarded, Small, guarded
from attune.core.statistics.mixed.shipment import to_json
from attune.core.statistics.mixed.sums import Sums
from tests.core.statistics.degenerate import refused

Rows = dict[str, np.ndarray]
ALIKE = ([4, 4, 9], [2, 2, 2, 2, 8], [1] * 8, [3, 3, 3, 12], [10, 8], [5, 5, 20])


def nation(seed: int, caseloads=ALIKE, *, occasions: int = 1, services: int = 12) -> Rows:
    """Services of three regions whose practitioners have these caseloads; scores in half points."""
    chance = np.random.default_rng(seed)
    found: dict[str, list] = {name: [] for name in ("region", "service", "practitioner", "dyad")}
    found |= {"x": [], "remote": [], "y": []}
    for service in range(services):
        here = 20 + 2 * chance.normal()
        for person, load in enumerate(caseloads[service % len(caseloads)]):
            who = here + 2 * chance.normal()
            for dyad in range(load):
                x, base = round(4 * chance.normal()) / 4, who + 2 * chance.normal()
                for occasion in range(occasions):
                    y = round(2 * (base + 0.7 * x + occasion + 3 * chance.normal())) / 2
                    row = (service % 3, service, f"Mx {person}", dyad, x, dyad % 2, y)
                    for name, value in zip(found, row, strict=True):
                        found[name].append(value)
    return {name: np.array(values) for name, values in found.items()}


def sums_of(rows: Rows, chosen=slice(None), *, fixed=("x",), dyads: bool = False) -> Sums:
    levels = {name: rows[name][chosen] for name in ("region", "service", "practitioner")}
    unit = ("dyad", rows["dyad"][chosen]) if dyads else None
    effects = {name: rows[name][chosen] for name in fixed}
    return sums.of_rows(rows["y"][chosen], fixed=effects, levels=levels, unit=unit)


def sent(rows: Rows, **more) -> list[Guarded]:
    """What each service sends."""
    dyads = more.pop("dyads", False)
    parts = [
        sums_of(rows, rows["service"] == each, dyads=dyads) for each in np.unique(rows["service"])
    ]
    return [guarded(part, **more) for part in parts]


def same_fit(one: Sums, other: Sums) -> None:
    first, second = fit(one), fit(other)
    assert first.criterion == pytest.approx(second.criterion, rel=1e-9)
    assert first.estimates == pytest.approx(second.estimates, rel=1e-9)
    assert first.covariance == pytest.approx(second.covariance, rel=1e-9)
    assert list(first.variance.values()) == pytest.approx(
        list(second.variance.values()), rel=1e-9, abs=1e-9
    )


@settings(max_examples=4)
@given(st.integers(0, 10_000), st.booleans())
def test_the_nation_of_equal_caseloads_is_that_of_the_rows(seed, reml):
    rows = nation(seed)
    parts = sent(rows)
    assert all(part.exact for part in parts)
    pooled = sums.merged([part.sums for part in parts])
    assert (pooled.levels, pooled.unit) == (("region", "service"), "practitioner")
    one, other = fit(pooled, reml=reml), fit(sums_of(rows), reml=reml)
    assert one.criterion == pytest.approx(other.criterion, rel=1e-9)
    same_fit(pooled, sums_of(rows))


@settings(max_examples=4)
@given(st.integers(0, 10_000))
def test_the_nation_of_large_caseloads_whose_dyads_repeat_is_that_of_the_rows(seed):
    rows = nation(seed, ([8, 12], [9, 8, 10]), occasions=2)
    parts = sent(rows, dyads=True)
    assert all(part.exact for part in parts)
    pooled = sums.merged([part.sums for part in parts])
    assert {path[2] for path, _ in pooled.cells} == {"1", "2", "3"}
    same_fit(pooled, sums_of(rows, dyads=True))


LOADS = st.lists(st.integers(1, 14), min_size=1, max_size=9).filter(lambda each: sum(each) >= 8)


@settings(max_examples=40)
@given(LOADS, st.integers(2, 8), st.integers(0, 99))
def test_nothing_leaves_that_is_of_fewer(loads, least, seed):
    rows = nation(seed, (loads,), services=1)
    found = guarded(sums_of(rows), least=least, small=Small.TOGETHER)
    of = {key: key[1] * cell.units for key, cell in found.sums.cells.items()}
    assert min(of.values()) >= least
    assert sum(of.values()) == found.sums.rows == len(rows["y"])
    total = np.sum([cell.total for cell in found.sums.cells.values()], axis=0)
    assert total == pytest.approx(found.sums.cross[0], rel=1e-12, abs=1e-9)
    alike = Counter(loads)
    assert found.exact == all(size * many >= least for size, many in alike.items())
    if not found.exact:
        with refused("too small or too unlike to leave together"):
            guarded(sums_of(rows), least=least)


def test_small_caseloads_together_are_one_practitioner():
    """3 + 5 are one of 8; 2 joins the last bundle, 1 and 1 the smallest that might have left."""
    rows = nation(1, ([3, 5, 10, 2], [12, 1, 9, 1]))
    parts = sent(rows, small=Small.TOGETHER)
    assert [part.together for part in parts] == [3, 3] * 6
    assert not parts[0].exact
    known = {"Mx 0": "A", "Mx 1": "A", "Mx 3": "A", "Mx 2": "B"}
    other = {"Mx 1": "A", "Mx 2": "A", "Mx 3": "A", "Mx 0": "B"}
    names = [
        (other if service % 2 else known)[name]
        for service, name in zip(rows["service"], rows["practitioner"], strict=True)
    ]
    same_fit(
        sums.merged([part.sums for part in parts]),
        sums_of({**rows, "practitioner": np.array(names)}),
    )


def test_what_is_lost_by_putting_practitioners_together():
    """Fixed effects stay where they are; the variance between practitioners comes out too small."""
    lost, apart = [], []
    for seed in range(4):
        rows = nation(seed, ([4, 4, 9, 3, 6, 5, 10],), services=40)
        whole = fit(sums_of(rows))
        less = fit(sums.merged([part.sums for part in sent(rows, small=Small.TOGETHER)]))
        lost.append(less.variance["practitioner"] / whole.variance["practitioner"])
        apart.append((less.fixed["x"] - whole.fixed["x"]) / whole.standard_errors["x"])
    assert 0.5 < np.mean(lost) < 0.95
    assert abs(np.mean(apart)) < 0.25


def test_few_of_one_number_of_occasions_go_together():
    rows = nation(3, ([10, 4, 9, 9],), occasions=2, services=1)
    came_once = (rows["dyad"] >= 6) & (np.arange(len(rows["y"])) % 2 == 1)
    kept = {name: values[~came_once] for name, values in rows.items()}
    found = guarded(sums_of(kept, dyads=True), small=Small.TOGETHER)
    # Once came 4 of 10, 0 of 4, 3 of 9 and 3 of 9: nobody has 8 of each, and all together they have.
    assert found.together == 4
    assert {(path[2], size): cell.units for (path, size), cell in found.sums.cells.items()} == {
        ("1", 1): 10,
        ("1", 2): 22,
    }


def test_names_of_practitioners_do_not_leave():
    for dyads, caseloads in ((False, ALIKE), (True, ([8, 12], [9, 8, 10]))):
        rows = nation(4, caseloads, occasions=1 + dyads)
        renamed = np.array([f"My {9 - int(name[3:])}" for name in rows["practitioner"]])
        one = guarded(sums_of(rows, dyads=dyads))
        other = guarded(sums_of({**rows, "practitioner": renamed}, dyads=dyads))
        assert "Mx" not in to_json(one.sums)
        assert to_json(one.sums) == to_json(other.sums)


def test_sums_without_practitioners_leave_as_they_are():
    rows = nation(5)
    named = sums.of_rows(rows["y"], levels={"service": rows["service"]})
    assert to_json(guarded(named).sums) == to_json(named)
    assert guarded(sums.of_rows(rows["y"])).exact


def test_what_left_does_not_change_with_what_is_counted_later():
    named = sums.of_rows(np.arange(9.0), levels={"service": ["A"] * 9})
    left = guarded(named).sums
    named.add(("A",), [[1, 5]])
    assert (left.rows, left.cells[("A",), 1].units) == (9, 9)


def indicator(ones: int, of: int = 40) -> Rows:
    rows = nation(6, ([of],), services=1)
    return {**rows, "remote": (np.arange(of) < ones).astype(float)}


@pytest.mark.parametrize(("ones", "leaves"), [(0, 1), (1, 0), (7, 0), (8, 1), (32, 1), (33, 0)])
def test_an_indicator_that_picks_out_few_is_refused(ones, leaves):
    table = sums_of(indicator(ones), fixed=("x", "remote"))
    if leaves:
        assert guarded(table).exact
    else:
        with refused("fewer than 8 dyads differ from the others in remote"):
            guarded(table)


def test_two_indicators_that_differ_in_few_are_refused():
    """Of 20 remote dyads 19 were ordered: Σ remote·y − Σ ordered·y is the score of the one that was not."""
    rows = {**indicator(20), "ordered": (np.arange(40) < 19).astype(float)}
    assert guarded(sums_of(rows, fixed=("remote",))).exact
    with refused("differ from the others in remote and ordered"):
        guarded(sums_of(rows, fixed=("remote", "ordered")))


def test_the_last_of_three_categories_may_not_be_few():
    rows = {**indicator(20), "both": ((np.arange(40) >= 20) & (np.arange(40) < 37)).astype(float)}
    with refused("differ from the others in remote and both"):
        guarded(sums_of(rows, fixed=("remote", "both")))


def test_an_indicator_within_a_caseload_puts_it_with_others():
    """Eight practitioners of one dyad each, one of them remote: Σss' of theirs would be its score."""
    rows = nation(7, ([1] * 8 + [20],), services=1)
    for remote, together in ((0, 0), (1, 8), (8, 0)):
        here = {
            **rows,
            "remote": np.r_[np.arange(8) < remote, np.arange(20) % 2 == 0].astype(float),
        }
        found = guarded(sums_of(here, fixed=("remote",)), small=Small.TOGETHER)
        assert found.together == together


@pytest.mark.parametrize(("remote", "leaves"), [(2, False), (4, False), (8, True), (10, True)])
def test_an_indicator_of_dyads_that_repeat_counts_dyads(remote, leaves):
    """Two rows each: four remote dyads are eight rows."""
    rows = nation(8, ([20],), occasions=2, services=1)
    rows["remote"] = (rows["dyad"] < remote).astype(float)
    table = sums_of(rows, fixed=("remote",), dyads=True)
    if leaves:
        assert guarded(table).exact
    else:
        with refused("differ from the others in remote"):
            guarded(table)


def test_an_indicator_of_the_occasion_is_allowed():
    rows = nation(9, ([10, 8],), occasions=2, services=1)
    rows["end"] = np.arange(len(rows["y"])) % 2.0
    assert guarded(sums_of(rows, fixed=("end",), dyads=True)).exact


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (
            lambda: guarded(sums_of(nation(1, ([7],), services=1))),
            "fewer than 8 dyads are not told",
        ),
        (lambda: guarded(sums_of(nation(1)), least=1), "a rule for fewer than two dyads"),
        (lambda: guarded(sums_of(nation(1)), people="service"), "service is not the lowest level"),
        (
            lambda: guarded(guarded(sums_of(nation(1))).sums),
            "each practitioner is one of many in these sums already",
        ),
        (lambda: guarded(Sums(("(Intercept)",), ("practitioner",), None)), "fewer than 8 dyads"),
        (
            lambda: guarded(sums_of(nation(1, ([7],), occasions=2, services=1), dyads=True)),
            "fewer than 8 dyads of one number of occasions",
        ),
    ],
)
def test_what_may_not_leave_is_refused(make, says):
    with pytest.raises(CannotComputeError, match=says):
        make()
