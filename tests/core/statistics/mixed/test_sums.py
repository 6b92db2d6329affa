"""The sums: what a place ships instead of rows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.mixed import sums
from attune.core.statistics.mixed.fit import fit
from attune.core.statistics.mixed.sums import Sums
from tests.core.statistics.mixed.tables import change, invented, sums_of

ROW = [[1.0, 0.0, 20.0]]


def same(one: Sums, other: Sums) -> None:
    assert (one.fixed, one.levels, one.unit, one.rows) == (
        other.fixed,
        other.levels,
        other.unit,
        other.rows,
    )
    assert one.cross == pytest.approx(other.cross, rel=1e-12)
    assert set(one.within) == set(other.within)
    for size, products in one.within.items():
        assert products == pytest.approx(other.within[size], rel=1e-12)
    assert {key: cell.units for key, cell in one.cells.items()} == {
        key: cell.units for key, cell in other.cells.items()
    }
    for key, cell in one.cells.items():
        assert cell.total == pytest.approx(other.cells[key].total, rel=1e-12)


def units_of(rows: dict[str, np.ndarray]) -> list[tuple[tuple[str, ...], np.ndarray]]:
    place = np.column_stack([rows[name] for name in ("region", "service", "practitioner", "dyad")])
    matrix = np.column_stack([np.ones(len(rows["y"])), rows["x"], rows["y"]])
    return [
        (tuple(str(int(each)) for each in key[:3]), matrix[(place == key).all(axis=1)])
        for key in np.unique(place, axis=0)
    ]


def test_sums_of_rows_written_out():
    found = sums.of_rows(
        [3, 5, 4],
        fixed={"post": [0, 1, 0]},
        levels={"service": ["A", "A", "B"]},
        unit=("dyad", [7, 7, 7]),
    )
    assert found.fixed == ("(Intercept)", "post")
    assert found.cross.tolist() == [[3, 1, 12], [1, 1, 5], [12, 5, 50]]
    assert found.within[2].tolist() == [[4, 2, 16], [2, 1, 8], [16, 8, 64]]
    assert found.within[1].tolist() == [[1, 0, 4], [0, 0, 0], [4, 0, 16]]
    assert [(*key, cell.units, cell.total.tolist()) for key, cell in found.cells.items()] == [
        (("A",), 2, 1, [2, 1, 8]),
        (("B",), 1, 1, [1, 0, 4]),
    ]


@settings(max_examples=15)
@given(st.integers(0, 50), st.integers(2, 5), st.booleans())
def test_sums_of_places_add_up_to_those_of_all(seed, places, dyads):
    rows = invented(seed)
    where = (rows["service"] + 3 * rows["region"]) % places
    parts = [sums_of(rows, where == place, dyads=dyads) for place in np.unique(where)]
    same(sums.merged(parts), sums_of(rows, dyads=dyads))


def bits(found: Sums) -> tuple[object, ...]:
    return (
        found.rows,
        found.cross.tobytes(),
        [(size, products.tobytes()) for size, products in found.within.items()],
        [(key, cell.units, cell.total.tobytes()) for key, cell in found.cells.items()],
    )


@settings(max_examples=5)
@given(st.integers(0, 50), st.integers(2, 6), st.booleans())
def test_the_order_of_places_changes_no_bit(seed, places, dyads):
    rows = invented(seed)
    where = np.random.default_rng(seed).integers(0, places, len(rows["y"]))
    parts = [sums_of(rows, where == place, dyads=dyads) for place in np.unique(where)]
    whole = sums.merged(parts)
    for turn in range(1, len(parts)):
        again = sums.merged([*parts[turn:], *parts[:turn]])
        assert bits(again) == bits(whole)
    one, other = fit(whole), fit(sums.merged(parts[::-1]))
    assert (one.criterion, one.fixed, one.variance) == (
        other.criterion,
        other.fixed,
        other.variance,
    )


@settings(max_examples=15)
@given(st.integers(0, 50), st.booleans())
def test_a_nation_of_half_points_is_its_regions_its_services_and_its_rows_to_the_bit(seed, dyads):
    rows = invented(seed)
    rows["y"] = np.round(2 * rows["y"]) / 2
    where = np.column_stack([rows["region"], rows["service"]])
    regions, services = [], []
    for region in np.unique(where[:, 0]):
        here = [
            sums_of(rows, (where == (region, service)).all(axis=1), dyads=dyads)
            for service in np.unique(where[where[:, 0] == region, 1])
        ]
        services.extend(here)
        regions.append(sums.merged(here))
    whole = bits(sums_of(rows, dyads=dyads))
    assert bits(sums.merged(services)) == whole
    assert bits(sums.merged(regions)) == whole


def test_groups_that_two_places_share_are_put_together():
    rows = invented(9)
    first = np.arange(len(rows["y"])) % 2 == 0
    parts = [sums_of(rows, each, dyads=False) for each in (first, ~first)]
    same(sums.merged(parts), sums_of(rows, dyads=False))
    same(parts[0], sums_of(rows, first, dyads=False))


@settings(max_examples=15)
@given(st.integers(0, 50), st.booleans())
def test_the_order_of_rows_does_not_matter(seed, dyads):
    rows = invented(seed)
    mixed = np.random.default_rng(seed).permutation(len(rows["y"]))
    same(sums_of(rows, mixed, dyads=dyads), sums_of(rows, dyads=dyads))


def test_labels_that_are_numbers_far_apart_are_labels():
    near = sums.of_rows([1, 2, 4], levels={"service": [7, 7, 9]})
    far = sums.of_rows([1, 2, 4], levels={"service": np.array([7, 7, 9_000_000])})
    assert [path for path, _ in near.cells] == [("7",), ("9",)]
    assert [path for path, _ in far.cells] == [("7",), ("9000000",)]


def test_units_counted_one_by_one_are_the_table():
    rows = invented(3)
    whole = sums_of({name: np.asarray(values) for name, values in rows.items()})
    found = Sums(whole.fixed, whole.levels, whole.unit)
    for path, block in units_of(rows):
        found.add(path, block)
    same(found, whole)


def test_rows_that_stand_alone_are_counted_one_by_one():
    rows = invented(4)
    whole = sums_of(rows, dyads=False)
    found = Sums(whole.fixed, whole.levels, None)
    for path, block in units_of(rows):
        found.add(path, block)
    same(found, whole)


def test_what_is_taken_away_again_leaves_nothing():
    found = Sums(("(Intercept)", "x"), ("service",), "dyad")
    found.add(("A",), ROW * 2)
    found.add(("A",), ROW)
    found.remove(("A",), ROW * 2)
    assert set(found.within) == {1}
    found.remove(("A",), ROW)
    assert (found.rows, found.cells, found.within) == (0, {}, {})
    assert not found.cross.any()


def test_a_size_that_another_group_still_has_stays():
    found = Sums(("(Intercept)", "x"), ("service",), "dyad")
    found.add(("A",), ROW)
    found.add(("B",), ROW)
    found.remove(("A",), ROW)
    assert found.within[1].tolist() == [[1, 0, 20], [0, 0, 0], [20, 0, 400]]


def test_merging_classes_of_equal_caseload_is_exact():
    named = change()
    hidden = sums.lowest_as_units(named)
    assert hidden.levels == ("region", "service")
    assert len(hidden.cells) < len(named.cells)
    one, other = fit(named), fit(hidden)
    assert other.criterion == pytest.approx(one.criterion, rel=1e-12)
    assert other.estimates == pytest.approx(one.estimates, rel=1e-9)
    assert other.variance == pytest.approx(one.variance, rel=1e-9)


@pytest.mark.parametrize("bad", [sums_of(invented(1)), sums.of_rows([1, 2, 3])])
def test_only_groups_of_rows_that_stand_alone_can_become_units(bad):
    with pytest.raises(CannotComputeError, match="only groups of rows that stand alone"):
        sums.lowest_as_units(bad)


@pytest.mark.parametrize("unit", ["dyad", None])
def test_taking_away_what_was_never_counted_is_refused(unit):
    found = Sums(("(Intercept)", "x"), ("service",), unit)
    found.add(("A",), ROW)
    for path, rows in ((("B",), ROW), (("A",), ROW * 2)):
        with pytest.raises(CannotComputeError, match="was never counted"):
            found.remove(path, rows)


@pytest.mark.parametrize(
    ("path", "rows", "reason"),
    [
        (("A",), [[1, 2]], "a row needs its fixed effects and its outcome"),
        (("A",), [1, 2, 3], "a row needs its fixed effects and its outcome"),
        (("A",), np.zeros((0, 3)), "a row needs its fixed effects and its outcome"),
        ((), ROW, "a row needs one group of each level"),
        (("A",), [[1, 0, np.nan]], "a value is not a finite number"),
    ],
)
def test_a_unit_that_cannot_be_counted_is_refused(path, rows, reason):
    with pytest.raises(CannotComputeError, match=reason):
        Sums(("(Intercept)", "x"), ("service",), "dyad").add(path, rows)


@pytest.mark.parametrize(
    ("outcome", "more", "reason"),
    [
        ([], {}, "there are no rows"),
        ([1, 1e200], {}, "a value is too large to be computed with"),
        ([1, np.nan], {}, "a value is not a finite number"),
        ([1, 2], {"fixed": {"x": [1]}}, "each row needs its outcome and every fixed effect"),
        ([1, 2], {"levels": {"service": ["A"]}}, "each row needs its service"),
        ([1, 2], {"unit": ("dyad", [1, 2, 3])}, "each row needs its dyad"),
    ],
)
def test_a_table_that_cannot_be_summed_is_refused(outcome, more, reason):
    with pytest.raises(CannotComputeError, match=reason):
        sums.of_rows(outcome, **more)


def test_places_that_count_other_things_are_refused():
    with pytest.raises(CannotComputeError, match="no sums to put together"):
        sums.merged([])
    with pytest.raises(CannotComputeError, match="do not count the same"):
        sums.merged([sums.of_rows([1, 2]), sums.of_rows([1, 2], fixed={"x": [0, 1]})])
