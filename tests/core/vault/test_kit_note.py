"""A note of which months' keys are on paper."""

import pytest

from attune.core.vault.kit_note import note, noted


def test_month_of_the_last_kit_is_noted_beside_the_key_file(tmp_path):
    keys = tmp_path / "data.keys"
    assert noted(keys) is None
    for epoch in ("2026-08", "2026-11"):
        note(keys, epoch)
        assert noted(keys) == epoch
    assert [path.name for path in tmp_path.iterdir()] == ["data.keys.kit"]


@pytest.mark.parametrize("content", [b"", b"soon", b"2026-13\n", b"\xff\xfe"])
def test_note_that_makes_no_sense_is_none(content, tmp_path):
    (tmp_path / "data.keys.kit").write_bytes(content)
    assert noted(tmp_path / "data.keys") is None


def test_where_nothing_can_be_written_nothing_is_noted(tmp_path):
    keys = tmp_path / "there-is-no-such-folder" / "data.keys"
    note(keys, "2026-11")
    assert noted(keys) is None
