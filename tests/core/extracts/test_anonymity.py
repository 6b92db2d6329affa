"""Nobody is alone: checked by counting, and by an attacker who knows everything of one family."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.extracts.anonymity import ORDER, Protected, protected, smallest_class
from attune.core.extracts.fields import QUASI, UNTOLD


def of(*values: str, field: str = "mode") -> dict:
    return {f"{number}": {field: value} for number, value in enumerate(values)}


def test_every_field_that_others_may_know_has_its_place_in_the_order():
    assert sorted(ORDER) == sorted(QUASI)


def test_episodes_that_are_enough_stay_as_they_are():
    episodes = of(*["remote"] * 5, *["both"] * 6)
    assert protected(episodes, 5) == Protected(episodes, {}, 0, 0.0)


def test_values_of_too_few_are_left_out():
    found = protected(of(*["remote"] * 8, *["both"] * 3, *["in-person"] * 2), 5)
    assert sorted(one["mode"] for one in found.episodes.values()) == [UNTOLD] * 5 + ["remote"] * 8
    assert (found.untold, found.dropped, found.lost) == ({"mode": 5}, 0, 5 / 13)


def test_what_is_still_alone_is_dropped():
    found = protected(of(*["remote"] * 8, *["both"] * 3), 5)
    assert len(found.episodes) == 8
    assert (found.untold, found.dropped, found.lost) == ({}, 3, 3 / 11)


def test_least_needed_field_goes_first():
    alike = {f"a{number}": {"mode": "remote", "context": "school"} for number in range(5)}
    one = {"b": {"mode": "both", "context": "school"}}
    more = {f"c{number}": {"mode": f"m{number}", "context": "school"} for number in range(5)}
    found = protected({**alike, **one, **more}, 6)
    assert found.episodes["b"] == {"mode": UNTOLD, "context": "school"}
    assert found.untold == {"mode": 11}


def test_nothing_and_no_fields_need_no_protection():
    assert protected({}, 5) == Protected({}, {}, 0, 0.0)
    assert protected({"a": {}}, 5) == Protected({}, {}, 1, 1.0)
    assert len(protected({str(number): {} for number in range(5)}, 5).episodes) == 5
    assert smallest_class([]) == 0


def test_k_below_five_is_refused():
    with pytest.raises(ValueError, match="at least 5"):
        protected({}, 4)


VALUES = st.fixed_dictionaries(
    {
        "mode": st.sampled_from("ab"),
        "child_age": st.sampled_from("abc"),
        "context": st.sampled_from("ab"),
    }
)


@given(st.lists(VALUES, max_size=60), st.integers(5, 9))
def test_who_knows_all_of_one_family_is_left_with_k_episodes(known, k):
    """Whoever knows a family's values finds no fewer than k rows that they fit, or none."""
    episodes = {str(number): values for number, values in enumerate(known)}
    found = protected(episodes, k)
    given_out = list(found.episodes.values())
    assert not given_out or smallest_class(given_out) >= k
    for episode, values in found.episodes.items():
        for name, value in values.items():
            assert value in (episodes[episode][name], UNTOLD)
        fits = [
            one
            for one in given_out
            if all(one[name] in (episodes[episode][name], UNTOLD) for name in one)
        ]
        assert len(fits) >= k
    assert len(found.episodes) + found.dropped == len(episodes)
    assert 0 <= found.lost <= 1
