"""The whole way, once: cases of an invented nation → records → pushes over HTTP → counts → a release.

Two instances on this machine, each with its own data directory: one holds all services and their cases, the other is the
national one. Says how long each part took, whether the national counts are the sum of the services' to the last digit,
and which known effects lie inside their 95 % intervals. `./run bench nation [--services N --practitioners N --dyads N]`.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Told = dict[str, Any]


def main() -> None:
    words = argparse.ArgumentParser(prog="./run bench nation")
    words.add_argument("--services", type=int, default=300)
    words.add_argument("--practitioners", type=int, default=2000)
    words.add_argument("--dyads", type=int, default=100_000)
    words.add_argument("--seed", type=int, default=2026)
    wish = words.parse_args()
    with tempfile.TemporaryDirectory() as place:
        services, nation = (_data(Path(place) / name) for name in ("services", "national"))
        nation["ATTUNE_URL"] = f"http://127.0.0.1:{_free_port()}"
        _part("prepare", nation)
        with serving(nation):
            asked = {"wish": vars(wish), "address": nation["ATTUNE_URL"]}
            invitations = _part("invite", nation, asked)
            ours = _part("give", services, asked | invitations)
            theirs = _part("count", nation, asked)
        report(ours["tallies"], theirs)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def report(ours: Told, theirs: Told) -> None:
    """What was measured, a line each."""
    same = ours == theirs["tallies"]
    say(f"the nation is the sum of its services, exactly: {'yes' if same else 'NO'}")
    for name, said in theirs["effects"].items():
        inside = said["low"] <= said["true"] <= said["high"]
        say(
            f"{name}: true {said['true']:.3f}, estimate {said['estimate']:.3f}, "
            f"95 % {said['low']:.3f} to {said['high']:.3f}, {'inside' if inside else 'OUTSIDE'}"
        )


def _data(folder: Path) -> dict[str, str]:
    folder.mkdir()
    return {
        **os.environ,
        "ATTUNE_DATA": str(folder),
        "ATTUNE_KEYS": str(folder) + ".keys",
        "DJANGO_SETTINGS_MODULE": "attune.web.config.settings",
    }


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _part(name: str, where: dict[str, str], asked: Told | None = None) -> Told:
    """One step, in a process of its own in one of the two instances."""
    begun = time.perf_counter()
    ran = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-m", "benchmarks.nation_steps", name],
        input=json.dumps(asked or {}),
        env=where,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    *lines, told = ran.stdout.splitlines()
    for line in lines:
        say(f"  {line}")
    say(f"{name}: {time.perf_counter() - begun:.1f} s")
    found: Told = json.loads(told)
    return found


@contextmanager
def serving(where: dict[str, str]) -> Iterator[None]:
    """The national instance's own server."""
    command = [sys.executable, "-m", "django", "start"]
    server = subprocess.Popen(command, env=where, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own
    try:
        for _try in range(240):
            try:
                urllib.request.urlopen(where["ATTUNE_URL"], timeout=2)  # noqa: S310 -- this machine
                break
            except OSError:
                time.sleep(0.5)
        yield
    finally:
        server.terminate()
        server.wait(30)
