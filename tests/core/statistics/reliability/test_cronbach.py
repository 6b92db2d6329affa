"""Cronbach's alpha: as ICC3k of case 16, by its definition, and its error by simulation."""

import numpy as np
import pytest

from attune.core.statistics.reliability.cronbach import cronbach_alpha
from tests.core.statistics.cases import case
from tests.core.statistics.degenerate import refused
from tests.core.statistics.reliability.data import SHROUT_FLEISS


def test_case_16_estimate_and_interval():
    told, printed = cronbach_alpha(SHROUT_FLEISS), case("16_icc_shrout_fleiss")["psych"]
    at = printed["type"].index("ICC3k")
    assert told.estimate == pytest.approx(printed["ICC"][at], rel=1e-8)
    assert told.ci_lb == pytest.approx(printed["lower bound"][at], rel=1e-8)
    assert told.ci_ub == pytest.approx(printed["upper bound"][at], rel=1e-8)


def test_estimate_is_the_definition_and_error_that_of_many_samples():
    random = np.random.default_rng(51)
    scores = random.standard_normal((60, 200, 1)) + random.standard_normal((60, 200, 6))
    found = [cronbach_alpha(sample.tolist()) for sample in scores]
    items, total = scores.var(axis=1, ddof=1).sum(axis=1), scores.sum(axis=2).var(axis=1, ddof=1)
    defined = 6 / 5 * (1 - items / total)
    assert [one.estimate for one in found] == pytest.approx(defined.tolist(), rel=1e-9)
    assert np.mean([one.se for one in found]) == pytest.approx(defined.std(), rel=0.3)


def test_persons_that_score_alike_are_refused():
    with refused("the same mean score"):
        cronbach_alpha([[1, 2], [1, 2]])
