"""The attempts to get out, in a thread whose walls stop them all, and harmless ones without walls."""

import os

import pytest

from attune.core.media.sandbox.launcher import run
from attune.core.media.sandbox.programs import escape
from attune.core.media.sandbox.walls import Wall
from tests.core.media.sandbox.inside import Parts, serving


def test_every_attempt_is_stopped_by_the_walls(tmp_path):
    given = {"read": ["/etc/passwd"], "write": str(tmp_path), "memory": 1 << 60}
    walls = [Wall.LANDLOCK, Wall.SECCOMP]
    facts = run("-", given, [], Parts(), walls=walls, start=serving(escape.escape))
    assert set(facts.values()) == {"stopped"}
    assert len(facts) == 17


@pytest.mark.parametrize(
    "name",
    [
        "read a secret",
        "list a folder",
        "write a file",
        "look at a file",
        "open a TCP connection",
        "send a UDP packet",
        "open a Unix socket",
        "become another program",
        "read another process's memory",
        "signal another process",
        "make memory executable",
        "take more memory",
    ],
)
def test_attempt_comes_through_where_there_is_no_wall(name, tmp_path):
    given = {"read": ["/nowhere", "/etc/passwd"], "write": str(tmp_path), "memory": 4096}
    assert escape._outcome(escape.attempts(given)[name]) == "through"
    assert list(tmp_path.iterdir()) == []


def test_way_that_leads_nowhere_is_no_escape(tmp_path, monkeypatch):
    tried = escape.attempts({"read": ["/nowhere"], "write": str(tmp_path), "memory": 4096})
    assert escape._outcome(tried["read a secret"]) == "stopped"
    monkeypatch.setattr(escape.socket.socket, "connect_ex", lambda *given: 101)
    assert escape._outcome(tried["open a TCP connection"]) == "stopped"


def test_processes_are_waited_for(monkeypatch):
    waited = []
    monkeypatch.setattr(os, "fork", lambda: 5)
    monkeypatch.setattr(os, "waitpid", lambda *given: waited.append(given))
    monkeypatch.setattr(os, "posix_spawn", lambda *given, **more: 6)
    escape._bomb()
    escape._start()
    assert waited == [(5, 0)] * escape.BOMB + [(6, 0)]
