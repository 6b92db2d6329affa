"""What stands in the rows after pushes came, services were revoked, records were lost. Answers: views/test_api.py."""

from uuid import UUID, uuid4

import pytest

from attune.web.national.actions import receiving
from attune.web.national.engine import store
from attune.web.national.models import HeldEpisode, LogEntry, Received
from attune.web.national.queries.enrolments import committed
from tests.factories import make_officer
from tests.factories.national import enrolled, row_of

pytestmark = pytest.mark.django_db


def numbers(national) -> dict[tuple[UUID, UUID], int]:
    """How many records the store holds of each episode of each service."""
    found: dict[tuple[UUID, UUID], int] = {}
    for one in store.records(national, committed()):
        key = UUID(one["service"]), UUID(one["episode"])
        found[key] = found.get(key, 0) + 1
    return found


def told() -> dict[tuple[UUID, UUID], int]:
    rows = HeldEpisode.objects.values_list("enrolment__pseudonym", "episode", "records")
    return {(service, episode): records for service, episode, records in rows}


def test_what_the_rows_say_is_held_is_what_the_store_holds(sender, national):
    other = enrolled(name="Northfield")
    first, second, third = (sender.records() for _ in range(3))
    sender.push(first | second)
    other.push(other.records())
    (one,) = first
    sender.push({one: first[one][:1], **third})
    sender.push({episode: [] for episode in second} | {str(uuid4()): []})
    assert numbers(national) == told()
    assert sorted(told().values()) == [1, 2, 2]
    sender.push(sender.records(), kind="whole")
    assert numbers(national) == told()
    assert sorted(told().values()) == [2, 2]
    assert list(
        Received.objects.filter(sequence__lte=4, enrolment=row_of(sender))
        .order_by("sequence")
        .values_list("taken_back", flat=True)
    ) == [0, 0, 1, 2]


def test_a_revoked_service_keeps_its_records_here_or_loses_them(sender, national):
    officer, row = make_officer(), row_of(sender)
    sender.push(sender.records())
    before = numbers(national)
    assert receiving.revoke(by=officer, service=row, reason="Asked.", take_out=False)
    assert numbers(national) == before == told()
    assert not receiving.revoke(by=officer, service=row, reason="Again.", take_out=False)
    assert receiving.revoke(by=officer, service=row, reason="Again.", take_out=True)
    assert numbers(national) == told() == {}
    row.refresh_from_db()
    assert row.reason == "Asked."
    last = row.received.get(sequence=2)
    assert (last.by_us, last.kind, last.taken_back) == (True, "whole", 1)
    assert row.last_digest == last.digest
    logged = LogEntry.objects.filter(verb="revoke").order_by("at")
    assert [entry.detail for entry in logged] == [{"taken_out": 0}, {"taken_out": 1}]


def test_what_takes_everything_back_comes_in_its_place(sender, national):
    sender.push(sender.records())
    receiving.revoke(by=make_officer(), service=row_of(sender), reason="Asked.", take_out=False)
    answer = sender.send(sender.body({}, kind="whole", sequence=7))
    assert (answer[0], answer[1]["last"]) == (409, 1)
    assert row_of(sender).held.count() == 1


def test_records_that_are_taken_out_leave_the_disk(
    sender, national, django_capture_on_commit_callbacks
):
    body = sender.records()
    sender.push(body)
    with django_capture_on_commit_callbacks(execute=True):
        receiving.revoke(by=make_officer(), service=row_of(sender), reason="x", take_out=True)
    files = list(national.rglob("*.parquet"))
    assert [path.name for path in files] == ["00000002.parquet"]
    assert next(iter(body)).encode() not in files[0].read_bytes()


def test_forgetting_that_fails_is_told_and_nothing_else_happens(sender, national, caplog):
    sender.push(sender.records())
    (file,) = national.rglob("*.parquet")
    file.write_bytes(b"damaged")
    receiving.forget(service=row_of(sender))
    assert "tend_records" in caplog.text
    assert row_of(sender).last_sequence == 1


def test_nothing_is_forgotten_of_a_service_that_sent_nothing(sender, national):
    receiving.forget(service=row_of(sender))
    assert not national.exists()


def test_a_service_whose_records_are_lost_here_is_asked_for_all_of_them(sender, national):
    first, second = sender.records(), sender.records()
    sender.push(first)
    sender.push(second)
    (national / "records" / f"service={sender.service}" / "00000001.parquet").unlink()
    row = receiving.ask_again(service=row_of(sender))
    assert (row.sequence, row.by_us, told()) == (3, True, {})
    status, said, _headers = sender.push({})
    assert (status, said["last"]) == (409, 3)
    sender.last, sender.digest = said["last"], said["digest"]
    assert sender.push(first | second, kind="whole")[0] == 201
    assert numbers(national) == told()
    assert len(told()) == 2


def test_after_an_older_database_was_put_back_no_file_is_in_the_way(sender, national):
    """The files are those of later pushes, made into one; the rows know only of the first."""
    sender.push(sender.records())
    row = row_of(sender)
    for number in (2, 3):
        store.append(national, sender.service, number, "episodes", sender.records())
    store.compact(national, sender.service, 3)
    assert receiving.ask_again(service=row).sequence == 4
    assert numbers(national) == {}
