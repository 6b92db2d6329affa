"""The command by which it is sent by the clock or by hand; and what a kill in the middle of it leaves."""

import json
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from attune.web.config.workers import SWEEPS
from attune.web.contribution.models import NationalLink
from tests.browser.server import ROOT, Server

SCRIPT = str(Path(__file__).parents[2] / "one_service.py")


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("contribute", *arguments, stdout=out)
    return out.getvalue()


def test_clock_has_a_worker_send_it(link, national):
    assert "contribute" in SWEEPS
    assert said() == "Services that give to the national data: 1.\n"
    assert said("--verbosity", "0") == ""
    assert national.only.bodies == []


def test_by_hand_it_is_sent_here_and_now(link, national):
    assert said("--wait", "--service", "Harbour") == "Harbour: 1 pushes. Everything is sent.\n"
    assert len(national.only.bodies) == 1


def test_what_can_not_be_sent_is_an_error_in_plain_words(link, national):
    national.ills.append(503)
    with pytest.raises(CommandError, match="Not everything is sent"):
        said("--wait")


def test_service_that_has_not_joined_is_named_as_such(link):
    with pytest.raises(CommandError, match="No such service"):
        said("--wait", "--service", "Elsewhere")
    NationalLink.objects.update(state="stopped")
    with pytest.raises(CommandError, match="No such service"):
        said("--wait")


# --- kill -9 --------------------------------------------------------------------------------------
@pytest.fixture
def machine(tmp_path, national) -> Server:
    """A data directory of its own, with a service that joined and a family that gives."""
    server = Server(tmp_path / "data")
    server.run(SCRIPT, national.address)
    return server


def test_kill_at_any_point_of_a_push_loses_and_doubles_nothing(machine, national):
    for place, ill in enumerate(("hang-before", "hang-after")):
        national.ills.append(ill)
        national.hangs.clear()
        national.goes_on.clear()
        process = subprocess.Popen(
            [sys.executable, "manage.py", "contribute", "--wait"], cwd=ROOT, env=machine.environment
        )
        assert national.hangs.wait(60)
        process.send_signal(signal.SIGKILL)
        process.wait()
        national.goes_on.set()
        assert len(national.only.bodies) == place
    before = json.loads(machine.run(SCRIPT))
    assert (before["sequence"], before["under_way"], before["held"]) == (0, True, {})
    assert "Everything is sent." in machine.run("manage.py", "contribute", "--wait")
    after = json.loads(machine.run(SCRIPT))
    assert len(national.only.bodies) == 1
    assert after["held"] == after["wanted"] == national.only.held
    assert (after["sequence"], after["digest"]) == (1, national.only.digest)
    assert (after["waiting"], after["under_way"]) == (0, False)
