from attune.web.ui.charts.forest import Row, Words, forest, interval_said

WORDS = Words("worse", "better", "Region", "Points better", "Pairs")


def made(*rows: Row, **options):
    return forest(rows, title="T", says="S", words=WORDS, **options)


def marks(drawing, kind):
    return [one for one in drawing.shapes if one.kind == kind]


def test_estimate_lies_on_its_interval_on_the_axis():
    drawing = made(Row("A", 5, 0, 10))
    (interval,) = marks(drawing, "interval")
    (estimate,) = marks(drawing, "weight")
    assert (interval.x, interval.x2, estimate.x) == ("4.00%", "96.00%", "50.00%")
    assert estimate.y == interval.y


def test_weight_is_the_area_of_a_square_between_two_sizes():
    drawing = made(Row("A", 1, 0, 2, 100), Row("B", 1, 0, 2, 25), Row("C", 1, 0, 2, 0))
    assert [one.width for one in marks(drawing, "weight")] == ["16.0", "11.0", "6.0"]


def test_pooled_row_is_a_diamond_as_wide_as_its_interval_with_its_prediction():
    drawing = made(Row("All", 5, 2.5, 7.5, pooled=True, prediction=(0, 10)))
    (diamond,) = marks(drawing, "pooled")
    assert diamond.points == "27.00,37.0 50.00,28.0 73.00,37.0 50.00,46.0"
    (bar,) = marks(drawing, "prediction")
    assert (bar.x, bar.width) == ("4.00%", "92.00%")
    assert marks(drawing, "weight") == []


def test_row_without_a_number_says_why_in_the_drawing_and_in_the_table():
    drawing = made(Row("Wales", missing="too few to show", count="fewer than 8"), Row("A", 1, 0, 2))
    assert "too few to show" in [one.text for one in drawing.shapes]
    assert len(marks(drawing, "missing")) == 1
    assert drawing.table.rows[0] == ("Wales", "fewer than 8", "too few to show", None, None)
    assert ("missing", "no figure; the row says why") in drawing.keys


def test_table_has_the_numbers_as_they_are_and_counts_only_where_there_are_any():
    drawing = made(Row("A", 1.25, 0.5, 2))
    assert drawing.table.head == ("Region", "Points better", "From", "To")
    assert drawing.table.rows == (("A", 1.25, 0.5, 2),)


def test_line_of_no_difference_is_left_out_where_there_is_none():
    assert marks(made(Row("A", 5, 4, 6)), "none")
    assert not marks(made(Row("A", 5, 4, 6), none=None), "none")


def test_forest_of_nothing_is_drawn():
    assert made().height > 0


def test_interval_is_said_in_words():
    assert interval_said(4.06, -2.94, 5.3) == "4.1 (−2.9 to 5.3)"
