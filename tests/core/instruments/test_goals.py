import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.instruments.errors import AnswerError
from attune.core.instruments.goals import Progress, Target, gas_t

levels = st.lists(st.integers(-2, 2), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("came_out", "t"), [((0, 0, 0), 50), ((1, 1, 1), 63.69), ((2, 0, -1), 54.56)]
)
def test_t_is_the_published_value(came_out, t):
    assert round(gas_t(came_out), 2) == t


def test_t_with_weights_by_hand():
    # 50 + 10 (3·1 + 1·(−1)) / √(0.7 (9 + 1) + 0.3 · 16) = 50 + 20 / √11.8
    assert gas_t((1, -1), (3, 1)) == pytest.approx(55.822225, abs=1e-6)


@given(levels)
def test_t_turns_about_fifty_and_does_not_mind_the_order(came_out):
    assert gas_t([-level for level in came_out]) == pytest.approx(100 - gas_t(came_out))
    assert gas_t(came_out[::-1]) == pytest.approx(gas_t(came_out))


@given(levels, st.floats(0.01, 100))
def test_t_of_equal_weights_is_that_of_none(came_out, weight):
    assert gas_t(came_out, [weight] * len(came_out)) == pytest.approx(gas_t(came_out))


@pytest.mark.parametrize(
    ("came_out", "weights", "says"),
    [
        ((), None, "needs 1 to 5 goals"),
        ((0,) * 6, None, "needs 1 to 5 goals"),
        ((0, 1), (1,), "a weight for each"),
        ((3,), None, "from -2 to 2, not 3"),
        ((True,), None, "from -2 to 2, not True"),
        ((0.5,), None, "from -2 to 2, not 0.5"),
        ((1,), (0,), "above zero, not 0"),
        ((1,), (float("nan"),), "above zero, not nan"),
        ((1,), (float("inf"),), "above zero, not inf"),
    ],
)
def test_goals_that_cannot_be_are_refused(came_out, weights, says):
    with pytest.raises(AnswerError, match=says):
        gas_t(came_out, weights)


@pytest.mark.parametrize(
    ("achieved", "change", "progress"),
    [
        (2, -1, Progress.FURTHER_AWAY),
        (3, 0, Progress.NONE_YET),
        (6, 3, Progress.SOME),
        (7, 4, Progress.AS_EXPECTED),
        (10, 7, Progress.BEYOND),
    ],
)
def test_target_comes_out(achieved, change, progress):
    target = Target(baseline=3, expected=7)
    assert (target.change(achieved), target.progress(achieved)) == (change, progress)


@pytest.mark.parametrize(
    ("baseline", "expected", "says"),
    [
        (0, 5, "The start is a whole number from 1 to 10, not 0"),
        (3, 11, "hoped for is a whole number from 1 to 10, not 11"),
        (3, True, "not True"),
        (5, 5, "must be more"),
        (5, 4, "must be more"),
    ],
)
def test_target_that_cannot_be_is_refused(baseline, expected, says):
    with pytest.raises(AnswerError, match=says):
        Target(baseline, expected)


@pytest.mark.parametrize("achieved", [0, 11, 4.0])
def test_rating_that_cannot_be_is_refused(achieved):
    with pytest.raises(AnswerError, match="The rating is a whole number from 1 to 10"):
        Target(3, 7).progress(achieved)
