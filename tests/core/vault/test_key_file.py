"""The key file: whole, private, outside the data, renewed month by month."""

import json
import os
from datetime import date

import pytest

from attune.core.vault import key_file
from attune.core.vault.errors import KeyFileError, MissingEpochError
from attune.core.vault.key_file import KeyFile

DAY = date(2026, 11, 21)


def fresh(epoch: str = "2026-11") -> KeyFile:
    return KeyFile.fresh("attune.example.org", DAY, epoch)


def test_file_is_read_as_it_was_written_and_only_its_owner_may(tmp_path):
    path, keys = tmp_path / "keys", fresh()
    key_file.create(path, keys)
    assert path.stat().st_mode & 0o777 == 0o600
    assert key_file.read(path) == keys
    assert [each.name for each in tmp_path.iterdir()] == ["keys"]


def test_keys_are_never_written_over_by_new_ones(tmp_path):
    path, keys = tmp_path / "keys", fresh()
    key_file.create(path, keys)
    with pytest.raises(FileExistsError):
        key_file.create(path, fresh())
    assert key_file.read(path) == keys
    assert [each.name for each in tmp_path.iterdir()] == ["keys"]


def test_file_is_replaced_whole(tmp_path):
    path, keys = tmp_path / "keys", fresh()
    key_file.create(path, keys)
    key_file.replace(path, keys.with_epoch("2026-12"))
    assert list(key_file.read(path).keys) == ["2026-11", "2026-12"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_replacing_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    path, keys = tmp_path / "keys", fresh()
    key_file.create(path, keys)

    def broken(descriptor):
        raise OSError(5, "the disk is broken")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="broken"):
        key_file.replace(path, keys.with_epoch("2026-12"))
    monkeypatch.undo()
    assert key_file.read(path) == keys
    assert [each.name for each in tmp_path.iterdir()] == ["keys"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_file_that_others_may_touch_is_refused(tmp_path, mode):
    path = tmp_path / "keys"
    key_file.create(path, fresh())
    path.chmod(mode)
    with pytest.raises(KeyFileError, match="chmod 600"):
        key_file.read(path)


def test_missing_file_and_a_folder_are_said(tmp_path):
    with pytest.raises(KeyFileError, match="There is no key file"):
        key_file.read(tmp_path / "keys")
    (tmp_path / "file").touch()
    with pytest.raises(KeyFileError, match="cannot be read"):
        key_file.read(tmp_path / "file" / "keys")


@pytest.mark.parametrize(
    "change",
    [
        {"form": "attune-keys-2"},
        {"name": "x" * 201},
        {"name": "a\nb"},
        {"made": "yesterday"},
        {"made": 5},
        {"keys": {}},
        {"keys": []},
        {"keys": {"2026-11": "AAAA"}},
        {"keys": {"2026-11": "?"}},
        {"keys": {"2026-13": "A" * 43 + "="}},
    ],
)
def test_content_that_is_no_key_file_is_refused(change):
    value = json.loads(fresh().to_bytes())
    with pytest.raises(KeyFileError):
        KeyFile.from_bytes(json.dumps({**value, **change}).encode())


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"form": "attune-keys-1"}', b"null"])
def test_noise_is_no_key_file(content):
    with pytest.raises(KeyFileError):
        KeyFile.from_bytes(content)


def test_same_keys_give_the_same_bytes():
    keys = fresh("2026-10").with_epoch("2026-11")
    other = KeyFile(keys.name, keys.made, dict(reversed(list(keys.keys.items()))))
    assert keys.to_bytes() == other.to_bytes() == KeyFile.from_bytes(keys.to_bytes()).to_bytes()


def test_new_month_brings_a_new_key_once():
    keys = fresh().with_epoch("2026-12")
    assert keys.with_epoch("2026-12") == keys
    assert keys.newest == "2026-12"
    assert keys.key("2026-11") != keys.key("2026-12")


def test_clock_that_was_set_back_makes_no_key():
    keys = fresh("2026-11")
    assert keys.with_epoch("2026-10") == keys


def test_old_keys_are_destroyed_by_their_age_in_months():
    keys = fresh("2026-08").with_epoch("2026-11").with_epoch("2026-12").with_epoch("2027-01")
    assert list(keys.without_old().keys) == ["2026-11", "2026-12", "2027-01"]
    assert list(keys.without_old(1).keys) == ["2027-01"]
    with pytest.raises(MissingEpochError, match="no key of 2026-08"):
        keys.without_old().key("2026-08")


def test_file_inside_the_data_is_found_through_links_too(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / "link").symlink_to(data)
    assert key_file.outside(tmp_path / "data.keys", data)
    assert not key_file.outside(data / "keys", data)
    assert not key_file.outside(tmp_path / "link" / "deep" / "keys", data)
