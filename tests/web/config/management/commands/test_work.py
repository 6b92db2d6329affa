"""The command that runs a worker."""

import signal

import pytest
from django.core.management import CommandError, call_command

from tests.web.config import work_to_do
from tests.web.config.work_to_do import DONE


@pytest.fixture(autouse=True)
def handlers_stay(settings, tmp_path):
    """The command listens for signals; the test run has its own ears."""
    settings.DATA = tmp_path
    DONE.clear()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.django_db
def test_work_ends_when_its_queue_is_empty(tmp_path):
    work_to_do.note.enqueue("one")
    work_to_do.note_of_films.enqueue("two")
    call_command("work", "--queue", "films", "--until-empty")
    assert DONE == ["two"]
    assert list((tmp_path / "workers").iterdir()) == []


@pytest.mark.parametrize("arguments", [[], ["--queue", "nobody"]])
def test_work_needs_a_queue_that_exists(arguments):
    with pytest.raises(CommandError):
        call_command("work", *arguments)
