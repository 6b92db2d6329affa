"""The task that prepares a film: from arrived to ready, or to a sentence; twice does no harm."""

import time

import pytest
from django_scopes import scopes_disabled
from django_tasks_db.models import DBTaskResult

from attune.core.clock import FrameTable
from attune.core.journey import FilmState
from attune.web.audit.models import Event
from attune.web.films import actions, preparing, store, tasks
from attune.web.films.models import Film
from tests.factories.films import arrived_film, film_bytes, names_in


@pytest.fixture
def film(family, cycle) -> Film:
    return arrived_film(family, cycle, film_bytes())


def parts(film):
    return names_in(store.path_for_worker(film.pk, store.ORIGINAL).parent)


def prepare(film):
    """As a worker does it: with no scope of anybody's."""
    tasks.ingest.call(str(film.pk))
    film.refresh_from_db()


def test_arrived_film_becomes_ready(film):
    prepare(film)
    assert film.state == FilmState.READY
    assert film.facts["frames"] == 30
    assert film.done_seconds == film.total_seconds == film.facts["duration_s"] == 1.001
    assert parts(film) == ["frames.json", "original", "peaks.json", "poster.jpg", "proxy.mp4"]
    with store.open_for_read(film.pk, store.FRAMES) as file:
        assert len(FrameTable.from_bytes(file.read())) == 30
    last = Event.objects.last()
    assert (last.verb, last.object_id, last.person_id) == ("change", str(film.pk), None)
    assert last.detail == {"state": "ready"}


def test_preparing_again_changes_nothing(film):
    prepare(film)
    events = Event.objects.count()
    before = store.path_for_worker(film.pk, store.PROXY).stat().st_mtime_ns
    prepare(film)
    assert store.path_for_worker(film.pk, store.PROXY).stat().st_mtime_ns == before
    assert Event.objects.count() == events


def test_half_made_files_of_an_earlier_try_are_gone(film):
    (store.fresh_making_folder(film.pk) / "proxy.mp4").write_bytes(b"half a proxy")
    prepare(film)
    assert film.state == FilmState.READY
    assert "making" not in parts(film)
    assert b"half a proxy" not in store.path_for_worker(film.pk, store.PROXY).read_bytes()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"a text that is called film.mp4", "not a film"), (film_bytes()[:9000], ".")],
)
def test_what_is_no_whole_film_is_refused(family, cycle, content, sentence):
    film = arrived_film(family, cycle, content)
    prepare(film)
    assert film.state == FilmState.REFUSED
    assert sentence in film.refusal
    assert parts(film) == ["original"]


def test_progress_is_seen_by_others(film, monkeypatch):
    seen = []
    monkeypatch.setattr(tasks, "EVERY", 0)
    told = tasks.Told(film)
    for done in (0.25, 0.5):
        told(done, 2.0)
        film.refresh_from_db()
        seen.append((film.done_seconds, film.total_seconds, film.percent))
    assert seen == [(0.25, 2.0, 12), (0.5, 2.0, 25)]


def test_progress_is_written_about_once_a_second(film, monkeypatch, django_assert_num_queries):
    clock = iter([50.0, 50.2, 50.9, 51.1])
    monkeypatch.setattr(tasks, "monotonic", lambda: next(clock))
    told = tasks.Told(film)
    with django_assert_num_queries(2):
        for done in range(4):
            told(done, 10.0)


def test_film_deleted_before_its_turn_is_no_failure(film):
    film_id = str(film.pk)
    actions.delete_film(film=film)
    assert tasks.ingest.call(film_id) is None


def test_film_deleted_while_it_is_prepared_is_no_failure(
    film, films_directory, monkeypatch, django_capture_on_commit_callbacks
):
    def deleted_meanwhile(source, folder, *, progress):
        with django_capture_on_commit_callbacks(execute=True):
            actions.delete_film(film=Film.objects.get(pk=film.pk))
        progress(0.5, 1.0)

    monkeypatch.setattr(tasks, "prepare", deleted_meanwhile)
    tasks.ingest.call(str(film.pk))
    assert names_in(films_directory) == []


def test_bytes_that_changed_on_the_disk_are_not_prepared(film):
    path = store.path_for_worker(film.pk, store.ORIGINAL)
    Film.objects.filter(pk=film.pk).update(sha256="0" * 64)
    with pytest.raises(preparing.PreparingError, match="not those that arrived"):
        prepare(film)
    assert path.exists()
    assert not store.has(film.pk, store.PROXY)


def test_missing_bytes_of_a_film_that_is_there_are_a_failure(film):
    store.erase(film.pk)
    with pytest.raises(FileNotFoundError):
        prepare(film)


def test_film_waits_while_the_disk_is_full(film, settings):
    settings.DISK_RESERVE = store.free_bytes() * 2
    waiting = DBTaskResult.objects.count()
    prepare(film)
    assert film.state == FilmState.PREPARING
    again = DBTaskResult.objects.order_by("enqueued_at").last()
    assert DBTaskResult.objects.count() == waiting + 1
    assert again.args_kwargs["args"] == [str(film.pk)]
    assert 50 < again.run_after.timestamp() - time.time() <= 60


def test_film_says_so_when_preparing_failed_for_good(film):
    row = DBTaskResult.objects.get()
    row.set_failed(RuntimeError("three times"))
    with scopes_disabled():
        tasks.give_up(task_result=row.task_result)
    film.refresh_from_db()
    assert film.state == FilmState.REFUSED
    assert "could not be prepared" in film.refusal


def test_only_a_failed_preparing_refuses_a_film(film):
    row = DBTaskResult.objects.get()
    row.set_successful(None)
    tasks.give_up(task_result=row.task_result)
    film.refresh_from_db()
    assert film.state == FilmState.PREPARING
