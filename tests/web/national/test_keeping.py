"""The store is asked to keep and to forget, and what it can't do is one kind of error."""

import subprocess
import sys
from uuid import uuid4

import pytest

from attune.core.records.pushes import Push
from attune.web.national import keeping
from tests.factories.national import record_of

SERVICE = str(uuid4())


def push(sequence: int, *episodes: str) -> Push:
    rows = {one: [record_of(SERVICE, one)] for one in episodes}
    return Push(SERVICE, sequence, "", "episodes", rows)


def test_a_push_is_kept_and_what_it_replaced_is_forgotten(national):
    one, other = str(uuid4()), str(uuid4())
    for number, episodes in enumerate([(one, other), (one,)], start=1):
        keeping.keep(push(number, *episodes))
    assert keeping.newest_file(SERVICE) == 2
    assert keeping.is_whole(SERVICE, 2)
    keeping.forget_replaced(SERVICE, 2)
    assert len(list(national.rglob("*.parquet"))) == 1
    assert keeping.is_whole(SERVICE, 2)


def test_what_lies_nowhere_is_not_whole(national):
    assert keeping.newest_file(SERVICE) == 0
    assert not keeping.is_whole(SERVICE, 1)
    with pytest.raises(keeping.NotKeptError):
        keeping.forget_replaced(SERVICE, 1)


def test_what_was_acknowledged_is_never_overwritten(national):
    keeping.keep(push(1, str(uuid4())))
    keeping.forget_replaced(SERVICE, 1)
    with pytest.raises(keeping.NotKeptError):
        keeping.keep(push(1, str(uuid4())))


def test_a_folder_that_can_not_be_made_is_an_error_to_try_again(national):
    national.write_text("in the way")
    with pytest.raises(keeping.NotKeptError):
        keeping.keep(push(1, str(uuid4())))


def test_the_store_is_loaded_only_when_it_is_needed():
    asked = "import sys, attune.web.national.keeping; print('pyarrow' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
