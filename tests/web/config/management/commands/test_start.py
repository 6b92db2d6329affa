"""The command that starts everything, as a person uses it: in a terminal, in its own processes."""

import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from attune.core.vault import key_file
from attune.core.vault.keys import later
from attune.web.config.management.commands.start import gunicorn, listening_address
from tests.browser.server import PATIENCE, ROOT, Server, free_port

CHILDREN = {"web server", "worker films", "worker default"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("start") / "data")
    running.start()
    yield running
    if running.process.poll() is None:
        running.kill()


def start(server, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start it, and wait for its end."""
    return subprocess.run(
        [sys.executable, "-m", "django", "start"],
        cwd=ROOT,
        env={**server.environment, **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def family_of(process: int) -> set[int]:
    """Everything that runs in the process group, as in the foreground of a terminal."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, group = (folder / "stat").read_text().rsplit(")", 1)[1].split()[:3]
        except OSError:
            continue  # it has just ended
        if int(group) == process and state != "Z":
            found.add(int(folder.name))
    return found


def rows(data: Path, table: str) -> int:
    with closing(sqlite3.connect(data / "attune.sqlite3", timeout=20)) as database:
        return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def status(url: str) -> int:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.status


def test_start_serves_pages_and_runs_both_workers(server):
    assert set(server.children()) == CHILDREN
    assert status(server.url + "/accounts/login/") == 200
    said = server.log.read_text()
    keys = server.data.with_name(server.data.name + ".keys")
    assert said.startswith(
        f"Data: {server.data}\nKeys: {keys}\nThe key file was made just now. Print its recovery kit, "
        f"and keep it locked away: ./run attune vault kit {keys}\n"
    )
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert len(key_file.read(keys).keys) == 1
    assert f"Attune is ready: {server.url}   (Ctrl-C stops it)" in said


def test_second_start_from_the_same_data_says_that_it_already_runs(server):
    before = server.children()
    second = start(server)
    assert second.returncode == 0
    assert second.stdout == f"Attune already runs from {server.data}: {server.url}\n"
    assert second.stderr == ""
    assert server.children() == before
    assert status(server.url + "/accounts/login/") == 200


def test_port_that_something_else_uses_is_said_in_one_sentence(tmp_path):
    server = Server(tmp_path / "data")
    with socket.socket() as other:
        other.bind(("127.0.0.1", server.port))
        other.listen()
        ended = start(server)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr == (
        f"CommandError: Something else on this machine uses port {server.port}. Stop it, or choose "
        f"another: ATTUNE_URL=http://127.0.0.1:{server.port + 1} ./run start\n"
    )
    assert not (server.data / "attune.sqlite3").exists()


def test_address_that_makes_no_sense_is_said_before_anything_runs(tmp_path):
    server = Server(tmp_path / "data")
    ended = start(server, ATTUNE_URL="ftp://here")
    assert ended.returncode == 1
    assert "ATTUNE_URL is 'ftp://here'; it must be like https://attune.example.org" in ended.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stop_ends_all_and_keeps_the_data(server, number):
    """Ctrl-C reaches everything in the terminal at once; a service manager tells the first only."""
    if server.process.poll() is not None:
        server.log.unlink()  # it tells of the earlier start
        server.start()
    server.run("-c", SOMEONE_MORE)
    people, family = rows(server.data, "people_person"), family_of(server.process.pid)
    assert len(family) >= 1 + len(CHILDREN)
    if number == signal.SIGINT:
        os.killpg(server.process.pid, number)
    else:
        server.process.send_signal(number)
    assert server.process.wait(PATIENCE) == 0
    assert family_of(server.process.pid) == set()
    said = server.log.read_text()
    assert said.endswith("Stopped. Everything is kept; ./run start goes on where you left.\n")
    assert "Traceback" not in said
    assert "unexpectedly" not in said
    assert people >= 1
    assert rows(server.data, "people_person") == people
    assert not list((server.data / "workers").iterdir())


SOMEONE_MORE = """
import django, uuid
django.setup()
from attune.web.people.models import Person
Person.objects.create_user(f"{uuid.uuid4()}@example.org", None, name="Ana")
"""


