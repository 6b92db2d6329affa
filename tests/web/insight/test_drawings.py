"""What the charts show is what core/figures says of the same records, and small groups are hidden in them."""

import pytest

from attune.core.figures.said import figure
from attune.web.insight import drawings
from attune.web.insight.board import boards
from tests.web.insight.invented import course, ten, tens


def one(records, **options):
    (found,) = boards(tuple(records), **options)
    return found


def test_completeness_shows_the_pairs_of_those_that_could_be():
    drawing = drawings.completeness([one([*ten(), *course(20), *course(20, end="open")])])
    found = figure(one([*ten(), *course(20)]).overall).pairs
    assert drawing.table.rows == (
        ("CORE-10, filled in by the client", 10, 11, found.estimate, found.ci_lb, found.ci_ub),
    )
    assert found.estimate == 10 / 11


def test_completeness_of_few_is_hidden_from_a_manager_and_shown_to_who_knows_them():
    records = course(20, 10) + course(20)
    hidden = drawings.completeness([one(records)]).table.rows[0]
    assert hidden[1:] == ("fewer than 8", "fewer than 8", "fewer than 8", None, None)
    assert drawings.completeness([one(records, guards=False)]).table.rows[0][1:3] == (1, 2)


def test_completeness_by_year_hides_what_could_be_worked_out():
    records = (
        ten(year=2023)
        + ten(year=2024)
        + course(20, 15, year=2025)
        + course(20, end="open", year=2021)
    )
    rows = drawings.completeness_by_year(one(records)).table.rows
    # 2025 is too few; alone it would be the whole less the rest, so 2023 goes with it
    assert [row[:3] for row in rows] == [
        ("2021", 0, 0),
        ("2022", 0, 0),
        ("2023", "too few to show", "too few to show"),
        ("2024", 10, 10),
        ("2025", "too few to show", "too few to show"),
    ]


def test_before_and_after_lie_where_the_means_are_with_the_interval_of_the_change():
    board = one(ten() + course(20, 12, at="follow-up-3"))
    first, second = drawings.before_and_after(board).table.rows
    found = board.figure(board.overall)
    low, high = 20 - found.change.ci_ub, 20 - found.change.ci_lb
    assert first == ("At the end", 10, 20.0, 15.9, pytest.approx(low), pytest.approx(high))
    assert second == ("3 months after the end", "fewer than 8", "too few to show", None, None, None)


def test_who_knows_the_people_sees_how_few_they_are():
    board = one(ten() + course(20, 12, at="follow-up-3"), guards=False)
    assert drawings.before_and_after(board).table.rows[1][1] == 1


def test_shares_of_reliable_change_are_those_of_the_figures():
    drawing = drawings.reliably(one(tens(8)))
    assert [row[3] for row in drawing.table.rows] == [0.4, 0.5, 0.1]
    assert [row[1] for row in drawing.table.rows] == [
        None,
        None,
        None,
    ]  # counts would tell of persons


def test_share_that_would_tell_of_persons_is_hidden_with_one_more():
    """16 improved, 20 did not change, 4 got worse: from the whole less the rest the four could be worked out."""
    drawing = drawings.reliably(one(tens(4)))
    assert [(row[2], row[3]) for row in drawing.table.rows] == [
        (40, "too few to show"),
        (40, 0.5),
        (40, "too few to show"),
    ]
    assert drawing.says.startswith("How many improved by more than measurement error is not shown")
    assert drawings.reliably(one(ten())) is None
    known = drawings.reliably(one(ten(), guards=False))
    assert [row[3] for row in known.table.rows] == [0.4, 0.5, 0.1]


def test_nothing_is_said_of_reliable_change_where_there_are_too_few():
    assert drawings.reliably(one(course(20, 10))) is None


def test_groups_show_their_own_figures_and_all_together():
    board = one(ten(context="foster") + ten(context="school", mode="remote"))
    rows = drawings.by_dimension(board, "context").table.rows
    alone = board.figure(board.tallies("context")["foster",]).change
    assert [row[0] for row in rows] == [
        "Foster or adoptive family",
        "School or nursery",
        "All together",
    ]
    assert rows[0][1:] == (10, alone.estimate, alone.ci_lb, alone.ci_ub)
    assert rows[2][1:3] == (20, pytest.approx(4.1))


def test_hidden_group_shows_neither_figure_nor_count():
    board = one(ten(context="foster") + ten(context="school") + course(20, 1, context="other"))
    rows = {row[0]: row[1:] for row in drawings.by_dimension(board, "context").table.rows}
    assert rows["Another relationship"] == ("too few to show", "too few to show", None, None)
    assert rows["Foster or adoptive family"] == ("too few to show", "too few to show", None, None)
    assert rows["School or nursery"][0] == 10


def test_small_group_is_no_figure_for_who_knows_the_people_either():
    board = one(ten() + course(20, 1, context="other"), guards=False)
    rows = {row[0]: row[1:] for row in drawings.by_dimension(board, "context").table.rows}
    assert rows["Another relationship"] == (1, "too few to show", None, None)


def test_few_pairs_have_no_row_of_all_together():
    rows = drawings.by_dimension(one(course(20, 1)), "context").table.rows
    assert [row[0] for row in rows] == ["Parent and baby"]


def test_years_without_pairs_are_gaps():
    rows = drawings.years(one(ten(year=2023) + ten(year=2025))).table.rows
    assert [(row[0], row[2]) for row in rows] == [
        ("2023", pytest.approx(4.1)),
        ("2024", "too few to show"),
        ("2025", pytest.approx(4.1)),
    ]


def test_every_chart_says_how_many_and_that_there_is_no_control_group():
    board = one(ten())
    made = [
        drawings.before_and_after(board),
        drawings.reliably(one(ten(), guards=False)),
        drawings.by_dimension(board, "mode"),
        drawings.years(board),
        drawings.completeness_by_year(board),
    ]
    for drawing in made:
        foot = " ".join(drawing.foot)
        assert "10 of 10 first forms" in foot
        assert "There is no control group" in foot


def cases(**counts):
    return [
        {"mode": name.replace("_", "-")} for name, count in counts.items() for _one in range(count)
    ]


def test_mix_counts_cases_the_largest_group_first():
    drawing = drawings.mix(cases(remote=8, in_person=12), "mode")
    assert [row[:4] for row in drawing.table.rows] == [
        ("In person", 12, 20, 0.6),
        ("By video call", 8, 20, 0.4),
    ]
    assert drawing.title == "How they met"


def test_mix_hides_small_groups_and_what_would_give_them_away():
    drawing = drawings.mix(cases(remote=3, in_person=30, both=12), "mode")
    assert [row[:3] for row in drawing.table.rows] == [
        ("In person", 30, 45),
        ("Both", "too few to show", 45),
        ("By video call", "too few to show", 45),
    ]


def test_mix_of_hidden_groups_alone_is_no_chart():
    assert drawings.mix(cases(remote=3, in_person=30), "mode") is None
