from attune.web.ui.charts.drawing import (
    Drawing,
    Table,
    area,
    box,
    dashed,
    dot,
    in_lines,
    line,
    square,
    word,
)


def test_places_across_are_in_per_cent_and_places_down_in_pixels():
    one = line("grid", 4, 10, 96, 20.25)
    assert (one.x, one.y, one.x2, one.y2) == ("4.00%", "10.0", "96.00%", "20.2")


def test_square_stands_around_its_place():
    one = square("weight", 50, 30, 16)
    assert (one.x, one.y, one.x2, one.width) == ("50.00%", "30.0", "-8.0", "16.0")


def test_box_is_never_less_than_nothing_wide():
    assert box("bar", 4, 0, -1, 14).width == "0.00%"


def test_area_has_its_corners_in_its_own_units():
    assert area("pooled", 60, [(10, 5), (20.5, 9)]).points == "10.00,5.0 20.50,9.0"


def test_broken_line_has_each_second_stretch():
    places = [(0, 0), (1, 1), (2, 2), (3, 3)]
    assert [(one.x, one.x2) for one in dashed("outer", places)] == [
        ("0.00%", "1.00%"),
        ("2.00%", "3.00%"),
    ]


def test_dot_and_word_say_what_they_are_for():
    assert (dot("estimate", 1, 2, 5).kind, word("tick", 1, 2, "5", "end").anchor) == (
        "estimate",
        "end",
    )


def test_text_is_broken_where_it_is_too_long_and_empty_text_is_one_line():
    assert in_lines("North East and Yorkshire", 12) == ["North East", "and", "Yorkshire"]
    assert in_lines("") == [""]


def test_foot_grows_and_the_drawing_stays_as_it_was():
    bare = Drawing("Title", "", 10, (), Table((), ()), foot=("One.",))
    assert bare.with_foot("Two.").foot == ("One.", "Two.")
    assert bare.foot == ("One.",)
