import pytest

from attune.core.figures.said import Cannot
from attune.web.insight.board import boards
from tests.web.insight.invented import course, ten, tens


def one(records, **options):
    (found,) = boards(tuple(records), **options)
    return found


def test_figures_are_those_worked_out_by_hand():
    found = one([*ten(), *course(20), *course(20, end="open")])
    tally = found.overall
    assert (tally.paired, tally.due, tally.open) == (10, 11, 1)
    assert (tally.improved, tally.unchanged, tally.worsened) == (4, 5, 1)
    figure = found.figure(tally)
    assert figure.change.estimate == pytest.approx(4.1)  # lower is better, so the fall is turned
    assert (figure.before, figure.after) == (pytest.approx(20), pytest.approx(15.9))
    # the changes' standard deviation, by hand: Σd² = 385, 385 − 10·4.1² = 216.9, √(216.9/9/10) = 1.5524
    assert figure.change.se == pytest.approx((216.9 / 90) ** 0.5)
    assert figure.improved.estimate == 0.4


def test_standings_are_told_where_none_is_of_few():
    """4 improved, 5 did not change, 1 got worse, of each ten."""
    told = [dict(one(tens(times)).standings) for times in (1, 4, 8)]
    assert [list(each.values()) for each in told] == [[None] * 3, [None, 20, None], [32, 40, 8]]
    assert dict(one(ten(), guards=False).standings)["worsened"] == 1


def test_fewer_than_eight_pairs_say_nothing_but_counts():
    found = one(course(20, 10) * 1 + course(21, 12))
    assert isinstance(found.figure(found.overall).change, Cannot)


def test_topics_are_apart_and_the_one_with_most_pairs_is_first():
    gad = course(12, 8, measure="gad-7", version="1.0.0")
    found = boards((*gad, *ten()))
    assert [board.topic.slug for board in found] == ["core-10~self", "gad-7~self"]


def test_scales_that_do_not_decide_and_unknown_measures_are_no_topic():
    assert boards(tuple(course(3, 2, scale="risk") + course(3, 2, measure="unheard-of"))) == []


def test_groups_are_in_the_contracts_order_and_small_ones_are_hidden():
    found = one(
        ten(context="foster") + ten(context="parent-infant") + course(20, 15, context="other")
    )
    groups = [
        (group.category, group.tally.paired, group.is_hidden) for group in found.groups("context")
    ]
    assert groups == [("parent-infant", 10, False), ("foster", 10, True), ("other", 1, True)]


def test_nothing_is_hidden_from_those_who_know_the_people():
    found = one(ten() + course(20, 15, context="other"), guards=False)
    assert [group.is_hidden for group in found.groups("context")] == [False, False]


def test_stage_at_which_few_people_are_is_no_group_to_be_looked_at():
    trainees = ten(stage="trainee", caseload="t")
    others = [row for name in "abc" for row in ten(caseload=name)]
    found = one(trainees + others)
    assert [group.is_hidden for group in found.groups("stage")] == [True, True]
    more = [row for name in "uv" for row in ten(stage="trainee", caseload=name)]
    found = one(trainees + others + more)
    assert [group.is_hidden for group in found.groups("stage")] == [False, False]


def test_years_have_no_gap():
    found = one(course(20, year=2023) + course(20, year=2025))
    assert found.years == (2023, 2024, 2025)
    assert [record["year"] for record in found.of_year(2025).records] == [2025]


def test_later_occasions_are_counted_apart():
    found = one(ten() + course(20, 12, at="follow-up-3"))
    assert (found.at("end").paired, found.at("follow-up-3").paired) == (10, 1)


def test_caseloads_are_what_the_national_model_takes():
    found = one(
        course(20, 14, caseload="a", engagement="ordered", stage="trainee")
        + course(18, 17, caseload="a", mode="remote")
        + course(22, caseload="a")
        + course(10, 12, caseload="b")
    )
    got = {each.path[2]: (each.pairs, each.totals) for each in found.caseloads()}
    assert got == {
        "a": (2, {"start": -38000, "change": 7000, "ordered": 1, "remote": 1, "trainee": 1}),
        "b": (1, {"start": -10000, "change": -2000, "ordered": 0, "remote": 0, "trainee": 0}),
    }
