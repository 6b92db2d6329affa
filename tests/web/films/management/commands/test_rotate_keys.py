"""Renewing the keys, and what it is for: what was erased opens nowhere once its month is over."""

import shutil
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from attune.core.vault import key_file
from attune.core.vault.errors import MissingEpochError
from attune.core.vault.key_file import KeyFile
from attune.web.films import actions, keys, store
from attune.web.films.models import CaseKey, Film
from tests.factories import make_family, start_cycle
from tests.factories.films import PROXY, begin_film, bring, ready_film

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    settings.KEYS = tmp_path / "keys"
    key_file.create(settings.KEYS, KeyFile.fresh("tests", date(2026, 11, 1), "2026-11"))
    return settings.KEYS


def renew(*arguments: str) -> str:
    out = StringIO()
    call_command("rotate_keys", *arguments, stdout=out)
    return out.getvalue()


def test_it_says_what_it_did_and_that_a_new_kit_is_due(family, cycle):
    begin_film(family, cycle)
    with time_machine.travel("2026-11-30"):
        assert renew() == "Keys wrapped anew with the key of 2026-11: 0.\n"
    with time_machine.travel("2027-02-01"):
        said = renew()
    assert "with the key of 2027-02: 1" in said
    assert "destroyed: 2026-11" in said
    assert "Print a new recovery kit" in said


def test_fewer_months_may_be_kept_but_not_none(family, cycle):
    begin_film(family, cycle)
    with time_machine.travel("2026-12-01"):
        assert "destroyed: 2026-11" in renew("--kept", "1")
    with pytest.raises(CommandError, match="At least"):
        renew("--kept", "0")


def test_without_a_key_file_it_says_so_and_does_nothing(own_keys):
    own_keys.unlink()
    with pytest.raises(CommandError, match="There is no key file"):
        renew()
    assert not own_keys.exists()


def played(film) -> bytes:
    with store.open_for_read(film.pk, store.FRAGMENTS) as file:
        return file.read()


def test_erased_case_opens_nowhere_when_its_month_is_over_and_every_other_plays(
    family, cycle, films_directory, tmp_path, django_capture_on_commit_callbacks
):
    """The whole promise: the live store, and a backup of files and rows from before."""
    film = ready_film(family, cycle)
    bring(film, b"the film as it was sent")
    other_family = make_family(family.actor)
    other = ready_film(other_family, start_cycle(other_family))
    film_id = film.pk
    backup = tmp_path / "backup"
    shutil.copytree(films_directory, backup)
    rows = {row.pk: (row.epoch, bytes(row.wrapped)) for row in CaseKey.objects.all()}
    film_row = Film.objects.get(pk=film_id)

    with time_machine.travel("2026-11-21"), django_capture_on_commit_callbacks(execute=True):
        receipt = actions.delete_film(film=film, by=family.actor)
    assert receipt.key_destroyed
    assert receipt.backups_until == date(2027, 2, 1)
    assert not (films_directory / str(film_id)).exists()  # live: no bytes, and no key
    assert not CaseKey.objects.filter(case=family.case).exists()
    with pytest.raises(FileNotFoundError):
        store.open_for_read(film_id, store.FRAGMENTS)

    def restore():
        """Put back the erased film's files, its row and its wrapped key, as in the backup."""
        shutil.rmtree(films_directory / str(film_id), ignore_errors=True)
        shutil.copytree(backup / str(film_id), films_directory / str(film_id))
        film_row.save(force_insert=not Film.objects.filter(pk=film_id).exists())
        epoch, wrapped = rows[family.case.pk]
        CaseKey.objects.update_or_create(
            case=family.case, defaults={"epoch": epoch, "wrapped": wrapped}
        )

    restore()
    assert played(film_row) == PROXY  # as the receipt says: until its month is over, it can
    CaseKey.objects.filter(case=family.case).delete()
    for day in ("2026-12-01", "2027-01-01", "2027-02-01"):
        with time_machine.travel(day):
            renew()
    restore()
    for part in (store.FRAGMENTS, store.ORIGINAL, store.POSTER):
        with pytest.raises(MissingEpochError):
            store.open_for_read(film_id, part)
    assert played(other) == PROXY
    assert keys.current().newest == "2027-02"
