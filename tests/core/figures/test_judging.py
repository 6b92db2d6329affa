"""Which change is more than error, in whole thousandths: the rule of the screen of one case, of each scale."""

from types import SimpleNamespace

import pytest

from attune.core.figures.judging import thresholds_of
from attune.core.instruments.catalogue import shipped
from attune.core.instruments.change import threshold_of
from attune.core.instruments.model import Better


def test_thresholds_of_the_catalogue_are_the_least_change_that_counts():
    found = thresholds_of(shipped())
    judged = 0
    for measure in shipped():
        for scale in measure.scales:
            threshold = threshold_of(scale)
            if threshold is None or scale.better is Better.NEITHER:
                assert (measure.id, measure.version, scale.id) not in found
                continue
            judged += 1
            better, least = found[measure.id, measure.version, scale.id]
            assert better == (1 if scale.better is Better.HIGHER else -1)
            assert threshold.passed_by(least / 1000)
            assert not threshold.passed_by((least - 1) / 1000)
    assert judged == len(found) > 0


def test_core_10_improves_from_six_points_down():
    """More than 1.644854 · 7.7 · √0.2 = 5.66412 points (90 %, SD 7.7, alpha .90: Barkham et al. 2013)."""
    core_10 = next(measure for measure in shipped() if measure.id == "core-10")
    found = thresholds_of([core_10])
    assert found["core-10", core_10.version, "total"] == (-1, 5665)


@pytest.mark.parametrize(("points", "least"), [(16.1, 16_100), (8.2, 8200), (5, 5000), (0.0, 1)])
def test_published_change_of_exactly_its_size_counts(points, least):
    published = SimpleNamespace(threshold=points, source="a manual", confidence=None)
    scale = SimpleNamespace(
        id="total", better=Better.HIGHER, reliability=None, published=[published]
    )
    measure = SimpleNamespace(id="one", version="1.0.0", scales=[scale])
    assert thresholds_of([measure]) == {("one", "1.0.0", "total"): (1, least)}
