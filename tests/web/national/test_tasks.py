"""A release from counting to frozen, and a file for a researcher, by the worker; twice does no harm."""

import csv
import io
import shutil
import zipfile
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from attune.core.figures.released import read
from attune.web.config import workers
from attune.web.config.workers import Worker, alive
from attune.web.national import extract_files, tasks
from attune.web.national.actions import releases as releasing
from attune.web.national.actions import research
from attune.web.national.models import ExtractDraft, LogEntry, Received, Release, ReleaseDraft
from attune.web.national.queries import releases as queries
from tests.cli.running import attune
from tests.core.figures.small_release import small_document
from tests.factories import make_officer, nation
from tests.factories.national import enrolled, row_of
from tests.factories.releases import agreement, small_draft, small_release

# ibis 12 asks DuckDB 1.5 by a name that DuckDB gives up; both are newest.
pytestmark = pytest.mark.django_db
State = ReleaseDraft.State


def freezing(**said) -> ReleaseDraft:
    return small_draft("2026-12", state=State.FREEZING, counted_at=timezone.now(), **said)


def check(folder):
    return attune("national", "check-release", folder)


def test_nation_is_counted_and_frozen_and_the_check_finds_nothing(national, tmp_path):
    """What anybody downloads is what `attune national check-release` reads; a cell too many is found."""
    nation.give()
    first = nation.released()
    document = read(queries.body_of(first))
    assert (first.number, first.previous, first.digest) == (1, "", document.digest)
    assert document.part("core-10", "total", "self").overall.values.since == first.name
    second = nation.released()
    assert (second.number, second.previous) == (2, first.digest)
    assert second.name == f"{first.name}-02"
    assert LogEntry.objects.filter(verb="freeze").count() == 2
    assert queries.newest() == read(queries.body_of(second))
    for release in (first, second):
        zipped = Client().get(f"/national/releases/{release.name}/tables.zip").content
        zipfile.ZipFile(io.BytesIO(zipped)).extractall(tmp_path / "all")
    folder = tmp_path / "all" / "core-10-total-self"
    assert [path.name for path in sorted(folder.iterdir())] == [first.name, second.name]
    found = check(folder)
    assert (found.returncode, "Releases: 2." in found.stderr) == (0, True), found.stdout
    found = check(sabotaged(folder / first.name, tmp_path / "sabotaged"))
    assert (found.returncode, "standing improved" in found.stdout) == (1, True), found.stderr


def sabotaged(release, folder):
    """One table of it, in which a count is hidden although the two beside it and their sum leave 0 or 1 for it."""
    shutil.copytree(release, folder / release.name, ignore=shutil.ignore_patterns("[!s]*", "se*"))
    table = folder / release.name / "stage.csv"
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    told = {(row["standing"], row["stage"]): row for row in rows}
    beside = [int(told["improved", stage]["count"]) for stage in ("trainee", "practitioner")]
    told["improved", "supervisor"]["count"] = "*"
    told["improved", "All"]["count"] = str(sum(beside) - 5)
    with table.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return folder


def test_freezing_twice_makes_one_release():
    draft = freezing()
    tasks.freeze_release.call(str(draft.pk), str(draft.job), str(make_officer().person.pk))
    assert tasks.freeze(draft, None) is None
    tasks.freeze_release.call(str(draft.pk), str(draft.job), str(make_officer().person.pk))
    release = Release.objects.get()
    assert (release.name, release.by is not None) == ("2026-12", True)
    assert queries.body_of(release) == small_document("2026-12").body()
    draft.refresh_from_db()
    assert draft.state == State.FROZEN


def test_older_try_freezes_nothing():
    draft = freezing()
    tasks.freeze_release.call(str(draft.pk), str(uuid4()), str(make_officer().person.pk))
    tasks.count_release.call(str(draft.pk), str(draft.job))
    assert not Release.objects.exists()


def test_draft_that_was_dropped_meanwhile_is_not_frozen():
    draft = freezing()
    ReleaseDraft.objects.update(state=State.DROPPED)
    assert tasks.freeze(draft, None) is None
    draft.refresh_from_db()
    assert (draft.state, Release.objects.exists()) == (State.DROPPED, False)


def test_release_that_would_pin_a_count_is_refused():
    """All of Wales would be none or one: what is shown of the others leaves no more."""
    document = small_document("2026-12")
    part = document.parts[0]
    whole, regions = part.tables
    everybody = replace(whole.rows[0], counts={**whole.rows[0].counts, "all": 115})
    scotland = replace(regions.rows[2], counts={**regions.rows[2].counts, "all": 45})
    tables = (
        replace(whole, rows=(everybody,)),
        replace(regions, rows=(*regions.rows[:2], scotland)),
    )
    weak = replace(document, parts=(replace(part, tables=tables),))
    draft = freezing(body=weak.body())
    assert tasks.freeze(draft, None) is None
    draft.refresh_from_db()
    assert draft.state == State.REFUSED
    assert "region wales" in draft.refusal
    assert "could be worked out" in draft.refusal
    assert not Release.objects.exists()


