"""What was released stays as it is, whoever asks, also in the database."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from attune.web.audit.models import AppendOnlyError
from attune.web.national.models import Release, ReleaseDraft, Withdrawal
from tests.factories.releases import small_draft, small_release

pytestmark = pytest.mark.django_db


@pytest.fixture
def release():
    return small_release()


def test_release_is_not_changed_by_the_program(release):
    release.name = "2026-01"
    for change in (release.save, release.delete, Release.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            change()
    with pytest.raises(AppendOnlyError):
        Release.objects.update(name="2026-01")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE national_release SET name = 'x'",
        "DELETE FROM national_release",
        "INSERT OR REPLACE INTO national_release SELECT * FROM national_release",
        # The same name under another key.
        """INSERT OR REPLACE INTO national_release (id, at, name, number, body, digest, previous, reasons)
        SELECT 'a', at, name, 9, body, digest, previous, reasons FROM national_release""",
    ],
)
def test_release_is_not_changed_in_the_database(release, statement):
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Release.objects.get().name == "2026-11"


def test_release_is_withdrawn_once(release):
    Withdrawal.objects.create(release=release, reason="Wrong.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Withdrawal.objects.create(release=release, reason="Again.")
    with pytest.raises(AppendOnlyError):
        Withdrawal.objects.all().delete()
    assert str(Withdrawal.objects.get()) == "2026-11: Wrong."


def test_one_draft_of_a_name_at_a_time():
    small_draft(state=ReleaseDraft.State.DROPPED)
    assert str(small_draft()) == "2026-12"
    with pytest.raises(IntegrityError), transaction.atomic():
        small_draft()
