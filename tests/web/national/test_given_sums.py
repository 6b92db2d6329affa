"""Sums in the place of records: taken in their turn, counted as records would be, replaced and taken back without a trace."""

import pytest

from attune.core.figures.guarding import may_leave
from attune.core.figures.judging import thresholds_of
from attune.core.figures.service_sums import of_records
from attune.core.figures.shipped_sums import written
from attune.core.figures.tables import OVERALL
from attune.core.instruments.catalogue import shipped
from attune.web.national import given_sums
from attune.web.national.actions import receiving
from attune.web.national.engine import store
from attune.web.national.models import HeldEpisode, HeldSums
from attune.web.national.queries.enrolments import committed
from attune.web.national.tallying import all_topics, tallied
from tests.factories import make_officer
from tests.factories.national import enrolled, row_of

pytestmark = pytest.mark.django_db
RULES = thresholds_of(shipped())


def records_of(sender, many, **said):
    """So many pairs, scores all different."""
    found = {}
    for number in range(many):
        for episode, (start, end) in sender.records(**said).items():
            found[episode] = [start | {"score": 20.0 + number / 8}, end | {"score": 10.0 + number}]
    return found


def form_of(episodes):
    records = [one for rows in episodes.values() for one in rows]
    return written(may_leave(of_records(records, all_topics(), RULES)).sums, RULES)


def give_sums(sender, episodes, /, **changed):
    said = {"kind": "sums", "sums": form_of(episodes), **changed}
    return sender.push({}, **said)


def everybody():
    ((topic, counted),) = tallied().topics
    assert topic.measure == "core-10"
    return {name: tally.paired for name, tally in counted.groups[OVERALL][()].items()}


def test_sums_count_as_the_records_would(sender, national):
    other = enrolled(name="Northfield")
    other.push(records_of(other, 9))
    mine = records_of(sender, 10)
    sender.push(mine)
    by_records = tallied()
    status, told, _headers = give_sums(sender, mine)
    assert (status, told["sequence"], told["episodes"]) == (201, 2, 0)
    by_sums = tallied()
    ((_topic, before),), ((_topic, after),) = by_records.topics, by_sums.topics
    assert after.groups == before.groups
    assert after.follow_ups == before.follow_ups
    assert sum(one.rows for one in after.shipped) == 10
    assert by_sums.years == by_records.years


def test_sums_take_the_place_of_all_records(sender, national, django_capture_on_commit_callbacks):
    sender.push(records_of(sender, 9))
    with django_capture_on_commit_callbacks(execute=True):
        give_sums(sender, records_of(sender, 11))
    assert everybody() == {sender.service: 11}
    assert not HeldEpisode.objects.exists()
    assert list(store.records(national, committed())) == []
    assert row_of(sender).received.get(sequence=2).taken_back == 9


def test_newer_sums_take_the_place_of_older_ones(sender, national):
    for many in (9, 20):
        give_sums(sender, records_of(sender, many))
        assert everybody() == {sender.service: many}
    assert HeldSums.objects.count() == 1


def test_records_come_all_at_once_after_sums(sender, national):
    give_sums(sender, records_of(sender, 9))
    status, said, _headers = sender.push(sender.records())
    assert (status, said["faults"]) == (
        400,
        ["This service gives sums only; its records have to come all at once."],
    )
    assert everybody() == {sender.service: 9}
    assert sender.push(records_of(sender, 12), kind="whole")[0] == 201
    assert everybody() == {sender.service: 12}
    assert not HeldSums.objects.exists()


def test_everything_is_taken_back(sender, national):
    give_sums(sender, records_of(sender, 9))
    assert sender.push({}, kind="whole")[0] == 201
    assert tallied().topics == ()
    assert not HeldSums.objects.exists()


def test_sums_of_a_revoked_service_can_be_taken_out(sender, national):
    give_sums(sender, records_of(sender, 9))
    row, officer = row_of(sender), make_officer()
    assert receiving.revoke(by=officer, service=row, reason="Asked.", take_out=True)
    assert tallied().topics == ()
    assert not receiving.revoke(by=officer, service=row, reason="Again.", take_out=True)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"sums": {}}, "The sums have not the fields of sums."),
        ({"sums": None}, "The sums have not the fields of sums."),
        ({"episodes": [{}]}, "A push of sums holds episodes."),
        ({"kind": "whole"}, "The push has not the fields of a push."),
    ],
)
def test_odd_sums_are_refused_and_nothing_changes(sender, national, changed, says):
    give_sums(sender, records_of(sender, 9))
    status, said, _headers = give_sums(sender, records_of(sender, 20), **changed)
    assert status == 400
    assert says in said["faults"]
    assert everybody() == {sender.service: 9}


def test_sums_of_another_place_are_refused(sender, national):
    given = records_of(sender, 9, region="wales")
    status, said, _headers = give_sums(sender, given)
    assert status == 400
    assert (
        said["faults"]
        == [
            "A tally is of a category that this service has none of (region).",
            "A model is of another service than the one that sends it.",
        ][:1]
    )


def test_sums_that_would_be_judged_otherwise_now_wait(sender, national, caplog):
    give_sums(sender, records_of(sender, 9))
    row = HeldSums.objects.get()
    row.said["judged"] = "0" * 64
    row.save()
    assert given_sums.all_of_them() == {}
    assert sender.service in caplog.text
    assert tallied().topics == ()