def test_draft_before_another_release_is_counted_again():
    draft = freezing()
    small_release()
    assert tasks.freeze(draft, None) is None
    draft.refresh_from_db()
    assert "Another release was frozen" in draft.refusal


def test_draft_that_counts_what_was_taken_back_is_counted_again(national):
    draft = freezing()
    row = {"sequence": 1, "digest": "1" * 64, "kind": "episodes", "episodes": 1, "records": 0}
    Received.objects.create(enrolment=row_of(enrolled()), taken_back=1, **row)
    assert tasks.freeze(draft, None) is None
    draft.refresh_from_db()
    assert "taken out since" in draft.refusal


def test_counting_nothing_is_refused(national):
    draft = small_draft(state=State.MAKING, body=None)
    tasks.count_release.call(str(draft.pk), str(draft.job))
    draft.refresh_from_db()
    assert (draft.state, draft.refusal) == (
        State.REFUSED,
        "There is too little to release anything yet.",
    )


# --- files for researchers, through a worker ----------------------------------------------------------
@pytest.fixture
def worker(settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setattr(workers, "SECOND_TRY", timedelta(0))
    worker = Worker("default")
    with alive(worker.id):
        yield worker


@pytest.fixture
def officer(national):
    return make_officer()


def asked(officer):
    return research.ask(by=officer, agreement=agreement(officer.person), form="csv")


def content_of(draft):
    with extract_files.opened(draft.pk) as file:
        return file.read()


def test_worker_makes_the_file_and_says_what_is_in_it(worker, officer):
    nation.give()
    draft = asked(officer)
    assert worker.turn() is True
    draft.refresh_from_db()
    content = content_of(draft)
    assert (draft.state, draft.step, draft.refusal) == ("made", 2, "")
    assert draft.facts["digest"] == sha256(content).hexdigest()
    assert draft.facts["size"] == len(content)
    tasks.make_extract.call(str(draft.pk), str(draft.job))
    assert content_of(draft) == content  # a second time changes nothing


def test_file_of_a_worker_that_died_is_made_by_the_next(worker, officer, national):
    """It died after the file was there, and before the row said so."""
    nation.give()
    draft = asked(officer)
    DBTaskResult.objects.get().claim("default-" + "0" * 32)
    extract_files.keep(draft.pk, b"made by the dead one")
    assert worker.turn() is True
    draft.refresh_from_db()
    assert draft.state == "made"
    assert draft.facts["digest"] == sha256(content_of(draft)).hexdigest()
    assert [path.name for path in (national / "extracts").iterdir()] == [str(draft.pk)]


def test_nothing_to_give_is_said_in_words(worker, officer):
    draft = asked(officer)
    worker.turn()
    draft.refresh_from_db()
    assert (draft.state, draft.refusal) == (
        "refused",
        "There is nothing that may be given under this agreement yet.",
    )


def test_disk_that_takes_no_file_is_said_in_words(worker, officer, national):
    nation.give()
    (national / "extracts").write_bytes(b"no folder")
    draft = asked(officer)
    worker.turn()
    draft.refresh_from_db()
    assert draft.state == "refused"
    assert "The disk may be full" in draft.refusal


def test_file_given_up_meanwhile_is_not_left_behind(officer, national):
    nation.give()
    draft = asked(officer)
    ExtractDraft.objects.update(state="gone")
    tasks.make(draft)
    assert draft.state == "gone"
    assert list((national / "extracts").iterdir()) == []


@pytest.mark.parametrize("ask", [asked, lambda officer: releasing.prepare(by=officer)])
def test_work_that_fails_again_and_again_says_so(worker, officer, national, ask):
    """Its records are damaged: every try fails."""
    sender = enrolled()
    assert sender.push(sender.records())[0] == 201
    for path in national.rglob("*.parquet"):
        path.write_bytes(b"damaged")
    draft = ask(officer)
    for _ in range(workers.TRIES):
        worker.turn()
    draft.refresh_from_db()
    assert draft.state == "refused"
    assert "tried several times" in draft.refusal


def test_other_work_that_ends_is_not_ours(worker, officer):
    draft = asked(officer)
    row = DBTaskResult.objects.get()
    tasks.give_up(task_result=row.task_result)  # it has not failed
    draft.refresh_from_db()
    assert draft.state == "making"
