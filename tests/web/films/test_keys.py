"""Keys of cases: given once, renewed each month, destroyed with the last film."""

import os
import sqlite3
from contextlib import closing
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django_scopes import scope

from attune.core.journey import FilmState
from attune.core.vault import key_file, kit_note
from attune.core.vault.errors import MissingEpochError, WrongKeyError
from attune.core.vault.key_file import KeyFile
from attune.web.films import keys
from attune.web.films.models import CaseKey
from tests.factories import make_actor, make_family, make_service
from tests.factories.films import begin_film

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_keys(settings, tmp_path):
    """A key file of this test's own, made on 21 November 2026."""
    settings.KEYS = tmp_path / "keys"
    key_file.create(settings.KEYS, KeyFile.fresh("tests", date(2026, 11, 21), "2026-11"))
    return settings.KEYS


def wrapped(family) -> tuple[str, bytes]:
    found = CaseKey.objects.get(case=family.case)
    return found.epoch, bytes(found.wrapped)


def test_case_gets_one_key_and_keeps_it(family, cycle, own_keys):
    one, two = begin_film(family, cycle), begin_film(family, cycle)
    place, other = keys.place_of(one.pk), keys.place_of(two.pk)
    assert place.key == other.key
    assert len(place.key) == 32
    assert (place.case, place.film) == (str(family.case.pk), str(one.pk))
    assert place.service == str(family.case.service_id)
    assert place.key not in wrapped(family)[1]


def test_two_cases_have_two_keys(family, own_keys):
    other = make_family(family.actor)
    for each in (family, other):
        keys.give(each.case)
    assert wrapped(family) != wrapped(other)


def test_film_that_is_gone_has_no_key(family, own_keys):
    with pytest.raises(FileNotFoundError):
        keys.place_of(uuid4())


def test_key_of_another_service_is_out_of_reach(family, cycle, own_keys):
    film = begin_film(family, cycle)
    stranger = make_actor(make_service())
    with scope(service=stranger.service), pytest.raises(FileNotFoundError):
        keys.place_of(film.pk)


def test_key_that_was_moved_to_another_case_does_not_open(family, cycle, own_keys):
    film, other = begin_film(family, cycle), make_family(family.actor)
    keys.give(other.case)
    CaseKey.objects.filter(case=family.case).update(wrapped=wrapped(other)[1])
    with pytest.raises(WrongKeyError):
        keys.place_of(film.pk)


# --- the key file -------------------------------------------------------------------------------
def test_key_file_is_made_once(family, settings, tmp_path):
    settings.KEYS = tmp_path / "deep" / "keys"
    assert keys.begin() is True
    made = settings.KEYS.read_bytes()
    assert keys.begin() is False
    assert settings.KEYS.read_bytes() == made
    assert key_file.read(settings.KEYS).name == "127.0.0.1"


def test_missing_key_file_is_never_made_anew_when_something_is_encrypted(family, own_keys):
    keys.give(family.case)
    own_keys.unlink()
    with pytest.raises(ImproperlyConfigured, match="recovery kit"):
        keys.begin()
    assert not own_keys.exists()


def test_key_file_that_others_may_read_stops_the_start(own_keys):
    own_keys.chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        keys.begin()


def test_key_file_that_changed_is_read_again(family, cycle, own_keys):
    film = begin_film(family, cycle)
    assert keys.place_of(film.pk)
    key_file.replace(own_keys, KeyFile.fresh("tests", date(2026, 11, 21), "2026-12"))
    with pytest.raises(MissingEpochError, match="2026-11"):
        keys.place_of(film.pk)


# --- renewing -----------------------------------------------------------------------------------
def test_keys_are_renewed_each_month_and_what_they_open_stays(family, cycle, own_keys):
    film = begin_film(family, cycle)
    key, before = keys.place_of(film.pk).key, wrapped(family)
    with time_machine.travel("2026-11-30"):
        assert keys.renew() == (0, [])
    with time_machine.travel("2026-12-02"):
        assert keys.renew() == (1, [])
        assert keys.renew() == (0, [])
    assert wrapped(family)[0] == "2026-12"
    assert wrapped(family)[1] != before[1]
    assert keys.place_of(film.pk).key == key
    with time_machine.travel("2027-01-31"):
        assert keys.renew() == (1, [])
    with time_machine.travel("2027-02-01"):
        assert keys.renew() == (1, ["2026-11"])
    assert keys.place_of(film.pk).key == key
    assert keys.destroyed_on("2026-11") == date(2027, 2, 1)
    CaseKey.objects.filter(case=family.case).update(epoch=before[0], wrapped=before[1])
    with pytest.raises(MissingEpochError):  # as a backup of November has it
        keys.place_of(film.pk)


def test_renewing_that_breaks_off_leaves_keys_that_open(family, cycle, own_keys, monkeypatch):
    """A new key is in the file, and nothing is wrapped by it yet; then it goes on."""
    film = begin_film(family, cycle)
    key = keys.place_of(film.pk).key

    def broken(*args):
        raise OSError("the power went")

    with time_machine.travel("2027-03-01"):
        with monkeypatch.context() as patch:
            patch.setattr(keys, "_wrap_anew", broken)
            with pytest.raises(OSError, match="power"), transaction.atomic():
                keys.renew()
        assert list(key_file.read(own_keys).keys) == ["2026-11", "2027-03"]
        assert keys.place_of(film.pk).key == key
        assert keys.renew() == (1, ["2026-11"])
    assert keys.place_of(film.pk).key == key


# --- the end ------------------------------------------------------------------------------------
def test_key_goes_with_the_last_film_that_has_bytes(family, cycle, own_keys):
    one, two = begin_film(family, cycle), begin_film(family, cycle)
    assert keys.take_if_unused(family.case.pk) is False
    two.state = FilmState.REFUSED
    two.save()
    one.delete()
    assert keys.take_if_unused(family.case.pk) is True
    assert keys.take_if_unused(family.case.pk) is False
    assert not CaseKey.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_database_forgets_a_key_that_was_deleted(settings, tmp_path):
    """Its bytes are in no file any more: neither in the database's nor in its log."""
    path, secret = tmp_path / "a.sqlite3", os.urandom(60)
    options = settings.DATABASES["default"]["OPTIONS"]
    with closing(sqlite3.connect(path)) as database:
        database.executescript(options["init_command"])
        database.execute("CREATE TABLE films_casekey (wrapped BLOB)")
        database.execute("INSERT INTO films_casekey VALUES (?)", [secret])
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert secret in path.read_bytes()
        database.execute("DELETE FROM films_casekey")
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        files = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert secret not in files
    keys.wipe()  # the same words, to the database of the tests
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_kit_is_outdated_when_it_was_never_said_or_before_the_newest_key(own_keys):
    assert keys.outdated_kit().startswith("No recovery kit of the keys was ever printed here")
    kit_note.note(own_keys, "2026-10")
    assert keys.outdated_kit() == (
        "The recovery kit is older (2026-10) than the newest key (2026-11), and does not hold it."
    )
    for epoch in ("2026-11", "2026-12"):  # a newer one holds it too
        kit_note.note(own_keys, epoch)
        assert keys.outdated_kit() is None
