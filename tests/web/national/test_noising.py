"""A table with noise from real files: counted as plain Python counts, drawn once, and what can't be made says so."""

import pytest

from attune.core.figures.judging import thresholds_of
from attune.core.figures.noisy import read
from attune.core.instruments.catalogue import shipped
from attune.web.national.models import LogEntry, NoiseTable, NoiseTrouble
from attune.web.national.noising import counted, make
from attune.web.national.queries import noise as queries
from tests.core.figures.bounded import bounded
from tests.core.statistics.hiding import hide
from tests.factories import make_officer, nation
from tests.factories.noise import CORE_10, spending

pytestmark = pytest.mark.django_db


@pytest.fixture
def spent():
    return spending(make_officer().person, 2000, years=[2023, 2024, 2025])


def test_records_are_counted_as_plain_python_counts_them(national, spent):
    given = nation.give()
    plan = queries.plan_of(spent)
    assert counted(plan) == bounded(given, plan, thresholds_of(shipped()))
    assert counted(plan)[CORE_10][()][()].paired > 200


def test_table_is_made_once_and_frozen(national, spent):
    given = nation.give()
    table = make(spent)
    assert table is not None
    document = read(bytes(table.body))
    assert (table.digest, document.name, document.thousandths) == (
        document.digest,
        spent.name,
        2000,
    )
    true = bounded(given, queries.plan_of(spent), thresholds_of(shipped()))[CORE_10][()][()]
    row = document.parts[0].tables[0].rows[0]
    assert abs(row.counts["improved"] - true.improved) <= 12 * document.count_band
    assert make(spent) == table
    assert NoiseTable.objects.count() == 1
    entry = LogEntry.objects.get(verb="freeze-noise")
    assert (entry.person_id, entry.detail) == (spent.by_id, {"thousandths": 2000})


def test_table_that_another_worker_made_meanwhile_stands(national, spent, monkeypatch):
    """What is drawn a second time is forgotten unseen: the check that it is there is passed by both."""
    first = make(spent)
    monkeypatch.setattr(queries, "has_table", lambda spending: False)
    assert make(spent) == first
    assert NoiseTable.objects.get().digest == first.digest


def test_nation_of_nobody_has_a_table_too(national, spent):
    """That nothing came is itself a number, and gets noise."""
    document = read(bytes(make(spent).body))
    assert len(document.parts[0].tables[1].rows) == 11


def test_damaged_file_is_said_without_its_path(national, spent):
    nation.give()
    file = next(national.rglob("*.parquet"))
    file.write_bytes(b"PAR1 is not enough")
    assert make(spent) is None
    said = NoiseTrouble.objects.get()
    assert said.reason.startswith("A file of the records is missing or damaged.")
    assert queries.account().spent == 2000  # nothing comes back


def test_without_opendp_it_says_what_to_install(national, spent, monkeypatch):
    hide(monkeypatch, "opendp")
    assert make(spent) is None
    assert "OpenDP is not installed (uv sync --extra noise)" in NoiseTrouble.objects.get().reason
    monkeypatch.undo()


def test_measure_that_left_the_catalogue_is_said(national):
    row = spending(make_officer().person, subjects=["gone-total-self"])
    assert make(row) is None
    assert "not in the catalogue" in NoiseTrouble.objects.get().reason
