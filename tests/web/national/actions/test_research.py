"""A file is asked for once, given while it is here, and erased; what was given is never changed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from attune.web.audit.models import AppendOnlyError
from attune.web.national.actions import research as actions
from attune.web.national.models import Extract, LogEntry
from tests.factories import make_officer
from tests.factories.releases import agreement, ready_extract

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_officer()


@pytest.fixture
def agreed(officer, national):
    return agreement(officer.person)


def files(national):
    return {path.name for path in (national / "extracts").glob("*")}


def test_file_is_asked_for_once_while_it_is_made(officer, agreed):
    first = actions.ask(by=officer, agreement=agreed, form="csv")
    assert actions.ask(by=officer, agreement=agreed, form="sav") == first
    assert LogEntry.objects.filter(verb="ask-for-extract").count() == 1


def test_refused_try_gives_way_to_the_next(officer, agreed):
    refused = ready_extract(agreed, state="refused")
    draft = actions.ask(by=officer, agreement=agreed, form="sav")
    refused.refresh_from_db()
    assert (refused.state, draft.state, draft.form) == ("gone", "making", "sav")


def test_agreement_that_is_over_gives_nothing(officer, national):
    over = agreement(officer.person, valid_until=date(2026, 2, 1))
    ready = ready_extract(over)
    with pytest.raises(ValidationError, match="This agreement is over"):
        actions.ask(by=officer, agreement=over, form="csv")
    with pytest.raises(ValidationError, match="not here any more"):
        actions.give(by=officer, draft=ready)
    assert not Extract.objects.exists()


def test_file_is_given_twice_and_written_down_once(officer, agreed):
    draft = ready_extract(agreed, b"rows")
    for _ in range(2):
        name, file = actions.give(by=officer, draft=draft)
        with file:
            assert file.read() == b"rows"
    row = Extract.objects.get()
    assert (row.digest, row.size, row.by) == (draft.facts["digest"], 4, officer.person)
    assert name == f"extract-{row.at:%Y-%m-%d}-{str(row.pk)[:8]}.zip"
    assert LogEntry.objects.filter(verb="extract").count() == 2


def test_file_that_is_missing_on_the_disk_is_not_said_to_be_given(officer, agreed, national):
    draft = ready_extract(agreed)
    (national / "extracts" / str(draft.pk)).unlink()
    with pytest.raises(ValidationError, match="missing on the disk"):
        actions.give(by=officer, draft=draft)
    assert not Extract.objects.exists()


def test_file_is_erased_once(officer, agreed, national, django_capture_on_commit_callbacks):
    draft = ready_extract(agreed)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            actions.erase(by=officer, draft=draft)
    assert files(national) == set()
    assert LogEntry.objects.filter(verb="erase-extract").count() == 1
    with pytest.raises(ValidationError, match="not here any more"):
        actions.give(by=officer, draft=draft)


def test_file_goes_with_its_agreement(
    officer, agreed, national, django_capture_on_commit_callbacks
):
    draft, other = ready_extract(agreed), ready_extract(agreement(officer.person))
    with django_capture_on_commit_callbacks(execute=True):
        actions.end(by=officer, agreement=agreed)
    draft.refresh_from_db()
    assert (draft.state, files(national)) == ("gone", {str(other.pk)})


def test_file_is_here_for_a_day(agreed, national):
    now = timezone.now()
    young = ready_extract(agreed, made_at=now - timedelta(hours=23))
    old = ready_extract(agreed, made_at=now - timedelta(hours=25))
    assert actions.erase_old() == 1
    old.refresh_from_db()
    assert (old.state, files(national)) == ("gone", {str(young.pk)})
    assert actions.erase_old() == 0


def test_row_of_an_extract_is_never_changed(officer, agreed):
    row = Extract.objects.create(
        agreement=agreed,
        form="csv",
        digest="0" * 64,
        size=1,
        episodes=1,
        records=1,
        by=officer.person,
    )
    row.size = 2
    for change in (row.save, row.delete, Extract.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            change()
    with pytest.raises(AppendOnlyError):
        Extract.objects.update(size=2)
    for statement in ("UPDATE national_extract SET size = 2", "DELETE FROM national_extract"):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            connection.cursor().execute(statement)
