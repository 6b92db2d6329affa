"""A server that may be killed. Power cuts need a disk of their own, which only root may mount."""

import pytest

from tests.browser.host.disk import may_mount
from tests.browser.line import Line
from tests.browser.server import Server
from tests.web.films.live import Live

collect_ignore = [] if may_mount() else ["test_power.py"]
NOT_TRIED = """power cuts: NOT TRIED, for only root may mount a disk (docs/house/testing.md). With root:
  sudo env PYTHONDONTWRITEBYTECODE=1 .venv/bin/python -m pytest -p no:cacheprovider tests/browser/host/test_power.py"""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """At the end, for at the beginning of a whole run nobody has come to this folder yet."""
    if not may_mount():
        terminalreporter.write_line(NOT_TRIED, yellow=True)


@pytest.fixture(scope="package")
def server(tmp_path_factory):
    """One that may be killed, behind a line that stalls: nobody else uses it."""
    running = Server(tmp_path_factory.mktemp("crash") / "data")
    running.start()
    line = Line(running)
    yield line
    line.end()
    assert running.stop() == 0


@pytest.fixture(scope="package")
def practitioner(server):
    return Live(server.server)


@pytest.fixture
def live(practitioner):
    """It runs when a test begins, however the one before has ended."""
    if practitioner.server.process.poll() is not None:
        practitioner.start_again()
    return practitioner
