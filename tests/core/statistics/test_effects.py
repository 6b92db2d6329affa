"""Effects before and after against metafor 5.0-1, on the five studies of Morris 2008 (case 04)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.statistics import effects
from attune.core.statistics.effects import Paired, PairedSums
from attune.core.statistics.errors import CannotComputeError
from tests.core.statistics.cases import case, rows

MORRIS = case("04_morris2008")
COLUMNS = ("m_pre", "m_post", "sd_pre", "sd_post", "r")


def groups(name: str) -> list[Paired]:
    chosen = [row for row in rows("04_morris2008") if row["group"] == name]
    return [Paired(int(row["n"]), *(float(row[each]) for each in COLUMNS)) for row in chosen]


TREATED, CONTROL = groups("treatment"), groups("control")


def found(name: str, of: list[Paired]) -> tuple[list[float], list[float]]:
    results = [effects.EFFECTS[name](group, 0.95) for group in of]
    return [one.estimate for one in results], [one.se**2 for one in results]


@pytest.mark.parametrize("name", ["MC", "SMCC", "SMCR"])
@pytest.mark.parametrize(("of", "key"), [(TREATED, "T"), (CONTROL, "C")])
def test_case_04_effect_and_variance(name, of, key):
    values, variances = found(name, of)
    assert values == pytest.approx(MORRIS[name][key]["yi"], rel=1e-8)
    assert variances == pytest.approx(MORRIS[name][key]["vi"], rel=1e-8)


@pytest.mark.parametrize("name", ["MC", "SMCC", "SMCR", "SMCRH", "SMCRP"])
def test_case_04_effect_and_variance_in_metafor_5(name):
    values, variances = found(name, TREATED)
    assert values == pytest.approx(MORRIS["metafor_5.0_1"][name]["yi"], rel=1e-8)
    assert variances == pytest.approx(MORRIS["metafor_5.0_1"][name]["vi"], rel=1e-8)


def test_case_04_smcrh_of_metafor_3_8_is_ours_times_the_correction_squared():
    values, variances = found("SMCRH", CONTROL)
    assert values == pytest.approx(MORRIS["SMCRH"]["C"]["yi"], rel=1e-8)
    shrunk = [
        variance * effects.hedges_correction(group.n - 1) ** 2
        for variance, group in zip(variances, CONTROL, strict=True)
    ]
    assert shrunk == pytest.approx(MORRIS["SMCRH"]["C"]["vi"], rel=1e-8)


@pytest.mark.parametrize("name", ["d_z", "d_rm", "d_av"])
def test_case_04_uncorrected_effect(name):
    assert found(name, TREATED)[0] == pytest.approx(MORRIS["within_treatment"][name], rel=1e-8)


def test_case_04_correction_and_spread_of_change():
    within = MORRIS["within_treatment"]
    corrections = [effects.hedges_correction(group.n - 1) for group in TREATED]
    assert corrections == pytest.approx(within["J_nminus1"], rel=1e-8)
    assert [group.sd_of_change for group in TREATED] == pytest.approx(within["sd_diff"], rel=1e-8)


@pytest.mark.parametrize("name", ["dppc1", "dppc2"])
def test_case_04_pre_post_control(name):
    function = {"dppc1": effects.d_ppc1, "dppc2": effects.d_ppc2}[name]
    results = [function(one, other) for one, other in zip(TREATED, CONTROL, strict=True)]
    assert [one.estimate for one in results] == pytest.approx(MORRIS[name], rel=1e-8)
    assert [one.se**2 for one in results] == pytest.approx(MORRIS[f"{name}_v"], rel=1e-8)


@pytest.mark.parametrize("name", ["d_z", "d_av"])
def test_variance_is_that_of_many_simulated_groups(name):
    n, r = 60, 0.6
    random = np.random.default_rng(4)
    pre = random.standard_normal((8000, n))
    post = 0.5 + 1.3 * (r * pre + math.sqrt(1 - r**2) * random.standard_normal((8000, n)))
    spread = {
        "d_z": (post - pre).std(axis=1, ddof=1),
        "d_av": (pre.std(axis=1, ddof=1) + post.std(axis=1, ddof=1)) / 2,
    }[name]
    simulated = ((post - pre).mean(axis=1) / spread).var()
    told = effects.EFFECTS[name](Paired(n, 0, 0.5, 1, 1.3, r), 0.95)
    assert told.se**2 == pytest.approx(simulated, rel=0.08)


def test_interval_is_the_normal_one():
    told = effects.smcc(TREATED[0], 0.9)
    away = 1.644853626951472 * math.sqrt(0.0573349890744246)
    assert (told.ci_lb, told.ci_ub) == (
        pytest.approx(told.estimate - away, rel=1e-8),
        pytest.approx(told.estimate + away, rel=1e-8),
    )


# ------------------------------------------------------------------------- from scores and sums

SCORES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=4, max_size=30)


def sums(pairs: list[tuple[int, int]]) -> PairedSums:
    return PairedSums(
        len(pairs),
        sum(pre for pre, _ in pairs),
        sum(post for _, post in pairs),
        sum(pre**2 for pre, _ in pairs),
        sum(post**2 for _, post in pairs),
        sum(pre * post for pre, post in pairs),
    )


@given(SCORES, st.integers(1, 3))
def test_sums_of_parts_give_the_group_and_order_is_nothing(pairs, cut):
    pre, post = [one for one, _ in pairs], [other for _, other in pairs]
    if len(set(pre)) == 1 or len(set(post)) == 1:
        with pytest.raises(CannotComputeError, match="all scores of an occasion are the same"):
            effects.paired(pre, post)
        return
    whole = effects.paired(pre, post)
    parts = (sums(pairs[:cut]) + sums(pairs[cut:])).paired()
    turned = effects.paired(pre[::-1], post[::-1])
    moment = np.corrcoef(pre, post)[0, 1]
    for other in (parts, turned):
        assert other.n == whole.n
        assert other.mean_post == pytest.approx(whole.mean_post, rel=1e-9)
        assert other.sd_pre == pytest.approx(whole.sd_pre, rel=1e-9)
        assert other.correlation == pytest.approx(moment, rel=1e-8, abs=1e-9)


def test_sums_may_be_taken_from_the_middle_of_the_scale():
    pairs = [(31, 25), (22, 20), (40, 28), (35, 36)]
    moved = sums([(pre - 30, post - 30) for pre, post in pairs]).paired(30)
    plain = effects.paired([pre for pre, _ in pairs], [post for _, post in pairs])
    assert moved == plain


# ------------------------------------------------------------------------- rates


def test_wilson_interval_of_newcombe_1998():
    told = effects.rate(81, 263)
    assert (round(told.ci_lb, 4), round(told.ci_ub, 4)) == (0.2553, 0.3662)
    told = effects.rate(15, 148)
    assert (round(told.ci_lb, 4), round(told.ci_ub, 4)) == (0.0624, 0.1605)


def test_rate_of_nobody_and_of_everybody_keeps_an_interval():
    told = effects.rate(0, 10)
    assert (told.estimate, told.ci_lb, round(told.ci_ub, 4)) == (0, 0, 0.2775)
    told = effects.rate(10, 10)
    assert (told.estimate, round(told.ci_lb, 4), told.ci_ub) == (1, 0.7225, 1)


# ------------------------------------------------------------------------- no answer


@pytest.mark.parametrize(
    ("group", "says"),
    [
        ((1, 0, 0, 1, 1, 0), "fewer than two people"),
        ((9, math.nan, 0, 1, 1, 0), "the mean before"),
        ((9, 0, math.inf, 1, 1, 0), "the mean after"),
        ((9, 0, 0, 0, 1, 0), "the standard deviation before is not above zero"),
        ((9, 0, 0, 1, 0, 0), "the standard deviation after is not above zero"),
        ((9, 0, 0, 1, 1, 1.01), "the correlation is not between"),
        ((9, 0, 0, 1, 1, math.nan), "the correlation is not a finite number"),
    ],
)
def test_a_group_without_spread_or_numbers_is_refused(group, says):
    with pytest.raises(CannotComputeError, match=says):
        Paired(*group)


def test_the_same_change_of_everybody_is_refused_where_it_divides():
    alike = effects.paired([1, 2, 3.5], [2.1, 3.1, 4.6])
    for function in (effects.smcc, effects.d_z):
        with pytest.raises(CannotComputeError, match="everybody changed by the same amount"):
            function(alike)
    with pytest.raises(CannotComputeError, match="the same but for a constant"):
        effects.d_rm(alike)
    assert effects.mean_change(alike).estimate == pytest.approx(1.1)


def test_too_few_for_the_correction():
    with pytest.raises(CannotComputeError, match="too small for the correction"):
        effects.smcr(Paired(2, 0, 1, 1, 1, 0.5))
    with pytest.raises(CannotComputeError, match="fewer than two people"):
        effects.paired([1], [2])
    with pytest.raises(CannotComputeError, match="fewer than two people"):
        PairedSums(1, 1, 1, 1, 1, 1).paired()


def test_lists_that_do_not_belong_together_are_refused():
    with pytest.raises(CannotComputeError, match="not as many scores after as before"):
        effects.paired([1, 2], [1])
    with pytest.raises(CannotComputeError, match="a score after is not a finite number"):
        effects.paired([1, 2], [1, math.nan])
    with pytest.raises(CannotComputeError, match="the correlation is not a finite number"):
        PairedSums(3, 1, 1, 9, 9, math.nan).paired()


@pytest.mark.parametrize(
    ("count", "n", "says"),
    [(0, 0, "nobody"), (-1, 5, "the count"), (6, 5, "the count")],
)
def test_rate_of_no_group_is_refused(count, n, says):
    with pytest.raises(CannotComputeError, match=says):
        effects.rate(count, n)


@pytest.mark.parametrize("name", effects.EFFECTS)
def test_an_effect_beyond_all_measures_is_refused_or_finite(name):
    for mean, sd in ((1e90, 1e-90), (0, 1e-99), (1e99, 1)):
        try:
            told = effects.EFFECTS[name](Paired(9, 0, mean, sd, 2 * sd, 0.5), 0.95)
        except CannotComputeError:
            continue
        assert math.isfinite(told.estimate + told.se + told.ci_lb + told.ci_ub)


def test_a_spread_without_a_square_is_refused():
    with pytest.raises(CannotComputeError, match="the standard deviation before is not above"):
        Paired(9, 0, 1, 1e-200, 1, 0.5)
