"""Processes that are kept running together."""

import socket
import subprocess
import sys
import time

import pytest

from attune.web.config.processes import (
    Process,
    answers,
    free_soon,
    keep_running,
    port_is_free,
    stop,
)

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
CRASH = [sys.executable, "-c", "raise SystemExit(3)"]


def test_port_that_is_taken_is_not_free():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not port_is_free("127.0.0.1", port)
        assert answers("127.0.0.1", port)
    assert port_is_free("127.0.0.1", port)
    assert not answers("127.0.0.1", port)


def test_process_that_dies_is_started_again():
    process = Process("sleeper", SLEEP)
    process.start()
    first = process.running.pid
    process.running.kill()
    process.running.wait()
    said = []
    fine = keep_running([process], say=said.append, until=lambda: process.running.pid != first)
    assert fine
    assert not process.died()
    assert said == ["The sleeper stopped unexpectedly; starting it again. Nothing is lost."]
    stop([process])


def test_process_that_dies_again_and_again_is_given_up():
    process = Process("crasher", CRASH)
    process.start()
    said = []
    assert not keep_running([process], say=said.append, until=lambda: False)
    assert len(said) == 5
    assert said[-1].startswith("The crasher stops again and again")


def test_worker_that_dies_again_and_again_rests_and_the_others_go_on(monkeypatch):
    monkeypatch.setattr("attune.web.config.processes.PAUSE", 1)
    worker, server = Process("worker", CRASH, essential=False), Process("server", SLEEP)
    worker.start()
    server.start()
    said = []
    assert keep_running([worker, server], say=said.append, until=lambda: len(said) == 7)
    assert said[4].startswith("The worker stops again and again")
    assert said[5] == "It is tried again in 1 seconds. Everything else goes on."
    assert said[6] == "The worker stopped unexpectedly; starting it again. Nothing is lost."
    assert not server.died()
    stop([worker, server])


def test_port_that_is_about_to_be_free_is_waited_for():
    holder = (
        "import socket, time; s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen()\n"
        "print(s.getsockname()[1], flush=True); time.sleep(1)"
    )
    ending = subprocess.Popen([sys.executable, "-c", holder], stdout=subprocess.PIPE)
    port = int(ending.stdout.readline())
    assert not port_is_free("127.0.0.1", port)
    assert free_soon("127.0.0.1", port)
    assert ending.wait() == 0
    ending.stdout.close()


def test_port_that_stays_taken_is_not_waited_for_for_ever(monkeypatch):
    monkeypatch.setattr("attune.web.config.processes.LAST_REQUESTS", 0.3)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert not free_soon("127.0.0.1", taken.getsockname()[1])


def test_address_of_another_machine_is_an_error():
    with pytest.raises(OSError, match="assign"):
        port_is_free("192.0.2.1", 8000)


def test_stop_ends_what_does_not_listen(monkeypatch):
    monkeypatch.setattr("attune.web.config.processes.PATIENCE", 0.5)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    process = Process("deaf one", [sys.executable, "-c", deaf])
    process.running = subprocess.Popen(process.command, stdout=subprocess.PIPE)
    process.running.stdout.readline()
    stop([process])
    assert process.running.poll() == -9
    process.running.stdout.close()


def test_child_dies_when_its_parent_is_killed(tmp_path):
    script = (
        "import sys, time; from attune.web.config.processes import Process\n"
        "p = Process('child', [sys.executable, '-c', 'import time; time.sleep(60)']); p.start()\n"
        "print(p.running.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and is_running(child):
        time.sleep(0.05)
    assert not is_running(child)


def is_running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:  # noqa: PTH123 -- read at once or not there
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
