import pytest

from attune.web.insight.pages import TABS, of_own, of_service
from attune.web.insight.queries.records import Known
from tests.web.insight.invented import course, ten, tens
from tests.web.insight.released import release


def case(**says):
    return {
        "context": "parent-infant",
        "engagement": "chosen",
        "relation": "mother",
        "child_age": "under-1",
        "ethnicity": "white",
        "mode": "in-person",
        "end": "planned",
        "year": "2025",
        **says,
    }


def known(records=(), cases=()):
    return Known(tuple(cases), tuple(records))


def test_practitioner_without_forms_is_told_what_there_will_be():
    page = of_own(known(), {})
    assert page.said[0].startswith("As soon as first forms are filled in")
    assert page.charts == {}


def test_practitioner_with_few_pairs_sees_counts_and_how_far_it_is():
    page = of_own(known(course(20, 12) + course(18, 14) + course(17)), {})
    assert page.said == (
        "2 of 3 first forms have their last one, too.",
        "Too few to say anything yet: 2 of 8 pairs.",
    )
    assert list(page.charts) == ["complete"]


def test_practitioner_with_enough_pairs_sees_the_change_and_nobody_beside_them():
    page = of_own(known(ten()), {})
    assert "On average 4.1 points better (1.1 to 7.1)." in page.said
    assert list(page.charts) == ["before-and-after", "reliably", "complete"]


@pytest.mark.parametrize("tab", TABS)
def test_service_without_anything_has_pages_all_the_same(tab):
    page = of_service(known(), tab, {})
    assert page.said
    assert page.charts == {}


@pytest.mark.parametrize("tab", ["change", "years"])
def test_service_with_few_pairs_shows_no_figure(tab):
    page = of_service(known(course(20, 12)), tab, {}, release())
    assert page.said == (
        "Fewer than 8 pairs could be complete by now.",
        "Too few have both forms to say anything yet: that takes 8.",
    )
    assert page.charts == {}


def test_change_is_by_what_is_asked_for():
    records = ten() + ten(mode="remote")
    page = of_service(known(records), "change", {"by": "mode"})
    assert page.charts["groups"].title == "How much changed, by how they met"
    page = of_service(known(records), "change", {"by": "region"})
    assert page.charts["groups"].title.endswith("whose relationship it is about")


def test_change_is_beside_the_nation_where_there_is_a_release():
    alone = of_service(known(tens(8)), "change", {})
    beside = of_service(known(tens(8)), "change", {}, release(), "london")
    assert set(beside.charts) - set(alone.charts) == {"nation", "funnel"}
    assert any("national model" in line for line in beside.said)


def test_topic_is_chosen_by_its_address_and_goes_into_those_of_files():
    records = ten() + course(12, 8, measure="gad-7")
    page = of_service(known(records), "complete", {"topic": "gad-7~self"})
    assert [(one.label, one.is_chosen) for one in page.topics] == [
        ("CORE-10, filled in by the client", False),
        ("GAD-7, filled in by the client", True),
    ]
    assert page.file_address("complete") == "?topic=gad-7~self&save=complete"
    assert of_service(known(records), "complete", {"topic": "no-such"}).topics[0].is_chosen


def test_people_are_counted_and_charts_of_hidden_groups_alone_are_named():
    cases = [case() for _one in range(20)] + [case(mode="remote")] * 3
    page = of_service(known(cases=cases), "people", {})
    assert page.said[0].startswith("23 cases, open and ended.")
    assert page.said[1] == "Not shown, because the groups are too small: how they met."
    assert "mode" not in page.charts
    assert page.file_address("context") == "?save=context"


def test_few_cases_are_not_counted():
    page = of_service(known(cases=[case()] * 3), "people", {})
    assert page.said == (
        "There are fewer than 8 cases: as there are more, this says whom the work is with.",
    )
    assert page.charts == {}


def test_endings_are_of_cases_that_ended():
    cases = [case() for _one in range(20)] + [case(end="open")] * 9
    page = of_service(known(cases=cases), "people", {})
    assert [row[:3] for row in page.charts["end"].table.rows] == [("As planned", 20, 20)]


def test_endings_are_not_counted_where_that_would_tell_how_few_go_on():
    """23 cases, of which 20 ended: three are open."""
    cases = [case() for _one in range(20)] + [case(end="open")] * 3
    page = of_service(known(cases=cases), "people", {})
    assert "end" not in page.charts
    assert page.said[1] == "Not shown, because the groups are too small: how the work ended."


def test_years_show_the_trend():
    assert set(of_service(known(ten()), "years", {}).charts) == {"years"}
    assert [name for name, _drawing, _address in of_service(known(ten()), "years", {}).shown] == [
        "years"
    ]
