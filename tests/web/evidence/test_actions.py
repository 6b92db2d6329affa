"""What changes in the library, and that nothing is lost."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import DatabaseError

from attune.web.audit.models import AppendOnlyError
from attune.web.evidence import content as contents
from attune.web.evidence.actions import add_entry, change_entry, load_shipped, withdraw_entry
from attune.web.evidence.models import Entry, Version
from attune.web.national.models import LogEntry
from tests.factories.evidence import add, make_editor, study

pytestmark = pytest.mark.django_db

DOI = "10.1000/Heron.2020"


def said(entry):
    return [(one.number, one.content["found"], one.withdrawn) for one in entry.versions.all()]


def test_what_comes_with_attune_is_brought_in_once():
    assert load_shipped() == len(contents.shipped())
    assert load_shipped() == 0
    assert Version.objects.filter(by=None).count() == Version.objects.count()


def test_a_newer_shipped_entry_is_a_new_version(monkeypatch):
    load_shipped()
    newer = {"barlow-2016": {**contents.shipped()["barlow-2016"], "found": "Said better."}}
    monkeypatch.setattr(contents, "shipped", lambda: newer)
    assert load_shipped() == 1
    assert [number for number, _, _ in said(Entry.objects.get(key="barlow-2016"))] == [2, 1]


@pytest.mark.parametrize("withdrawn", [False, True])
def test_what_an_editor_said_stands_against_what_comes_with_attune(monkeypatch, withdrawn):
    load_shipped()
    entry, editor = Entry.objects.get(key="barlow-2016"), make_editor()
    shipped = contents.shipped()["barlow-2016"]
    if withdrawn:
        withdraw_entry(by=editor, entry=entry, why="Not right.")
    else:
        own = {**shipped, "found": "As we see it."}
        change_entry(by=editor, entry=entry, content=own, why="Clearer.")
    newer = {"barlow-2016": {**shipped, "found": "Said better."}}
    monkeypatch.setattr(contents, "shipped", lambda: newer)
    assert load_shipped() == 0
    assert entry.versions.first().by == editor.person


def test_a_shipped_entry_that_an_editor_had_added_does_not_come_twice(monkeypatch):
    mine = add(study(doi=DOI)).entry
    monkeypatch.setattr(contents, "shipped", lambda: {"heron-of-2020": study(doi=DOI.lower())})
    assert load_shipped() == 0
    assert list(Entry.objects.all()) == [mine]


def test_an_entry_is_added_with_who_and_when():
    editor = make_editor()
    version = add_entry(by=editor, content=study())
    assert (version.entry.key, version.number, version.by) == ("heron-2020", 1, editor.person)
    log = LogEntry.objects.get()
    assert (log.person_id, log.verb, log.object_id) == (editor.person.pk, "add", str(version.pk))


def test_two_studies_of_one_author_and_year_have_two_addresses():
    keys = [add(study(found=found)).entry.key for found in ("One.", "Two.", "Three.")]
    assert keys == ["heron-2020", "heron-2020-2", "heron-2020-3"]


def test_a_key_is_taken_as_it_is_given():
    assert add_entry(by=make_editor(), content=study(), key="my-heron").entry.key == "my-heron"


def test_a_change_is_a_new_version_and_the_old_one_stays():
    editor = make_editor()
    entry = add(study(), editor).entry
    change_entry(by=editor, entry=entry, content=study(found="More."), why="Read again.")
    assert said(entry) == [(2, "More.", False), (1, "Parents answered more often.", False)]
    assert entry.versions.first().why == "Read again."
    assert list(LogEntry.objects.values_list("verb", flat=True)) == ["add", "change"]


def test_a_change_that_changes_nothing_is_refused():
    entry = add(study()).entry
    with pytest.raises(ValidationError, match="Nothing was changed"):
        change_entry(by=make_editor(), entry=entry, content=study(), why="Why not.")


def test_a_withdrawn_entry_keeps_its_versions_and_its_reason():
    entry = add(study()).entry
    withdraw_entry(by=make_editor(), entry=entry, why="Retracted by the journal.")
    assert said(entry) == [
        (2, "Parents answered more often.", True),
        (1, "Parents answered more often.", False),
    ]
    with pytest.raises(ValidationError, match="withdrawn already"):
        withdraw_entry(by=make_editor(), entry=entry, why="Again.")


def test_a_withdrawn_entry_comes_back_by_a_new_version():
    entry, editor = add(study()).entry, make_editor()
    withdraw_entry(by=editor, entry=entry, why="A doubt.")
    change_entry(by=editor, entry=entry, content=study(), why="The doubt is settled.")
    assert [withdrawn for _, _, withdrawn in said(entry)] == [False, True, False]


def test_a_doi_that_is_there_already_is_refused_in_any_letters():
    add(study(doi=DOI))
    with pytest.raises(ValidationError, match="in the library already") as refusal:
        add(study("Tern", doi=DOI.lower()))
    assert "heron-2020" in str(refusal.value.messages)
    assert Entry.objects.count() == 1


def test_a_change_to_the_doi_of_another_entry_is_refused():
    add(study(doi=DOI))
    other = add(study("Tern")).entry
    with pytest.raises(ValidationError, match="in the library already"):
        change_entry(by=make_editor(), entry=other, content=study("Tern", doi=DOI), why="Typo.")
    assert other.versions.count() == 1


def test_an_entry_keeps_its_own_doi():
    entry = add(study(doi=DOI)).entry
    content = study(doi=DOI, found="More.")
    assert change_entry(by=make_editor(), entry=entry, content=content, why="x").number == 2


def test_what_is_no_entry_is_refused():
    with pytest.raises(ValidationError, match="'source' is a required property"):
        add(study(figures=[{"says": "Much better"}]))
    assert Entry.objects.count() == 0


def test_a_version_is_neither_changed_nor_removed():
    version = add(study()).entry.versions.get()
    for deed in (
        version.save,
        version.delete,
        Version.objects.all().delete,
        lambda: Version.objects.update(why="x"),
    ):
        with pytest.raises(AppendOnlyError):
            deed()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE evidence_version SET why = 'x'",
        "DELETE FROM evidence_version",
        "INSERT OR REPLACE INTO evidence_version SELECT * FROM evidence_version",
    ],
)
def test_the_database_itself_keeps_every_version(statement):
    add(study())
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