def test_stop_while_it_is_still_starting_is_quiet(tmp_path):
    server = Server(tmp_path / "data")
    process = subprocess.Popen(
        [sys.executable, "-m", "django", "start"],
        cwd=ROOT,
        env=server.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    with process:
        assert process.stdout.readline() == f"Data: {server.data}\n"
        time.sleep(0.3)  # in the middle of making the database
        os.killpg(process.pid, signal.SIGINT)
        said = process.stdout.read()
    assert process.returncode == 0
    assert "Traceback" not in said
    assert said.endswith("Stopped. Everything is kept; ./run start goes on where you left.\n")
    assert family_of(process.pid) == set()


SWALLOWING = """
import os, signal, sys
import django
django.setup()
from attune.web.config.management.commands import start

class Dying:
    def __del__(self):
        os.kill(os.getpid(), getattr(signal, sys.argv[1]))
        for _turn in range(10): pass  # where the signal's handler runs

start.call_command = lambda *names, **options: Dying() and None
start.Command().run_from_argv(["django", "start"])
"""


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_stop_that_something_swallowed_while_starting_still_stops(tmp_path, number):
    """An exception out of a destructor goes nowhere; Python tells of it, and goes on."""
    server = Server(tmp_path / "data")
    done = subprocess.run(
        [sys.executable, "-c", SWALLOWING, number],
        cwd=ROOT,
        env=server.environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"Data: {server.data}\nStopped. Everything is kept; ./run start goes on where you left.\n"
    )
    assert not (server.data / "workers").exists()


def test_web_server_that_cannot_run_is_not_called_ready(tmp_path):
    """Say, a broken installation: it gives up after a few tries, and says so."""
    server = Server(tmp_path / "data")
    broken = tmp_path / "broken" / "gunicorn"
    broken.mkdir(parents=True)
    (broken / "__main__.py").write_text("raise SystemExit('no web server here')\n")
    (broken / "__init__.py").write_text("")
    ended = start(server, PYTHONPATH=str(broken.parent))
    assert ended.returncode == 1
    assert "Attune is ready" not in ended.stdout
    assert ended.stderr.count("no web server here") == 5
    assert ended.stdout.endswith("The web server stops again and again; the lines above say why.\n")
    assert ended.stderr.endswith("CommandError: Attune could not go on.\n")


def test_web_server_listens_on_this_machine_only():
    port = free_port()
    command = gunicorn("127.0.0.1", port)
    assert command[command.index("--bind") + 1] == f"127.0.0.1:{port}"
    assert command[command.index("--workers") + 1] == "1"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:8000", ("127.0.0.1", 8000)),
        ("http://192.168.0.7:8100", ("192.168.0.7", 8100)),
        ("https://attune.example.org", ("127.0.0.1", 8000)),
        ("https://attune.example.org:8443", ("127.0.0.1", 8000)),
        ("http://attune.example.org", ("127.0.0.1", 8000)),
    ],
)
def test_server_listens_where_people_go_and_behind_a_proxy_on_this_machine(url, expected):
    assert listening_address(url) == expected


def test_address_of_another_machine_is_said_in_one_sentence(tmp_path):
    ended = start(Server(tmp_path / "data"), ATTUNE_URL="http://192.0.2.1:8000")
    assert ended.returncode == 1
    assert "Attune can't listen at 192.0.2.1:8000" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_two_services_on_sqlite_are_noted_at_the_start(server):
    server.run("-c", TWO_SERVICES)
    if server.process.poll() is None:
        server.stop()
    server.log.unlink()
    server.start()
    assert "Note: This SQLite database holds more than one service." in server.log.read_text()


TWO_SERVICES = """
import django
django.setup()
from attune.web.people.models import Service
Service.objects.create(name="One")
Service.objects.create(name="Two")
"""


# --- keys -----------------------------------------------------------------------------------------
def test_key_file_inside_the_data_is_refused_before_anything_is_made(tmp_path):
    server = Server(tmp_path / "data")
    ended = start(server, ATTUNE_KEYS=str(server.data / "films" / "keys"))
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "Keys must lie elsewhere, and never go into the same backup" in ended.stderr
    assert [path.name for path in server.data.iterdir()] == ["secret-key"]


def test_kit_that_is_older_than_the_keys_is_said_at_the_start(server):
    if server.process.poll() is None:
        server.stop()
    keys = server.data.with_name(server.data.name + ".keys")
    assert "ATTUNE RECOVERY KIT" in server.run("-m", "attune", "vault", "kit", str(keys))
    held = key_file.read(keys)
    renewed = held.with_epoch(later(held.newest, 1))  # as `rotate_keys` does in a month
    key_file.replace(keys, renewed)
    server.log.unlink()
    server.start()
    assert (
        f"Keys: {keys}\nThe recovery kit is older ({held.newest}) than the newest key "
        f"({renewed.newest}), and does not hold it. Print one now: ./run attune vault kit {keys}\n"
    ) in server.log.read_text()
