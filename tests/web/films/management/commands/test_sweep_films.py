"""What the sweep finishes, what it erases, and what it leaves alone."""

import os
from datetime import timedelta
from io import StringIO
from uuid import uuid4

from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from attune.core.journey import FilmState
from attune.web.films import moving, store, tasks
from attune.web.films.models import Film
from tests.factories.films import begin_film, bring, names_in, ready_film

HOUR = 60 * 60


def sweep():
    out = StringIO()
    call_command("sweep_films", stdout=out)
    return out.getvalue().strip()


def make_old(film_id, seconds=2 * HOUR):
    folder = store.blobs.folder(film_id)
    then = timezone.now().timestamp() - seconds
    os.utime(folder, (then, then))


def test_upload_that_is_complete_is_finished(family, cycle):
    film = begin_film(family, cycle, size=3)
    bring(film, b"abc")
    assert (
        sweep()
        == "Uploads finished: 1. Uploads erased: 0. Folders erased: 0. Originals removed: 0."
    )
    film.refresh_from_db()
    assert film.state == FilmState.PREPARING


def test_expired_upload_is_erased(family, cycle, django_capture_on_commit_callbacks):
    film = begin_film(family, cycle)
    Film.objects.filter(pk=film.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert (
            sweep()
            == "Uploads finished: 0. Uploads erased: 1. Folders erased: 0. Originals removed: 0."
        )
    assert store.film_ids() == {}


def test_folder_of_no_film_is_erased_once_it_is_old(family):
    young, old = uuid4(), uuid4()
    store.create(young)
    store.create(old)
    make_old(old)
    assert (
        sweep()
        == "Uploads finished: 0. Uploads erased: 0. Folders erased: 1. Originals removed: 0."
    )
    assert list(store.film_ids()) == [young]


def test_films_of_every_service_are_left_alone(family, cycle, films_directory):
    films = [ready_film(family, cycle), begin_film(family, cycle)]
    for film in films:
        make_old(film.pk)
    (films_directory / "a note of the host").touch()
    assert (
        sweep()
        == "Uploads finished: 0. Uploads erased: 0. Folders erased: 0. Originals removed: 0."
    )
    assert set(store.film_ids()) == {film.pk for film in films}
    assert (films_directory / "a note of the host").exists()


def test_erasing_that_was_broken_off_is_finished_without_a_word(family, films_directory, capsys):
    films_directory.mkdir(exist_ok=True)
    (films_directory / ".gone-1").mkdir()
    call_command("sweep_films", verbosity=0)
    assert names_in(films_directory) == []
    assert capsys.readouterr().out == ""


def test_what_is_large_goes_on_its_way_into_the_bucket(family, cycle, s3, settings, monkeypatch):
    settings.FILMS_S3 = s3.told
    monkeypatch.setattr(moving, "SMALLEST", 500)
    film = ready_film(family, cycle)
    assert "their way into the bucket: 1. Waiting to be erased there: 0." in sweep()
    task = DBTaskResult.objects.get()
    assert (task.task_path, task.args_kwargs["args"]) == (
        tasks.move_out.module_path,
        [str(film.pk)],
    )
    tasks.move_out.call(str(film.pk))
    s3.door.shut()
    store.erase(film.pk)
    assert "their way into the bucket: 0. Waiting to be erased there: 1." in sweep()
    s3.door.open_again()
    assert "bucket" not in sweep()
    assert s3.keys() == []
