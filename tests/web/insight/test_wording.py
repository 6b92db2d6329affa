import pytest

from attune.core.figures.breakdowns import DIMENSIONS as ALL
from attune.core.figures.breakdowns import categories
from attune.core.figures.said import Cannot
from attune.core.figures.tally import Tally
from attune.core.statistics.estimate import Estimate
from attune.web.insight.board import boards
from attune.web.insight.wording import (
    CATEGORIES,
    DIMENSIONS,
    cannot_said,
    category_said,
    change_said,
    complete_said,
    counted_said,
    effect_said,
    few_said,
    foot_of,
    improved_of,
    improved_said,
    later_said,
    moved_said,
    share_said,
    topic_said,
)
from tests.web.insight.invented import course, ten, tens


def one(records, **options):
    (found,) = boards(tuple(records), **options)
    return found


@pytest.mark.parametrize("dimension", [name for name in ALL if name != "year"])
def test_every_category_of_every_dimension_has_a_name(dimension):
    assert dimension in DIMENSIONS
    assert set(categories(dimension)) <= set(CATEGORIES[dimension])


def test_year_is_its_own_name():
    assert category_said("year", "2025") == "2025"
    assert category_said("stage", "trainee") == "In training"
    assert category_said("stage", "not-told") == "Not told by services that give sums only"


def test_completeness_is_said_as_so_many_of_so_many():
    assert (
        complete_said(Tally(unpaired=3, improved=7))
        == "7 of 10 first forms have their last one, too."
    )
    assert complete_said(Tally(unpaired=1)) == "0 of 1 first form has its last one, too."
    assert complete_said(Tally(open=4)).startswith("No work has ended yet")


def test_small_number_is_not_said_to_those_who_do_not_know_the_people():
    tally = Tally(unpaired=1, improved=3)
    assert counted_said(tally, guards=True) == "Fewer than 8 pairs could be complete by now."
    assert counted_said(tally, guards=False) == "3 of 4 first forms have their last one, too."
    assert "not counted yet" in counted_said(Tally(open=2, improved=9), guards=True)


def test_too_few_is_said_kindly_with_the_way_to_go():
    assert few_said(Tally(improved=3)) == "Too few to say anything yet: 3 of 8 pairs."


def test_fall_on_a_scale_where_lower_is_better_is_said_as_better():
    found = one(ten())
    figure = found.figure(found.overall)
    # 4.1 ± 1.96 × 1.5524
    assert change_said(figure, found.topic) == "On average 4.1 points better (1.1 to 7.1)."
    assert improved_said(figure) == "40 % improved by more than measurement error (17 to 69 %)."
    assert effect_said(figure).startswith("In standard deviations of the first scores: 1.2")


def test_share_of_persons_is_not_said_to_those_who_do_not_know_them():
    """4 of 10 improved, 5 did not change, 1 got worse; of eight times as many each is enough."""
    assert improved_of(one(ten())) == (
        "How many improved by more than measurement error is not shown: it would tell of fewer than 8 people."
    )
    assert improved_of(one(ten(), guards=False)).startswith("40 % improved")
    assert improved_of(one(tens(8))).startswith("40 % improved")
    assert improved_of(one(course(20, 10))) == ""


@pytest.mark.parametrize(
    ("value", "low", "high", "has_better", "said"),
    [
        (2.0, 1.0, 3.0, True, "On average 2.0 points better (1.0 to 3.0)."),
        (
            2.0,
            -1.0,
            5.0,
            True,
            "On average 2.0 points better (−1.0 to 5.0). That may be chance alone.",
        ),
        (-2.0, -3.0, -1.0, True, "On average 2.0 points away from the hoped-for end (1.0 to 3.0)."),
        (-2.0, -3.0, -1.0, False, "On average 2.0 points lower (1.0 to 3.0)."),
        (2.0, 1.0, 3.0, False, "On average 2.0 points higher (1.0 to 3.0)."),
        (
            -0.01,
            -1.0,
            1.0,
            True,
            "On average 0.0 points better (−1.0 to 1.0). That may be chance alone.",
        ),
    ],
)
def test_mean_change_is_said_in_plain_words(value, low, high, has_better, said):
    assert moved_said(value, low, high, has_better) == said


def test_refusal_is_a_sentence():
    assert cannot_said(Cannot("nobody came")) == "Cannot be computed, because nobody came."
    few = one(course(20, 10))
    figure = few.figure(few.overall)
    assert change_said(figure, few.topic) == (
        "Cannot be computed, because fewer than 8 have both scores."
    )
    assert (improved_said(figure), effect_said(figure)) == ("", "")


def test_share_is_in_whole_per_cent():
    assert share_said(Estimate(0.405, 0, 0.355, 0.456)).startswith("40 % improved")


def test_every_chart_says_how_many_and_that_there_is_no_control_group():
    found = one(ten())
    first, last = foot_of(found)
    assert first == "10 of 10 first forms have their last one, too."
    assert last.startswith("There is no control group")
    assert foot_of(found, Tally(unpaired=9))[0].startswith("0 of 9")


def test_topic_and_occasion_have_names():
    assert topic_said(one(ten()).topic) == "CORE-10, filled in by the client"
    assert later_said("follow-up-3") == "3 months after the end"
