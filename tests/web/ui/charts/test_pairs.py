from attune.web.ui.charts.pairs import Pair, pairs


def made(*rows: Pair):
    return pairs(rows, title="T", says="S", whose="Measure", ends=(0, 40))


def test_before_and_after_lie_on_the_scale_of_the_measure():
    drawing = made(Pair("CORE-10", 20, 10, 8, 12, 30))
    dots = {one.kind: one.x for one in drawing.shapes if one.form == "dot"}
    assert dots == {"before": "50.00%", "estimate": "27.00%"}
    band = next(one for one in drawing.shapes if one.kind == "band")
    assert (band.x, band.width) == ("22.40%", "9.20%")
    assert "from 20.0 to 10.0" in [one.text for one in drawing.shapes]


def test_pair_without_an_interval_has_no_band():
    assert not [one for one in made(Pair("A", 20, 10)).shapes if one.kind == "band"]


def test_hidden_pair_says_why():
    drawing = made(Pair("A", count="fewer than 8", missing="too few to show"))
    assert drawing.table.rows == (("A", "fewer than 8", "too few to show", None, None, None),)
    assert not [one for one in drawing.shapes if one.form == "dot"]
    assert drawing.keys[-1] == ("missing", "no figure; the row says why")
