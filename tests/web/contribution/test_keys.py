"""The private key: in a file that its owner alone may read, whole at any instant, and nowhere else."""

from uuid import uuid4

import pytest

from attune.core.records.pushes import fingerprint, public_of
from attune.web.contribution import keys

SERVICE = uuid4()


def test_new_key_waits_and_stays_the_same_until_it_is_used(key_folder):
    assert keys.begun(SERVICE) is None
    first = keys.begin(SERVICE)
    assert public_of(keys.begin(SERVICE)) == public_of(first) == public_of(keys.begun(SERVICE))
    keys.use(SERVICE)
    assert keys.begun(SERVICE) is None
    assert public_of(keys.read(SERVICE)) == public_of(first)
    assert keys.fingerprint_of(first) == fingerprint(public_of(first))


def test_file_lies_beside_the_key_file_and_is_the_owners_alone(key_folder):
    keys.begin(SERVICE)
    assert [file.name for file in key_folder.iterdir()] == [f"data.keys.national-{SERVICE}.new"]
    assert keys.waiting(SERVICE).stat().st_mode & 0o777 == 0o600


def test_use_without_a_new_key_changes_nothing(key_folder):
    keys.begin(SERVICE)
    keys.use(SERVICE)
    before = keys.path(SERVICE).read_bytes()
    keys.use(SERVICE)
    assert keys.path(SERVICE).read_bytes() == before


def test_new_key_that_is_given_up_leaves_the_one_in_use(key_folder):
    keys.begin(SERVICE)
    keys.use(SERVICE)
    keys.begin(SERVICE)
    keys.give_up_new(SERVICE)
    keys.give_up_new(SERVICE)
    assert keys.begun(SERVICE) is None
    assert keys.read(SERVICE)


def test_key_that_is_missing_damaged_or_open_to_others_is_refused(key_folder):
    with pytest.raises(keys.KeyLostError, match="There is no"):
        keys.read(SERVICE)
    keys.path(SERVICE).write_bytes(b"x" * 31)
    keys.path(SERVICE).chmod(0o600)
    with pytest.raises(keys.KeyLostError, match="damaged"):
        keys.read(SERVICE)
    keys.path(SERVICE).chmod(0o640)
    with pytest.raises(keys.KeyLostError, match="Others on this machine"):
        keys.read(SERVICE)


def test_folder_that_may_not_be_written_leaves_nothing(settings, tmp_path):
    settings.KEYS = tmp_path / "missing" / "data.keys"
    with pytest.raises(OSError, match="No such file"):
        keys.begin(SERVICE)
