"""Sums as text: the same numbers on the other side, and nothing but sums is taken."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attune.core.statistics.mixed import sums
from attune.core.statistics.mixed.guard import guarded
from attune.core.statistics.mixed.shipment import from_json, to_json
from attune.core.statistics.mixed.sums import Sums
from tests.core.statistics.degenerate import refused
from tests.core.statistics.mixed.tables import change, invented, occasions, sums_of


def is_same(one: Sums, other: Sums) -> bool:
    """The same numbers, bit for bit."""
    return (
        (one.fixed, one.levels, one.unit, one.rows)
        == (other.fixed, other.levels, other.unit, other.rows)
        and one.cross.tobytes() == other.cross.tobytes()
        and {size: table.tobytes() for size, table in one.within.items()}
        == {size: table.tobytes() for size, table in other.within.items()}
        and {key: (cell.units, cell.total.tobytes()) for key, cell in one.cells.items()}
        == {key: (cell.units, cell.total.tobytes()) for key, cell in other.cells.items()}
    )


@settings(max_examples=20)
@given(st.integers(0, 10_000), st.booleans())
def test_what_is_read_is_what_was_written(seed, dyads):
    written = sums_of(invented(seed), dyads=dyads)
    assert is_same(from_json(to_json(written)), written)
    assert to_json(from_json(to_json(written).encode())) == to_json(written)


@pytest.mark.parametrize("make", [change, occasions])
def test_the_reference_nation_goes_there_and_back(make):
    assert is_same(from_json(to_json(make())), make())


def test_the_form_written_out():
    written = sums.of_rows(
        [3, 5.5, 4],
        fixed={"post": [0, 1, 0]},
        levels={"service": ["A", "A", "B"]},
        unit=("dyad", [7, 7, 7]),
    )
    assert json.loads(to_json(written)) == {
        "sums": 1,
        "fixed": ["(Intercept)", "post"],
        "levels": ["service"],
        "unit": "dyad",
        "rows": 3,
        "cross": [3, 1, 12.5, 1, 5.5, 55.25],
        "within": [[1, [1, 0, 4, 0, 0, 16]], [2, [4, 2, 17, 1, 8.5, 72.25]]],
        "cells": [[["A"], 2, 1, [2, 1, 8.5]], [["B"], 1, 1, [1, 0, 4]]],
    }


def test_a_service_sends_less_than_a_kilobyte():
    """A small model: change scores in whole points, a start score, seven practitioners of 8 to 20 dyads."""
    chance = np.random.default_rng(1)
    people = np.repeat(np.arange(7), [8, 9, 10, 12, 14, 17, 20])
    found = sums.of_rows(
        chance.integers(-5, 9, len(people)),
        fixed={"start": chance.integers(0, 28, len(people))},
        levels={
            "region": np.full(len(people), "north-west"),
            "service": np.full(len(people), "0b1f3a52-9c5e-4a3e-8d59-2f6f0f1b7c11"),
            "practitioner": people,
        },
    )
    assert len(to_json(guarded(found).sums).encode()) < 1000


FORM = {
    "sums": 1,
    "fixed": ["(Intercept)"],
    "levels": ["service"],
    "unit": "dyad",
    "rows": 3,
    "cross": [3, 6, 14],
    "within": [[1, [1, 3, 9]], [2, [4, 6, 9]]],
    "cells": [[["A"], 1, 1, [1, 3]], [["A"], 2, 1, [2, 3]]],
}


def test_the_form_that_the_bad_ones_are_made_from_is_read():
    assert from_json(json.dumps(FORM)).rows == 3
    alone = {**FORM, "unit": None, "within": [], "cells": [[["A"], 1, 3, [3, 6]]]}
    assert from_json(json.dumps(alone)).unit is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        (b"\xff\xfe\xfd", "it is not JSON"),
        ("[1]", "its keys are not"),
        ("{}", "its keys are not"),
        ('{"sums": 1, "sums": 1}', "a key comes twice"),
        (json.dumps({**FORM, "name": "Maya"}), "its keys are not"),
        (json.dumps(FORM).replace("14", "NaN"), "NaN is not a number"),
        (json.dumps(FORM).replace("14", "-Infinity"), "-Infinity is not a number"),
        (json.dumps(FORM).replace("14", "1e999"), "a table holds a number that is too large"),
        (json.dumps(FORM).replace("14", "9" * 5000), "it is not JSON"),
    ],
)
def test_text_that_is_no_form_is_refused(text, says):
    with refused(says):
        from_json(text)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"sums": 2}, "it is not of version 1"),
        ({"sums": True}, "it is not of version 1"),
        ({"fixed": "(Intercept)"}, "fixed is not a list"),
        ({"fixed": ["age"]}, "the intercept does not come first"),
        ({"fixed": []}, "the intercept does not come first"),
        ({"fixed": ["(Intercept)", "x", "x"]}, "fixed does not name each thing once"),
        ({"levels": [7]}, "levels does not name each thing once"),
        ({"unit": ""}, "unit does not name each thing once"),
        ({"unit": "service"}, "the unit is a level"),
        ({"rows": 0}, "rows is not a count"),
        ({"rows": 3.0}, "rows is not a count"),
        ({"rows": True}, "rows is not a count"),
        ({"rows": 4}, "its cells do not count its rows"),
        ({"cross": [3, 6]}, "a table has not 3 numbers"),
        ({"cross": [3, 6, "14"]}, "a table holds what is not a number"),
        ({"cross": [3, 6, True]}, "a table holds what is not a number"),
        ({"cross": [3, 6, 1e61]}, "a table holds a number that is too large"),
        ({"cross": [4, 6, 14]}, "cross counts other rows"),
        ({"cross": [3, 7, 18]}, "its cells do not add up to cross"),
        ({"cross": [3, 6, 9]}, "a square is below zero"),
        ({"within": {}}, "within is not a list"),
        ({"within": [[1]]}, "an entry of within has not 2 parts"),
        ({"within": [[0, [1, 3, 9]]]}, "within is not a count"),
        ({"within": [[1, [1, 3, 9]], [1, [1, 3, 9]]]}, "units of 1 rows come twice"),
        ({"within": [[1, [1, 3, 9]]]}, "within is not of the sizes of its units"),
        ({"within": [[1, [1, 3, 9]], [2, [8, 6, 9]]]}, "within counts other units"),
        ({"within": [[1, [1, 3, 9]], [2, [4, 6, 8]]]}, "a square is below zero"),
        ({"unit": None}, "its cells do not count its rows"),
        ({"cells": []}, "its cells do not count its rows"),
        ({"cells": [[["A"], 1, 1]]}, "an entry of cells has not 4 parts"),
        ({"cells": [[["A", "B"], 1, 1, [1, 3]]]}, "a path has not one group of each level"),
        ({"cells": [[[1], 1, 1, [1, 3]]]}, "a path has not one group of each level"),
        ({"cells": [[["A"], 1, 1, [1, 3]]] * 2}, "a group and size come twice"),
        ({"cells": [[["A"], 1, 2, [1, 3]]]}, "a cell counts other rows than it sums"),
        ({"cells": [[["A"], 1, -1, [1, 3]]]}, "the units of a cell is not a count"),
        ({"cells": [[["A"], 1, 1, [1]]]}, "the total of a cell has not 2 numbers"),
    ],
)
def test_a_form_that_holds_something_else_is_refused(change, says):
    with refused(f"the sums cannot be read: .*{says}"):
        from_json(json.dumps({**FORM, **change}))
