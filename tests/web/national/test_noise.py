"""The ledger of noise is only ever added to, whoever asks, also in the database."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from attune.web.audit.models import AppendOnlyError
from attune.web.national.models import NoiseBudget, NoiseSpending, NoiseTable, NoiseTrouble
from tests.factories import make_officer
from tests.factories.noise import small_table

pytestmark = pytest.mark.django_db
TABLES = ("noisebudget", "noisespending", "noisetable", "noisetrouble")


@pytest.fixture
def table():
    made = small_table(make_officer().person)
    NoiseTrouble.objects.create(spending=made.spending, reason="The disk was full.")
    return made


@pytest.mark.parametrize("model", [NoiseBudget, NoiseSpending, NoiseTable, NoiseTrouble])
def test_entry_is_not_changed_by_the_program(table, model):
    row = model.objects.get()
    for change in (row.save, row.delete, model.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            change()
    with pytest.raises(AppendOnlyError):
        model.objects.update(by=None)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE national_{} SET by_id = NULL",
        "DELETE FROM national_{}",
        "INSERT OR REPLACE INTO national_{0} SELECT * FROM national_{0}",
    ],
)
def test_entry_is_not_changed_in_the_database(table, name, statement):
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        connection.cursor().execute(statement.format(name))


def test_of_one_spending_there_is_one_table(table):
    with pytest.raises(IntegrityError), transaction.atomic():
        NoiseTable.objects.create(spending=table.spending, body=b"another", digest="0" * 64)
    assert bytes(NoiseTable.objects.get().body) == bytes(table.body)


def test_entries_are_named_for_people(table):
    row = table.spending
    assert str(row) == f"{row.at:%Y-%m-%d}-{str(row.pk)[:8]}" == str(table)
    assert str(NoiseBudget.objects.get()) == "+2000: Agreed by the board in November."
    assert str(NoiseTrouble.objects.get()) == f"{row}: The disk was full."
