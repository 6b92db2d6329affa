"""The sums of services: the nation put together from them is the nation counted at once."""

from attune.core.figures.model import Scale
from attune.core.figures.service_sums import ServiceSums, counted, of_records, scale_of, two_way
from attune.core.figures.tables import TWO_WAY, topics
from attune.core.instruments.catalogue import shipped
from tests.core.figures import drafts
from tests.core.figures.drafts import CORE_10, THRESHOLDS, records

TOPICS = topics(shipped(), THRESHOLDS)


def by_service(known=None):
    found: dict[str, list[dict]] = {}
    for one in known or records():
        found.setdefault(one["service"], []).append(one)
    return found


def sums(known):
    return of_records(known, TOPICS, THRESHOLDS)


def test_nation_of_services_is_the_nation_counted_at_once():
    found = counted({name: sums(known) for name, known in by_service().items()}, CORE_10)
    assert found == drafts.counted(records())


def test_scale_is_asked_of_as_the_topic_says():
    assert scale_of(CORE_10) == Scale("core-10", "total", "self", -1)
    assert scale_of(CORE_10) in sums(records()).caseloads


def test_measure_without_records_is_not_in_it():
    assert {key[0].measure for table in sums(records()).tables.values() for key in table} == {
        "core-10"
    }
    other = next(one for one in TOPICS if one.measure != "core-10")
    found = counted({"a": sums(records())}, other)
    assert not any(found.groups.values())
    assert (found.follow_ups, found.caseloads) == ({}, ())


def test_measure_that_is_not_asked_of_is_left_out():
    assert of_records(records(), (), THRESHOLDS) == ServiceSums(
        {by: {} for by in sums(records()).tables}
    )


def test_tables_by_two_dimensions_follow_from_those_by_one():
    for known in by_service().values():
        tables = sums(known).tables
        assert two_way(tables, known[0]["region"]) == {by: tables[by] for by in TWO_WAY}
