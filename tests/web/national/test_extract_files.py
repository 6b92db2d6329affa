"""The file of an extract is whole or not there, wherever its writer is killed; and it goes for good."""

import signal
import subprocess
import sys
from itertools import count
from uuid import uuid4

import pytest

from attune.web.national import extract_files
from tests.web.national.killed_keeping import CONTENT


def kept_until(step, root, draft):
    """How the program ended that keeps a file and is killed at this step."""
    program = [sys.executable, "-m", "tests.web.national.killed_keeping", root, draft, step]
    return subprocess.run([str(one) for one in program], check=False).returncode


def test_file_is_whole_or_not_there_wherever_its_writer_is_killed(settings, tmp_path):
    found = []
    for step in count(1):
        settings.NATIONAL, draft = tmp_path / str(step), uuid4()
        ended = kept_until(step, settings.NATIONAL, draft)
        place = settings.NATIONAL / "extracts" / str(draft)
        found.append(place.exists())
        assert not place.exists() or place.read_bytes() == CONTENT
        extract_files.erase_others({draft})  # what may still be written stays
        extract_files.keep(draft, CONTENT)
        with extract_files.opened(draft) as file:
            assert file.read() == CONTENT
        extract_files.erase_others({uuid4()})
        assert list((settings.NATIONAL / "extracts").iterdir()) == []
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
    assert (found[0], found[-1], len(found) > 3) == (False, True, True)


def test_file_is_for_its_owner_and_is_erased(national):
    draft, other = uuid4(), uuid4()
    for one in (draft, other):
        extract_files.keep(one, b"data")
    place = national / "extracts" / str(draft)
    assert place.stat().st_mode & 0o077 == 0
    for _ in range(2):
        extract_files.erase(draft)
    with pytest.raises(FileNotFoundError):
        extract_files.opened(draft)
    assert [path.name for path in place.parent.iterdir()] == [str(other)]


def test_file_that_is_being_written_is_spared(national):
    draft = uuid4()
    extract_files.keep(draft, b"data")
    folder = national / "extracts"
    (folder / f".{draft}.0a1b2c").write_bytes(b"da")
    (folder / f".{uuid4()}.0a1b2c").write_bytes(b"da")
    assert extract_files.erase_others({draft}) == 1
    assert len(list(folder.iterdir())) == 2


def test_nothing_is_erased_where_nothing_was_ever_made(national):
    assert extract_files.erase_others(set()) == 0
