"""What may leave of a service that gives sums only: nothing of fewer than 8, and nothing that is changed where there are more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.figures.breakdowns import NOT_TOLD
from attune.core.figures.guarding import is_due, is_taken_back, is_told, may_leave
from attune.core.figures.service_sums import ServiceSums, of_records, scale_of
from attune.core.figures.tables import FOLLOW_UPS, ONE_WAY, OVERALL, TWO_WAY
from attune.core.figures.tally import Subject, Tally, total
from attune.core.statistics.mixed.guard import LEAST
from tests.core.figures.drafts import CORE_10, THRESHOLDS
from tests.core.figures.records import number, record
from tests.core.figures.test_service_sums import by_service, sums

END = CORE_10.subject()


def pairs(many, *, first=0, **said):
    """So many episodes with both scores."""
    return [
        record(episode=number(first + one), occasion=occasion, months=months, score=score, **said)
        for one in range(many)
        for occasion, months, score in (("start", 0, 20.0), ("end", 4, 14.0 - one / 4))
    ]


def leaving(known):
    return may_leave(of_records(known, [CORE_10], THRESHOLDS))


def of(found, by, later="end"):
    table = found.sums.tables[by]
    return {
        category: tally
        for (subject, category), tally in table.items()
        if subject == CORE_10.subject(later)
    }


def test_service_with_enough_of_everything_is_told_as_it_is():
    known = pairs(9) + pairs(8, first=50, relation="father", mode="remote")
    plain, found = sums(known), leaving(known)
    for by in (OVERALL, *ONE_WAY):
        assert of(found, by) == {
            category: tally
            for (subject, category), tally in plain.tables[by].items()
            if subject == END
        }
    assert found.too_few == ()
    assert not set(TWO_WAY) & set(found.sums.tables)
    assert found.sums.caseloads == {}


@pytest.mark.parametrize("many", [1, LEAST - 1])
def test_measure_with_fewer_than_eight_pairs_is_not_told(many):
    found = leaving([*pairs(many), record(episode=number(900))])
    assert not any(found.sums.tables.values())
    assert (found.too_few, found.sums.shipped) == ((END,), {})


def test_few_of_a_kind_stand_together_with_the_smallest_other():
    mothers, fathers = pairs(20), pairs(9, first=50, relation="father")
    teachers = pairs(3, first=80, relation="teacher")
    found = of(leaving(mothers + fathers + teachers), ("relation",))
    plain = of_records(mothers + fathers + teachers, [CORE_10], THRESHOLDS).tables["relation",]
    parts = {category[0]: tally for (_subject, category), tally in plain.items()}
    assert found == {
        ("mother",): parts["mother"],
        (NOT_TOLD,): parts["father"] + parts["teacher"],
    }


def test_few_of_several_kinds_are_enough_together():
    known = (
        pairs(20) + pairs(4, first=50, relation="father") + pairs(4, first=80, relation="teacher")
    )
    found = of(leaving(known), ("relation",))
    assert {category: tally.paired for category, tally in found.items()} == {
        ("mother",): 20,
        (NOT_TOLD,): 8,
    }


def test_nobody_but_the_few_is_left():
    known = [one for place in range(2) for one in pairs(5, first=50 * place, year=2024 + place)]
    assert {one: tally.paired for one, tally in of(leaving(known), ("year",)).items()} == {
        (NOT_TOLD,): 10
    }


def test_few_pairs_later_on_are_told_as_missing():
    known = pairs(10)
    for many, later in ((7, "follow-up-3"), (8, "follow-up-6")):
        known += [
            record(episode=number(one), occasion=later, months=8, score=12.0) for one in range(many)
        ]
    found = leaving(known)
    assert of(found, OVERALL, "follow-up-3") == {(): Tally(unpaired=10)}
    assert of(found, OVERALL, "follow-up-6")[()].paired == 8
    assert of(found, OVERALL, "follow-up-6")[()].unpaired == 2
    assert of(found, OVERALL, FOLLOW_UPS[2]) == {(): Tally(unpaired=10)}


def test_model_says_why_a_service_can_not_be_in_it():
    scale = scale_of(CORE_10)
    found = leaving(pairs(20) + pairs(1, first=50, mode="remote"))
    assert found.sums.shipped == {}
    assert found.without_model[scale] == "fewer than 8 dyads differ from the others in remote"
    fine = leaving(pairs(20))
    assert (fine.sums.shipped[scale].rows, fine.together) == (20, {scale: 0})
    assert fine.without_model == {}


def test_small_caseloads_are_put_together():
    known = [
        one
        for place in range(3)
        for one in pairs(2 + place, first=50 * place, caseload=number(300 + place))
    ] + pairs(20, first=500)
    found = leaving(known)
    assert found.together == {scale_of(CORE_10): 3}


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 12)), max_size=6), st.integers(8, 30))
def test_whatever_is_told_is_of_enough_and_adds_up(parts, more):
    tallies = {
        ("mother",): Tally(unchanged=more, before=20 * more, before_squared=400 * more),
        **{
            (f"kind {place}",): Tally(unpaired=unpaired, improved=improved)
            for place, (unpaired, improved) in enumerate(parts)
            if unpaired + improved
        },
    }
    whole = total(tallies.values())
    subject = Subject("core-10", "total", "self", "end")
    table = {(subject, category): tally for category, tally in tallies.items()}
    made = may_leave(ServiceSums({OVERALL: {(subject, ()): whole}, ("relation",): table}))
    found = made.sums.tables["relation",]
    assert total(found.values()) == whole
    assert all(is_told(tally) for tally in found.values())
    for (_subject, category), tally in found.items():
        assert category == (NOT_TOLD,) or tally == tallies[category]


def test_new_sums_are_due_when_eight_episodes_differ():
    told = {str(one): "a" for one in range(20)}
    assert is_due({}, told)
    assert not is_due(told, told)
    new = {**told, **{str(one): "b" for one in range(4)}, **{f"new {one}": "a" for one in range(3)}}
    assert not is_due(told, new)
    del new["19"]
    assert is_due(told, new)


def test_episode_that_gives_no_more_is_noticed():
    assert is_taken_back({"a": "1", "b": "2"}, ["a"])
    assert not is_taken_back({"a": "1"}, ["a", "b"])
    assert not is_taken_back({}, [])


def test_invented_services_tell_of_no_few():
    for known in by_service().values():
        found = leaving(known)
        told = [tally for table in found.sums.tables.values() for tally in table.values()]
        assert told
        assert all(is_told(tally) for tally in told)
