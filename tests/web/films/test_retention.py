"""Originals go when their time is over, never early, never while they are needed, and whole."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction

from attune.core.clock import FrameTable
from attune.core.consent import Purpose
from attune.core.journey import FilmState
from attune.web.audit.models import Event
from attune.web.exports import actions as exports
from attune.web.exports.models import Export, ExportClip
from attune.web.films import actions, retention, store
from attune.web.films.models import ErasureReceipt, Film, SecondCamera
from attune.web.people.models import Service
from attune.web.reviews import tasks as reviews
from attune.web.reviews.models import Moment
from tests.factories import give_consent
from tests.factories.exports import begin_export
from tests.factories.films import bring, names_in, ready_film
from tests.factories.reviews import make_moment

DAY = 24 * 60 * 60
START = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Machine:
    """A machine whose clock on the wall and whose own count are told what to say."""

    def __init__(self, travel, monkeypatch):
        self.travel, self.wall, self.run, self.seconds = travel, START, "a run", 1000
        monkeypatch.setattr(retention, "running", lambda: (self.run, self.seconds))
        travel.move_to(START)

    def goes_on(self, days: float) -> None:
        self.seconds += int(days * DAY)
        self.is_told(self.wall + timedelta(days=days))

    def is_told(self, wall: datetime) -> None:
        self.wall = wall
        self.travel.move_to(wall)

    def starts_again(self) -> None:
        self.run, self.seconds = f"{self.run}, another", 60


@pytest.fixture
def machine(monkeypatch):
    with time_machine.travel(START, tick=False) as travel:
        yield Machine(travel, monkeypatch)


@pytest.fixture
def film(family, cycle, machine) -> Film:
    """A film that has just become ready, with its original."""
    film = ready_film(family, cycle)
    bring(film, b"the film as it was sent")
    Film.objects.filter(pk=film.pk).update(**retention.beginning(family.case.service))
    film.refresh_from_db()
    return film


@pytest.fixture
def sweep(django_capture_on_commit_callbacks):
    """As the hour does it; returns how many originals went."""

    def swept() -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return actions.remove_originals()

    return swept


def there(film) -> bool:
    return "original" in names_in(store.blobs.folder(film.pk))


def test_original_goes_when_its_thirty_days_are_over_and_the_copy_stays(film, machine, sweep):
    machine.goes_on(29.99)
    assert sweep() == 0
    assert there(film)
    machine.goes_on(0.02)
    assert sweep() == 1
    assert names_in(store.blobs.folder(film.pk)) == ["made"]
    assert not store.has(film.pk, store.ORIGINAL)
    film.refresh_from_db()
    assert (film.state, film.original_removed_at) == (FilmState.READY, machine.wall)
    assert retention.copy_is_whole(film)
    assert sweep() == 0


def test_removal_is_written_down_and_leaves_a_receipt(film, machine, sweep):
    machine.goes_on(31)
    sweep()
    receipt = ErasureReceipt.objects.get()
    assert (receipt.what, receipt.film_id, receipt.by_id) == ("original", film.pk, None)
    assert not receipt.key_destroyed
    event = Event.objects.get(verb="erase", object_id=str(film.pk))
    assert event.person_id is None
    assert event.detail == {"original": True, "size": film.size}


def test_a_service_says_for_how_long(family, cycle, film, machine, sweep):
    actions.keep_days(by=family.actor, days=60)
    event = Event.objects.get(object_type="people.Service")
    assert (event.verb, event.detail) == ("change", {"originals_kept_days": 60})
    machine.goes_on(59)
    assert sweep() == 0
    machine.goes_on(2)
    assert sweep() == 1


def test_a_shorter_time_brings_no_date_forward_that_was_told(family, film, machine, sweep):
    actions.keep_days(by=family.actor, days=1)
    machine.goes_on(29)
    assert sweep() == 0
    later = retention.beginning(Service.objects.get())
    assert later["original_until"] == machine.wall + timedelta(days=1)


def test_it_may_be_kept_longer_as_often_as_one_likes(family, film, machine, sweep):
    for _ in range(2):
        actions.keep_original_longer(by=family.actor, film=film)
    film.refresh_from_db()
    assert film.kept_until == START + timedelta(days=90)
    told = Event.objects.filter(verb="change", object_id=str(film.pk), person_id__isnull=False)
    days = [
        event.detail["original_until"]
        for event in told
        if event.detail.keys() == {"original_until"}
    ]
    assert sorted(days) == ["2027-01-20", "2027-02-19"]
    machine.goes_on(89)
    assert sweep() == 0
    machine.goes_on(2)
    assert sweep() == 1
    events = Event.objects.count()
    actions.keep_original_longer(by=family.actor, film=film)  # gone stays gone
    assert Event.objects.count() == events


@pytest.mark.parametrize("year", [2036, 2016])
def test_a_clock_that_jumps_brings_it_no_second_forward(film, machine, sweep, year):
    machine.goes_on(1)
    machine.is_told(datetime(year, 1, 1, tzinfo=UTC))
    assert sweep() == 0
    machine.starts_again()
    assert sweep() == 0
    machine.is_told(START + timedelta(days=2))
    assert sweep() == 0
    machine.is_told(datetime(2036, 1, 1, tzinfo=UTC))
    machine.goes_on(28.5)  # 29.5 in all: the machine counts what it ran
    assert sweep() == 0
    machine.goes_on(1)
    assert sweep() == 1


def test_a_clock_that_was_wrong_at_the_beginning_does_not_shorten_it(family, film, machine, sweep):
    machine.is_told(datetime(1970, 1, 2, tzinfo=UTC))
    Film.objects.update(**retention.beginning(family.case.service))
    machine.is_told(START)
    machine.goes_on(29)
    assert sweep() == 0
    machine.goes_on(1.1)
    assert sweep() == 1


def test_time_that_the_machine_was_off_does_not_count(film, machine, sweep):
    machine.goes_on(20)
    assert sweep() == 0
    machine.starts_again()
    machine.is_told(machine.wall + timedelta(days=200))
    assert sweep() == 0
    machine.goes_on(9.9)
    assert sweep() == 0
    machine.goes_on(0.2)
    assert sweep() == 1


def test_the_run_of_this_machine_is_counted_from_its_start(monkeypatch, tmp_path):
    (run, first), (same, second) = retention.running(), retention.running()
    assert run == same == retention.BOOT.read_text().strip()
    assert 0 <= second - first < 60
    monkeypatch.setattr(retention, "BOOT", tmp_path / "not there")
    assert retention.running()[0] == retention.running()[0] != run


@pytest.mark.parametrize("state", [FilmState.UPLOADING, FilmState.PREPARING, FilmState.REFUSED])
def test_only_a_film_that_is_ready_loses_its_original(film, machine, sweep, state):
    Film.objects.update(state=state)
    machine.goes_on(100)
    assert sweep() == 0
    assert there(film)


def test_what_is_being_made_of_it_holds_it_back(family, film, machine, sweep):
    give_consent(family, Purpose.COPY)
    table = FrameTable.from_bytes(store.open_for_read(film.pk, store.FRAMES).read())
    moment = make_moment(film, first=table.pts[3], last=table.pts[9])
    export = begin_export(family, moment)
    exports.look_for_faces(by=family.actor, clip=export.clips.get())
    machine.goes_on(31)
    assert sweep() == 0
    ExportClip.objects.update(faces_state="found")
    exports.make(by=family.actor, export=export)
    assert sweep() == 0
    Export.objects.update(state=Export.State.MADE)
    second = ready_film(family, film.cycle)
    joined = actions.join_camera(by=family.actor, first=second, second=film)
    assert sweep() == 0
    SecondCamera.objects.filter(pk=joined.pk).update(state=SecondCamera.State.UNSURE)
    assert sweep() == 1


def test_stills_are_drawn_before_it_goes(film, machine, sweep, monkeypatch):
    monkeypatch.setattr(reviews, "draw_still", lambda source, *about: source.file.read())
    table = FrameTable.from_bytes(store.open_for_read(film.pk, store.FRAMES).read())
    still = make_moment(film, kind=Moment.Kind.STILL, first=table.pts[3], last=table.pts[3])
    machine.goes_on(31)
    assert sweep() == 0
    store.write(film.pk, reviews.queries.picture_name(still), b"as a worker drew it")
    assert sweep() == 1


def test_a_still_that_cannot_be_drawn_holds_it_back_for_a_week_only(film, machine, sweep):
    make_moment(film, kind=Moment.Kind.STILL, first=1001, last=1001)
    machine.goes_on(36)
    assert sweep() == 0
    machine.goes_on(2)
    assert sweep() == 1


def test_a_copy_that_is_not_whole_keeps_the_original(film, machine, sweep, caplog):
    path = store.blobs.folder(film.pk) / "made" / store.FRAGMENTS
    path.write_bytes(path.read_bytes()[:-1])
    machine.goes_on(31)
    assert sweep() == 0
    assert "is not whole" in caplog.text
    assert there(film)


def test_what_a_power_cut_left_on_the_disk_goes_with_the_next_sweep(film, machine, sweep):
    machine.goes_on(31)
    retention.count()
    with transaction.atomic():
        assert actions._remove_original(film.pk)  # the row is certain, and then the power goes
    assert there(film)
    assert sweep() == 0
    assert not there(film)


def test_films_that_were_ready_before_there_were_dates_have_none(family, cycle, machine, sweep):
    film = ready_film(family, cycle)
    assert film.kept_until is None
    assert not retention.is_due(film)
    actions.keep_original_longer(by=family.actor, film=film)
    machine.goes_on(1000)
    assert sweep() == 0
