"""Serve Attune on this machine: the web server and the workers, from one data directory."""

import fcntl
import signal
import sys
import time
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from attune.web.config.processes import (
    Process,
    answers,
    keep_running,
    port_is_free,
    stop,
)

DJANGO = [sys.executable, "-m", "django"]


class Command(BaseCommand):
    help = "Serve Attune: the web server and the workers together. Ctrl-C stops them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--invented", action="store_true", help="begin with invented services and families"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        address = urlsplit(settings.PUBLIC_URL)
        host, port = "127.0.0.1", address.port or 8000
        with (settings.DATA / "start.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.say(f"Attune already runs from {settings.DATA}: {settings.PUBLIC_URL}")
                return
            if not port_is_free(host, port):
                raise CommandError(
                    f"Something else on this machine uses port {port}. Stop it, or choose another: "
                    f"ATTUNE_URL=http://127.0.0.1:{port + 1} ./run start"
                )
            self.prepare(invented=options["invented"])
            self.serve(host, port, invented=options["invented"])

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    def prepare(self, *, invented: bool) -> None:
        self.say(f"Data: {settings.DATA}")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("sweep_films", verbosity=0)
        if invented:
            call_command("invent", stdout=self.stdout)

    def serve(self, host: str, port: int, *, invented: bool) -> None:
        stopping: list[int] = []
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda caught, frame: stopping.append(caught))
        processes = [
            Process("web server", gunicorn(host, port)),
            Process("film worker", [*DJANGO, "work", "--queue", "films"]),
            Process("worker", [*DJANGO, "work", "--queue", "default"]),
        ]
        for process in processes:
            process.start()
        try:
            while not answers(host, port) and not stopping and not processes[0].died():
                time.sleep(0.1)
            if not stopping:
                self.welcome(invented=invented)
            fine = keep_running(processes, say=self.say, until=lambda: bool(stopping))
        finally:
            stop(processes)
        if not fine:
            raise CommandError("Attune could not go on.")
        self.say("Stopped. Everything is kept; ./run start goes on where you left.")

    def welcome(self, *, invented: bool) -> None:
        self.say(f"\nAttune is ready: {settings.PUBLIC_URL}   (Ctrl-C stops it)\n")
        if invented:
            call_command("invent", "--sign-ins", stdout=self.stdout)


def gunicorn(host: str, port: int) -> list[str]:
    """One process on SQLite; threads, so that a paused player does not hold up the others."""
    return [
        *(sys.executable, "-m", "gunicorn", "attune.web.config.wsgi"),
        *("--bind", f"{host}:{port}"),
        *("--workers", "1", "--worker-class", "gthread", "--threads", "24"),
        *("--keep-alive", "75", "--graceful-timeout", "5"),
        *("--log-level", "warning", "--no-control-socket"),
    ]
