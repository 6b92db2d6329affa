"""The national page shows what the release says, and nothing that it hides."""

from dataclasses import replace

import pytest

from attune.core.figures.released import Model, Row, Table
from attune.web.insight.national import of_release, said
from tests.web.insight.released import MODEL, STANDINGS, part, release, row


def page(document=None, **asked):
    return of_release(document or release(), asked)


def rows(drawing):
    return {one[0]: one[1:] for one in drawing.table.rows}


def test_sentences_say_what_everybodys_row_says():
    first, effect, improved, counted, spread, control = page().said
    assert first == "On average 4.1 points better (3.1 to 5.1)."
    assert effect.startswith("In standard deviations of the first scores: 1.00 (0.80 to 1.20)")
    assert improved == "40 % improved by more than measurement error (31 to 50 %)."
    assert counted == (
        "About 100 of 125 first forms of work that has ended have their last one, too."
    )
    assert "about 1.0 points" in spread
    assert control.startswith("There is no control group")


def test_map_shows_released_regions_and_hides_the_others():
    drawing = page().charts["map"]
    assert rows(drawing) == {
        "London": (40, 3.5),
        "Wales": ("too few to show", "too few to show"),
        "Scotland": (30, 5.0),
        "Midlands": ("too few to show", "too few to show"),
    }


def test_regions_have_their_intervals_and_hidden_ones_are_named():
    drawing = page().charts["regions"]
    assert rows(drawing) == {
        "London": (40, 3.5, 2.5, 4.5),
        "Scotland": (30, 5.0, 4.0, 6.0),
        "All together": (100, 4.1, pytest.approx(3.1), pytest.approx(5.1)),
    }
    assert drawing.foot[0] == "Not shown, to protect the people in it: Wales; Midlands."


def test_lasting_shows_the_end_and_each_follow_up_that_is_released():
    assert [row[:3] for row in page().charts["lasting"].table.rows] == [
        ("At the end", 100, 4.1),
        ("3 months after the end", 60, 3.0),
    ]


def test_hidden_year_is_a_gap():
    assert [row[2] for row in page().charts["years"].table.rows] == [4.0, "too few to show", 4.2]


def test_completeness_and_reliable_change_are_shares_of_the_release():
    charts = page().charts
    assert rows(charts["complete"])["London"][2] == 0.8
    assert rows(charts["reliably"])["Midlands"][2] == 0.4
    assert "Wales" not in rows(charts["reliably"])


def test_groups_are_by_the_dimension_that_is_asked_for_and_by_the_first_otherwise():
    assert "Parent and baby" in rows(page().charts["groups"])
    assert "By video call" in rows(page(by="mode").charts["groups"])
    assert "Parent and baby" in rows(page(by="<script>").charts["groups"])
    (chosen,) = [one for one in page(by="mode").dimensions if one.is_chosen]
    assert chosen.label == "how they met"


def test_topic_is_the_one_that_is_asked_for():
    document = release(part(), part("gad-7", "GAD-7"))
    shown = page(document, topic="gad-7-total-self")
    assert [(one.label, one.is_chosen) for one in shown.topics] == [
        ("CORE-10, filled in by the client", False),
        ("GAD-7, filled in by the client", True),
    ]
    assert page(document).topics[0].is_chosen


def test_every_chart_says_how_many_which_release_and_that_there_is_no_control_group():
    for drawing in page().charts.values():
        foot = " ".join(drawing.foot)
        assert "National release 2026-11" in foot
        assert "About 100 of 125" in foot
        assert "There is no control group" in foot


def test_release_of_nothing_says_so():
    empty = replace(release(), parts=())
    assert page(empty).said == ("This release has too few of everything to say anything yet.",)


def test_part_without_figures_says_how_little_there_is():
    bare = Row((), {"all": None, "unpaired": None}, reason="Too few.")
    made = (Table((), "end", STANDINGS, (bare,)),)
    shown = page(release(part(model=None, made=made)))
    assert shown.said[0] == "Too few to say how complete it is."
    assert "reliably" not in shown.charts


def test_services_that_do_not_differ_are_said_not_to():
    alike = Model(100, MODEL.fixed, {**MODEL.spread, "service": 0.0}, (), "2026-11")
    assert "Services differ from each other no more than chance alone would make them." in said(
        part(model=alike)
    )


def test_values_alone_without_shares_are_shown():
    bare = replace(row(), improved=None, complete=None)
    made = (Table((), "end", STANDINGS, (bare,)),)
    assert page(release(part(made=made))).said[0].startswith("On average 4.1 points better")
