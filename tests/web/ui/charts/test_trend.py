from attune.web.ui.charts.trend import Moment, trend


def made(*moments: Moment, **options):
    return trend(moments, title="T", says="S", what="Points better", **options)


def test_points_stand_side_by_side_in_their_order_at_their_height():
    drawing = made(Moment("2023", 0, 0, 0), Moment("2024", 4, 4, 4), none=0.0)
    dots = [(one.x, one.y) for one in drawing.shapes if one.form == "dot"]
    assert dots == [("12.00%", "186.0"), ("94.00%", "34.0")]


def test_band_runs_along_the_highs_and_back_along_the_lows():
    drawing = made(Moment("2023", 2, 0, 4), Moment("2024", 2, 0, 4))
    (band,) = [one for one in drawing.shapes if one.form == "area"]
    assert band.points == "12.00,34.0 94.00,34.0 94.00,186.0 12.00,186.0"


def test_gap_breaks_the_line_and_a_moment_alone_has_its_own_interval():
    drawing = made(
        Moment("2022", 1, 0, 2), Moment("2023", missing="too few to show"), Moment("2024", 3, 2, 4)
    )
    kinds = [one.kind for one in drawing.shapes]
    assert (kinds.count("interval"), kinds.count("band"), kinds.count("way")) == (2, 0, 0)
    assert kinds.count("missing") == 1
    assert drawing.table.rows[1] == ("2023", None, "too few to show", None, None)
    assert drawing.keys[-1][0] == "missing"


def test_no_change_is_a_line_of_its_own_kind():
    kinds = [one.kind for one in made(Moment("2022", 4, 3, 5), none=0.0).shapes]
    assert kinds.count("none") == 1


def test_value_without_an_interval_has_no_band():
    drawing = made(Moment("2022", 1), Moment("2023", 2))
    assert not [one for one in drawing.shapes if one.form == "area"]


def test_nothing_is_drawn_too():
    assert made().table.rows == ()
