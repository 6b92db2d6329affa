from attune.web.ui.charts.bars import Share, bars


def made(*rows: Share):
    return bars(rows, title="T", says="S", whose="What", what="Share")


def test_bar_is_as_long_as_its_share_and_its_whisker_as_its_interval():
    drawing = made(Share("A", 0.5, 0.25, 0.75, 5, 10))
    (bar,) = [one for one in drawing.shapes if one.kind == "bar"]
    assert (bar.x, bar.width) == ("4.00%", "46.00%")
    whisker = next(one for one in drawing.shapes if one.kind == "whisker")
    assert (whisker.x, whisker.x2) == ("27.00%", "73.00%")
    assert "5 of 10 (50 %)" in [one.text for one in drawing.shapes]


def test_share_without_counts_is_said_in_per_cent():
    assert "50 %" in [one.text for one in made(Share("A", 0.5, 0.2, 0.8)).shapes]


def test_count_without_an_interval_needs_no_key():
    assert made(Share("A", 0.5, None, None, 5, 10)).keys == ()


def test_hidden_share_has_no_bar_and_says_why():
    drawing = made(Share("A", missing="fewer than 8", count="fewer than 8"))
    assert [one for one in drawing.shapes if one.kind == "bar"] == []
    assert drawing.table.rows == (("A", "fewer than 8", None, "fewer than 8", None, None),)
    assert drawing.keys == (("missing", "no figure; the row says why"),)
