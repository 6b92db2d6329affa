"""Records are looked after: what was taken back goes, what is damaged is found and asked for again."""

import pytest
from django.core.management import CommandError, call_command

from attune.web.national.engine import store
from attune.web.national.queries.enrolments import committed
from tests.factories.national import enrolled


def test_what_was_taken_back_is_taken_off_the_disk(sender, national, capsys):
    gone = sender.records()
    sender.push(gone)
    sender.push({episode: [] for episode in gone})
    assert len(list(national.rglob("*.parquet"))) == 2
    for _ in range(2):
        call_command("tend_records")
    assert [path.name for path in national.rglob("*.parquet")] == ["00000002.parquet"]
    assert "1 services have all their records here." in capsys.readouterr().out


def test_a_damaged_file_is_found_and_its_service_named(sender, national, capsys):
    other = enrolled(name="Northfield")
    kept = other.records()
    other.push(kept)
    sender.push(sender.records())
    (file,) = (national / "records" / f"service={sender.service}").iterdir()
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(CommandError, match="Harbour"):
        call_command("tend_records")
    call_command("tend_records", ask_again=True)
    assert "They will send everything anew: Harbour." in capsys.readouterr().out
    assert sender.push({})[0] == 409
    assert {one["episode"] for one in store.records(national, committed())} == set(kept)
    call_command("tend_records")
