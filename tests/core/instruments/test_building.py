"""What the files of a package say is what the measure holds."""

from attune.core.instruments.model import Better, RightsClass, Rule, Source
from tests.core.instruments.small import small, totals_only


def test_measure_holds_what_its_files_say(tmp_path):
    measure = small(tmp_path)
    assert (measure.id, measure.version, measure.decides) == ("small", "1.0.0", "total")
    assert (measure.about, measure.period, measure.ages) == ("How a day went.", "Today", "Adults")
    assert measure.instructions == "Think of today."
    assert measure.sources == {"manual": Source("manual", "The manual")}
    assert measure.unverified == ("Nothing is known of it.",)
    assert (measure.rights.rights_class, measure.rights.note) == (RightsClass.SHIP, "Ask nobody.")
    assert [(one.id, one.reversed, one.if_not_applicable) for one in measure.items] == [
        ("1", False, None), ("2", True, None), ("3", False, None), ("4", False, 2),
    ]  # fmt: skip
    assert [(one.value, one.text) for one in measure.item("4").options] == [
        (0, "Never"), (1, "Seldom"), (2, "Often"), (3, "Always"),
    ]  # fmt: skip
    [alert] = measure.safety.alerts
    assert (alert.item, alert.scored_from, alert.says[:10]) == ("1", 2, "Question 1")


def test_scales_hold_what_their_tables_say(tmp_path):
    measure = small(tmp_path)
    first, mean, table = (measure.scale(name) for name in ("first", "mean", "table"))
    assert [(band.low, band.label) for band in first.bands] == [(1, "some"), (4, "much")]
    assert (first.cut_offs[0].at, first.cut_offs[0].from_above) == (4, True)
    assert (first.published[0].threshold, first.published[0].confidence) == (2, 0.9)
    assert (first.codes, first.better, first.missing.rule) == (
        ("720433000",), Better.LOWER, Rule.COMPLETE,
    )  # fmt: skip
    assert (mean.mean, mean.times, mean.weights, mean.missing.rule) == (
        True, 10, {"3": 2}, Rule.AT_LEAST,
    )  # fmt: skip
    assert table.table == {0: 0.0, 1: 1.5, 2: 2.5, 3: 3.0, 4: 4.0, 5: 5.5, 6: 7.0}
    total = measure.scale("total")
    assert (total.missing.rule, total.missing.at_least) == (Rule.PRORATE, 3)
    assert (total.reliability.sd, total.reliability.confidence) == (2.5, 0.95)


def test_measure_of_totals_has_no_items(tmp_path):
    measure = totals_only(tmp_path)
    assert (measure.items, measure.instructions, measure.safety.alerts) == ((), "", ())
    assert measure.scale("total").of == ("warmth", "worry")
    assert measure.safety.ask == "Was there any thought of harm?"
