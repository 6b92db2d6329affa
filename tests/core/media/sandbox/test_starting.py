"""The child's process: its environment, its descriptors, its end."""

import os
from pathlib import Path

from attune.core.media.sandbox import starting
from tests.core.media.sandbox.inside import of_code


def test_child_inherits_nothing_but_one_line(monkeypatch):
    """A real child, looked at from outside before it hears its first word."""
    monkeypatch.setenv("ATTUNE_SECRET_KEY", "s" * 60)
    kept = os.open("/etc/passwd", os.O_RDONLY)
    os.set_inheritable(kept, True)
    try:
        with starting.spawn("escape") as child:
            child.line.recv(0)
            place = Path(f"/proc/{child.process.pid}")
            environment = (place / "environ").read_bytes().decode()
            opened = {target(link) for link in (place / "fd").iterdir()}
            arguments = (place / "cmdline").read_bytes().decode().split("\0")
    finally:
        os.close(kept)
    names = {line.partition("=")[0] for line in environment.split("\0") if line}
    assert names == set(starting.environment())
    assert "/etc/passwd" not in opened
    assert {"-I", starting.CHILD, "escape"} <= set(arguments)
    assert not place.exists()


def target(link: Path) -> str:
    """What a descriptor leads to; nothing for a file of code that has just been read and closed."""
    try:
        return str(link.readlink())
    except FileNotFoundError:
        return ""


def test_end_says_how_it_ended():
    with of_code("os._exit(7)")("-") as child:
        child.process.wait()
        assert child.end() == 7
    with of_code("time.sleep(600)")("-") as child:
        assert child.end() == -9
