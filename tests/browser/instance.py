"""A national instance, or a service, as a data directory of its own with real processes, and nothing else of a start.

A whole start brings workers and pages too; here it is the web server alone, so that a test may kill it often.
"""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen
from uuid import UUID

from attune.web.national.engine import store
from tests.browser.server import KEPT, ROOT, free_port

PATIENCE = 120  # seconds
INVITE = """
from attune.web.people.models import PostHeld
from attune.web.people.queries import officer_for
from tests.factories import make_officer
from tests.factories.national import invited
held = PostHeld.objects.first()
print(invited(officer_for(held.person) if held else make_officer(), name="{name}"))
"""


class Instance:
    """A data directory, and commands that run in it. `years`: by how much its clock is wrong."""

    def __init__(self, data: Path, *, like: "Instance | None" = None, years: int = 0) -> None:
        self.data, self.port, self.years = data, free_port(), years
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data.with_name(data.name + ".log")
        self.web: subprocess.Popen[bytes] | None = None
        if like is None:
            self.run("manage.py", "migrate", "-v0")
            self.run("-c", "from attune.web.films import keys; keys.begin()", django=True)
        else:  # what an empty one has, a copy has too
            shutil.copytree(like.data, data)
            for extra in like.data.parent.glob(f"{like.data.name}.keys*"):
                shutil.copy(extra, data.with_name(data.name + extra.name[len(like.data.name) :]))

    @property
    def environment(self) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if name in KEPT},
            "ATTUNE_DATA": str(self.data),
            "ATTUNE_URL": self.url,
            "ATTUNE_TEST_YEARS": str(self.years),
            "DJANGO_SETTINGS_MODULE": "attune.web.config.settings",
        }

    def run(self, *arguments: str, django: bool = False) -> str:
        """A command in this data directory. django: the text after -c needs Django to be set up."""
        if django:
            arguments = (arguments[0], f"import django; django.setup(); {arguments[1]}")
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        return done.stdout

    def invite(self, name: str) -> str:
        """The token of an invitation of a service of this name, in London's NHS."""
        return self.run("-c", INVITE.format(name=name), django=True).strip()

    # --- the web server ---------------------------------------------------------------------------
    def start(self) -> None:
        with self.log.open("ab") as log:
            self.web = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "tests.browser.clocked"),
                    *("--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread"),
                    *("--threads", "24", "--log-level", "warning", "--no-control-socket"),
                ],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.web.poll() is None:
            with suppress(OSError, HTTPException):
                try:
                    urlopen(f"{self.url}/national/api/me/", timeout=5)
                except HTTPError as answer:
                    with answer:
                        return
            time.sleep(0.05)
        raise RuntimeError(f"It did not start:\n{self.log.read_text()}")

    def kill(self) -> None:
        """kill -9 of all its processes at once."""
        assert self.web is not None
        os.killpg(self.web.pid, signal.SIGKILL)
        self.web.wait()

    def stop(self) -> None:
        assert self.web is not None
        if self.web.poll() is None:
            self.web.terminate()
            self.web.wait(PATIENCE)

    # --- backups ----------------------------------------------------------------------------------
    def keep_backup(self) -> Path:
        """A copy of the whole data directory; nothing may run meanwhile."""
        kept = self.data.with_name(self.data.name + ".backup")
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(self.data, kept)
        return kept

    def put_back(self, kept: Path) -> None:
        shutil.rmtree(self.data)
        shutil.copytree(kept, self.data)

    # --- what a national instance holds, read beside the program ---------------------------------
    def asked(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.data / "attune.sqlite3", timeout=20)) as database:
            return database.execute(sql, values).fetchall()

    def committed(self) -> dict[str, int]:
        rows = self.asked("SELECT pseudonym, last_sequence FROM national_enrolment")
        return {str(UUID(pseudonym)): last for pseudonym, last in rows if last}

    def records(self) -> list[dict[str, Any]]:
        return in_order(store.records(self.data / "national", self.committed()))

    def sums(self) -> list[dict[str, Any]]:
        """What is held of services that give sums only."""
        return [json.loads(said) for (said,) in self.asked("SELECT said FROM national_heldsums")]


def in_order(records: Any) -> list[dict[str, Any]]:
    return sorted(records, key=lambda one: json.dumps(one, sort_keys=True))
