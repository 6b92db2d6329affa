"""The analysis beside the kernel that computes it, and the words where there is nothing to compute."""

import pytest

from attune.core.statistics.meta.bias import egger, leave_one_out
from attune.core.statistics.meta.heterogeneity import Method
from attune.core.statistics.meta.pool import pool
from attune.web.evidence.deriving import derived
from attune.web.evidence.together import Cannot, together
from tests.factories.evidence import DOZEN, effect, study
from tests.reference.tables import expected, table


def effects(rows=DOZEN):
    return [
        derived(f"bird-{number}", study("Bird", design=design, sessions=sessions), effect(d, se))
        for number, (d, se, design, sessions) in enumerate(rows)
    ]


def kernel(rows=DOZEN, **moderators):
    y, v = [row[0] for row in rows], [row[1] ** 2 for row in rows]
    return pool(y, v, moderators=moderators or None, method=Method.REML, knapp_hartung=True)


def test_every_number_is_the_kernels():
    found, own = together(effects()), kernel()
    at = own.coefficient()
    assert found.pooled.effect == at.estimate
    assert found.pooled.se == at.se
    assert (found.pooled.low, found.pooled.high) == at.interval()
    assert found.pooled.p == at.p
    assert found.pooled.prediction == own.prediction_interval()
    assert found.pooled.tau == own.tau2**0.5
    assert (found.pooled.i2, found.pooled.q, found.pooled.q_p) == (own.i2, own.q, own.q_p)
    assert sum(found.pooled.weights) == pytest.approx(100)
    assert found.lean == egger(own)


def test_weights_are_those_by_which_the_effect_is_a_mean():
    found = together(effects())
    mean = sum(w * one.effect for w, one in zip(found.pooled.weights, found.effects, strict=True))
    assert mean / 100 == pytest.approx(found.pooled.effect, rel=1e-12)


def test_each_study_is_left_out_once_and_named():
    found = together(effects()).without
    kernels = [each.coefficient() for each in leave_one_out(kernel())]
    assert [(one.effect, (one.low, one.high)) for one in found] == [
        (at.estimate, at.interval()) for at in kernels
    ]
    assert [one.study.key for one in found] == [f"bird-{number}" for number in range(12)]
    assert found[3].effect == kernel([*DOZEN[:3], *DOZEN[4:]]).coefficient().estimate


def test_moderators_are_the_kernels_regressions():
    found = dict(together(effects()).moderators)
    by_design = kernel(controlled=[float(row[2] == "controlled") for row in DOZEN])
    assert found["design"].base == "randomised"
    assert found["design"].slopes == (("controlled", by_design.coefficient("controlled")),)
    assert (found["design"].test, found["design"].p) == by_design.moderators_test()
    by_sessions = kernel(session=[float(row[3]) for row in DOZEN])
    assert found["sessions"].slopes == (("session", by_sessions.coefficient("session")),)
    assert found["sessions"].studies == 12


def test_a_moderator_that_all_studies_share_has_no_answer():
    assert dict(together(effects()).moderators)["risk"] == Cannot("all studies are of one kind")


def test_studies_that_do_not_tell_their_sessions_are_left_out_of_that_question():
    rows = [*DOZEN[:9], *((d, se, design, None) for d, se, design, _ in DOZEN[9:])]
    told = [
        derived(f"b-{n}", study("Bird", **({"sessions": s} if s else {})), effect(d, se))
        for n, (d, se, _design, s) in enumerate(rows)
    ]
    found = dict(together(told).moderators)["sessions"]
    assert found == Cannot("it takes 10 studies, and there are 9")


def test_nine_studies_do_not_say_whether_the_funnel_leans():
    found = together(effects(DOZEN[:9]))
    assert found.lean == Cannot("it takes 10 studies, and there are 9")
    assert found.pooled.effect == kernel(DOZEN[:9]).coefficient().estimate


def test_ten_studies_do():
    assert together(effects(DOZEN[:10])).lean == egger(kernel(DOZEN[:10]))


def test_two_studies_have_an_effect_and_no_prediction():
    found = together(effects(DOZEN[:2]))
    assert found.pooled.effect == kernel(DOZEN[:2]).coefficient().estimate
    assert found.pooled.prediction == Cannot("two studies cannot say where a further one would lie")
    assert found.without == Cannot("there are too few studies to leave one out")


@pytest.mark.parametrize("number", [0, 1])
def test_fewer_than_two_studies_have_no_effect(number):
    found = together(effects(DOZEN[:number]))
    assert found.pooled == Cannot("there are fewer than two studies")
    assert found.without == found.lean == found.pooled
    assert len(found.effects) == number


def test_studies_that_agree_exactly_have_no_spread():
    rows = [(0.3, 0.2, "randomised", 3)] * 3
    assert together(effects(rows)).pooled == Cannot(
        "the studies agree exactly, so that Knapp–Hartung has no spread"
    )


def test_published_trials_give_what_metafor_gives():
    """The BCG trials, REML with Knapp–Hartung: the numbers are R's, not our kernel's."""
    rows = table("01_bcg")
    told = [
        derived(row["trial"], study("Bird"), effect(float(row["yi"]), float(row["vi"]) ** 0.5))
        for row in rows
    ]
    found, r = together(told), expected("01_bcg")["REML_KNHA"]
    assert found.pooled.effect == pytest.approx(r["b"], rel=1e-9)
    assert found.pooled.se == pytest.approx(r["se"], rel=1e-9)
    assert (found.pooled.low, found.pooled.high) == pytest.approx(
        (r["ci_lb"], r["ci_ub"]), rel=1e-9
    )
    assert found.pooled.prediction == pytest.approx((r["pi_lb"], r["pi_ub"]), rel=1e-9)
    assert found.pooled.i2 == pytest.approx(r["I2"], rel=1e-9)
    assert [one.effect for one in found.without] == pytest.approx(
        expected("01_bcg")["loo_REML_b"], rel=1e-9
    )
