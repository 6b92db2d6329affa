"""A budget is set and raised by entries; a table is spent once, before anything is counted, and only if it fits."""

import json
import signal
import subprocess
import sys
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from attune.web.national.actions import noise as actions
from attune.web.national.models import LogEntry, NoiseBudget, NoiseSpending, NoiseTable
from attune.web.national.noising import make
from attune.web.national.queries import noise as queries
from tests.core.statistics.hiding import hide
from tests.factories import make_officer
from tests.factories.noise import CORE_10, small_table, spending

REASON = "Agreed by the board."


@pytest.fixture
def officer(db):
    return make_officer()


def allowed(officer, thousandths=1000, key=None):
    return actions.allow(by=officer, key=key or uuid4(), thousandths=thousandths, reason=REASON)


def spent(officer, thousandths=400, key=None, subjects=(CORE_10,), breakdowns=("region",)):
    return actions.spend(
        by=officer,
        key=key or uuid4(),
        thousandths=thousandths,
        subjects=subjects,
        breakdowns=breakdowns,
    )


def waiting() -> int:
    """Tasks that a worker will find."""
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 -- of this test alone

    return DBTaskResult.objects.filter(task_path__endswith="make_noisy").count()


def test_budget_is_set_and_raised_by_entries(officer):
    key = uuid4()
    assert allowed(officer, 1000, key) == allowed(officer, 1000, key)
    allowed(officer, 500)
    assert queries.account() == queries.Account(1500, 0)
    assert list(LogEntry.objects.values_list("verb", "detail")) == [
        ("allow-noise", {"thousandths": 1000}),
        ("allow-noise", {"thousandths": 500}),
    ]


@pytest.mark.parametrize("thousandths", [0, -1, 10_001])
def test_budget_that_protects_nobody_or_is_none_is_refused(officer, thousandths):
    with pytest.raises(ValidationError, match="must stay within 10"):
        allowed(officer, thousandths)
    assert not NoiseBudget.objects.exists()


def test_budget_is_not_raised_beyond_what_protects(officer):
    allowed(officer, 9_999)
    with pytest.raises(ValidationError, match="must stay within 10"):
        allowed(officer, 2)
    allowed(officer, 1)


def test_spending_is_written_once_with_what_is_asked(officer):
    allowed(officer)
    key = uuid4()
    row = spent(officer, 400, key)
    assert spent(officer, 400, key) == row
    assert (row.subjects, row.breakdowns, row.years) == ([CORE_10], ["region"], queries.years())
    assert queries.account().left == 600
    assert LogEntry.objects.filter(verb="spend-noise", detail={"thousandths": 400}).count() == 1
    assert waiting() == 1
    assert not NoiseTable.objects.exists()  # nothing is drawn by spending


def test_exactly_what_is_left_can_be_spent_and_nothing_more(officer):
    allowed(officer, 700)
    spent(officer, 400)
    with pytest.raises(ValidationError, match="more than is left"):
        spent(officer, 301)
    spent(officer, 300)
    with pytest.raises(ValidationError, match="more than is left"):
        spent(officer, 1)
    assert queries.account().left == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"thousandths": 0},
        {"thousandths": -100},
        {"subjects": ()},
        {"subjects": ("no-such-thing",)},
        {"subjects": (CORE_10, CORE_10)},
        {"breakdowns": ("service",)},
    ],
)
def test_table_that_can_not_be_spends_nothing(officer, wrong):
    allowed(officer)
    with pytest.raises(ValidationError, match="There is no such table"):
        spent(officer, **wrong)
    assert (NoiseSpending.objects.count(), waiting()) == (0, 0)


def test_without_opendp_nothing_is_spent(officer, monkeypatch):
    allowed(officer)
    hide(monkeypatch, "opendp")
    with pytest.raises(ValidationError, match="uv sync --extra noise"):
        spent(officer)
    monkeypatch.undo()
    assert not NoiseSpending.objects.exists()


def test_what_could_not_be_made_is_tried_again_for_nothing(officer, national):
    allowed(officer)
    row = spent(officer)
    actions.again(by=officer, spending=row)
    assert (queries.account().left, waiting()) == (600, 2)
    make(row)
    with pytest.raises(ValidationError, match="This table is made"):
        actions.again(by=officer, spending=row)


def test_made_table_is_not_made_again(officer):
    table = small_table(officer.person)
    with pytest.raises(ValidationError, match="Another one takes more"):
        actions.again(by=officer, spending=table.spending)


def run(file, what):
    """The program beside this file, in a process of its own."""
    asked = [sys.executable, "-m", "tests.web.national.actions.spending", str(file), what]
    return subprocess.run(asked, capture_output=True, text=True, check=False)


def test_neither_a_rush_nor_a_crash_gives_a_free_look(tmp_path):
    """On a database file: of eight at once two get what fits. Who is killed while noise is drawn has spent it all the same,
    and the table is made of that spending afterwards."""
    done = run(tmp_path / "db.sqlite3", "spend")
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert json.loads(done.stdout) == ["refused"] * 6 + ["spent"] * 2
    done = run(tmp_path / "db.sqlite3", "look")
    assert done.returncode == 0, done.stderr
    assert [json.loads(line) for line in done.stdout.splitlines()] == [[200, 0], [200, 1], [200, 2]]


def test_factory_of_a_spending_is_one_that_the_action_would_write(officer):
    """So that other tests stand on real rows."""
    allowed(officer)
    real, made = spent(officer), spending(officer.person)
    assert {type(getattr(real, name)) for name in ("subjects", "breakdowns", "years")} == {list}
    assert (real.subjects, real.breakdowns) == (made.subjects, made.breakdowns)
