"""The tables of a release: which there are, and every cell counted as the records say."""

from dataclasses import replace

import pytest

from attune.core.figures import tables
from attune.core.figures.breakdowns import DIMENSIONS, category
from attune.core.figures.tables import counts_of, dimensions_of, of_dimension, topics
from attune.core.figures.tally import Tally, tallied
from attune.core.instruments.catalogue import find, shipped
from attune.core.statistics.disclosure.tables import counted as by_records
from attune.core.statistics.errors import CannotComputeError
from tests.core.figures.drafts import CORE_10, THRESHOLDS, YEARS, counted, records

UNPAIRED = "unpaired"


def test_every_dimension_has_a_table_of_its_own():
    assert tuple((name,) for name in DIMENSIONS) == tables.ONE_WAY
    assert tables.BREAKDOWNS[0] == ()


def test_subject_is_the_deciding_scale_as_each_respondent_fills_it_in():
    found = topics(shipped(), THRESHOLDS)
    wanted = [
        (one.id, one.decides, respondent)
        for one in sorted({each.id: each for each in shipped()}.values(), key=lambda one: one.id)
        for respondent in one.respondents
    ]
    assert [(one.measure, one.scale, one.respondent) for one in found] == wanted


def test_pairs_are_judged_where_a_reliable_change_is_published():
    measure = find("core-10")
    (judged,) = topics([measure], THRESHOLDS)
    (unjudged,) = topics([measure], {})
    (either,) = topics([replace(measure, version="0.0.1"), measure], THRESHOLDS)
    assert (judged.sign, judged.better) == (-1, "lower")
    assert judged.standings == (UNPAIRED, "worsened", "unchanged", "improved")
    assert unjudged.standings == (UNPAIRED, "unjudged")
    assert either.standings == (*judged.standings, "unjudged")


def test_work_that_goes_on_is_in_no_table():
    assert of_dimension("end", YEARS) == ("planned", "unplanned")
    assert of_dimension("year", YEARS) == ("2024", "2025")


def test_what_is_not_told_is_a_category_where_somebody_does_not_tell():
    assert of_dimension("end", YEARS, untold=True) == ("planned", "unplanned", "not-told")
    asked = (("region", "setting"), CORE_10, YEARS, "end", {"setting"})
    found = dimensions_of(*asked)
    assert found["setting"][-1] == "not-told"
    assert "not-told" not in found["region"]


def standing(record, tallies):
    """How the course of a start stands, by a tally of it alone."""
    (tally,) = tallies[record["episode"]].values()
    return next(name for name in CORE_10.standings if getattr(tally, name))


@pytest.mark.parametrize("by", [(), ("region",), ("end",), ("dose",), ("year",)])
def test_counts_are_those_of_the_records(by):
    known = [one for one in records() if one["end"] != "open"]
    episodes: dict = {}
    for one in known:
        episodes.setdefault(one["episode"], []).append(one)
    alone = {name: tallied(mine, thresholds=THRESHOLDS) for name, mine in episodes.items()}
    dimensions = dimensions_of(by, CORE_10, YEARS)
    wanted = by_records(
        dimensions,
        [
            (
                {
                    "standing": standing(one, alone),
                    **{name: category(one, name) for name in by},
                },
                one["service"],
            )
            for one in known
            if one["occasion"] == "start"
        ],
    )
    assert counts_of(dimensions, counted(records()).groups[by], by) == wanted


def test_two_dimensions_are_only_counted():
    by = ("region", "setting")
    dimensions = dimensions_of(by, CORE_10, YEARS)
    assert list(dimensions) == ["region", "setting"]
    found = counts_of(dimensions, counted(records()).groups[by], by)
    whole = sum(tables.summed(each).due for each in counted(records()).groups[()].values())
    assert found[frozenset()].number == whole


def test_follow_up_shares_the_cell_of_everybody():
    dimensions = dimensions_of((), CORE_10, YEARS, "follow-up-3")
    assert list(dimensions) == ["standing-follow-up-3"]
    made = counted(records())
    later = counts_of(dimensions, made.follow_ups["follow-up-3"], ())
    at_end = counts_of(dimensions_of((), CORE_10, YEARS), made.groups[()], ())
    assert later[frozenset()] == at_end[frozenset()]


@pytest.mark.parametrize(
    ("groups", "says"),
    [
        ({("london",): {"s": Tally(open=1)}}, "some courses are open"),
        ({("london",): {"s": Tally(unjudged=1)}}, "some courses are unjudged"),
        ({("atlantis",): {"s": Tally(improved=1)}}, "of a kind"),
    ],
)
def test_course_that_has_no_place_is_refused(groups, says):
    with pytest.raises(CannotComputeError, match=says):
        counts_of(dimensions_of(("region",), CORE_10, YEARS), groups, ("region",))


def test_pairs_are_counted_by_service():
    services = {"a": Tally(unpaired=3), "b": Tally(improved=2, worsened=1), "c": Tally(unjudged=4)}
    found = tables.of_pairs(services)
    assert (found.number, found.services, found.largest) == (7, 2, 4)
    assert tables.of_pairs({}).number == 0
