"""A real Attune for a test: its own data directory, its own port, started as a user starts it."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`manage.py start` in a process group of its own, so that a test can kill all of it."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.data, self.port = data, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data.with_name(data.name + ".log")
        self.environment = {
            **{name: value for name, value in os.environ.items() if name in KEPT},
            "ATTUNE_DATA": str(data),
            "ATTUNE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "attune.web.config.settings",
            **environment,
        }
        self.under: list[str] = []  # what the command is given to, to run it in some other way
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            before = log.tell()  # what an earlier run said does not count
            self.process = subprocess.Popen(
                [*self.under, sys.executable, "-m", "django", "start"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            if b"Attune is ready" in self.log.read_bytes()[before:]:
                return
            time.sleep(0.1)
        raise RuntimeError(f"The server did not start:\n{self.log.read_text()}")

    def run(self, *arguments: str, **extra: str) -> str:
        """A command of the program, or of a test's script, in this server's environment."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**self.environment, **extra},
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        return done.stdout

    def children(self) -> dict[str, int]:
        """The processes under it, by what they are: web server, film worker, worker."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().decode().split("\0")
                parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, ValueError, IndexError):
                continue
            if parent == self.process.pid and len(words) > 2:  # a dying one has no words left
                name = "web server" if "gunicorn" in words else f"worker {words[-2]}"
                found[name] = int(folder.name)
        return found

    def kill(self) -> None:
        """kill -9 of everything at once, as when the power goes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ctrl-C."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


KEPT = {"PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH"}
