"""Serve Attune on this machine: the web server and the workers, from one data directory."""

import fcntl
import signal
import sys
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from attune.web.config.collecting import collect
from attune.web.config.processes import (
    Process,
    answers,
    free_soon,
    keep_running,
    stop,
)
from attune.web.films import keys

DJANGO = [sys.executable, "-m", "django"]
STOPPED = "Stopped. Everything is kept; ./run start goes on where you left."


class Command(BaseCommand):
    help = "Serve Attune: the web server and the workers together. Ctrl-C stops them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--invented", action="store_true", help="begin with invented services and families"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = listening_address(settings.PUBLIC_URL)
        with (settings.DATA / "start.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.say(f"Attune already runs from {settings.DATA}: {settings.PUBLIC_URL}")
                return
            if not self.may_listen(host, port):
                raise CommandError(
                    f"Something else on this machine uses port {port}. Stop it, or choose another: "
                    f"ATTUNE_URL=http://127.0.0.1:{port + 1} ./run start"
                )
            self.stopping: list[int] = []
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, self.interrupt)
            sys.unraisablehook = self.not_heard
            try:
                self.prepare(invented=options["invented"])
                self.heed()
                self.serve(host, port, invented=options["invented"])
            except KeyboardInterrupt:  # before there was anything to stop
                self.say(STOPPED)

    def interrupt(self, caught: int, frame: object) -> None:
        """Stop what is being prepared; and know of it, should nobody above hear of the exception."""
        self.stopping.append(caught)
        raise KeyboardInterrupt

    def heed(self) -> None:
        """Stop, if that was asked for in the middle of a destructor, out of which no exception comes."""
        if self.stopping:
            raise KeyboardInterrupt

    def not_heard(self, told: Any) -> None:
        """What Python says of an exception that it swallowed; of our own there is nothing to say."""
        if told.exc_type is not KeyboardInterrupt:
            sys.__unraisablehook__(told)

    def may_listen(self, host: str, port: int) -> bool:
        try:
            return free_soon(host, port)
        except OSError as error:
            raise CommandError(
                f"Attune can't listen at {host}:{port} ({error.strerror}). ATTUNE_URL must name an "
                "address of this machine, or begin with https:// for a reverse proxy before it."
            ) from error

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    def prepare(self, *, invented: bool) -> None:
        self.say(f"Data: {settings.DATA}")
        if finders.find("ui/built/attune.css") is None:
            raise CommandError("The pages' scripts and styles are missing. Make them: ./run build")
        call_command("migrate", verbosity=0, interactive=False)
        self.heed()
        collect()
        self.prepare_keys()
        call_command("sweep_films", verbosity=0)
        call_command("sweep_exports", verbosity=0)
        call_command("sweep_extracts", verbosity=0)
        call_command("send_reminders", verbosity=0)
        call_command("contribute", verbosity=0)
        call_command("load_evidence", verbosity=0)
        self.heed()
        if invented:
            call_command("invent", stdout=self.stdout)

    def prepare_keys(self) -> None:
        try:
            made = keys.begin()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        self.say(f"Keys: {settings.KEYS}")
        if made:
            self.say(
                "The key file was made just now. Print its recovery kit, and keep it locked away: "
                f"./run attune vault kit {settings.KEYS}"
            )
        elif (old := keys.outdated_kit()) is not None:
            self.say(f"{old} Print one now: ./run attune vault kit {settings.KEYS}")

    def serve(self, host: str, port: int, *, invented: bool) -> None:
        stopping = self.stopping
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda caught, frame: stopping.append(caught))
        processes = [
            Process("web server", gunicorn(host, port)),
            Process("film worker", [*DJANGO, "work", "--queue", "films"], essential=False),
            Process("worker", [*DJANGO, "work", "--queue", "default"], essential=False),
        ]
        for process in processes:
            process.start()
        try:
            fine = keep_running(
                processes, say=self.say, until=lambda: bool(stopping) or answers(host, port)
            )
            if fine and not stopping:
                self.welcome(invented=invented)
                fine = keep_running(processes, say=self.say, until=lambda: bool(stopping))
        finally:
            stop(processes)
        if not fine:
            raise CommandError("Attune could not go on.")
        self.say(STOPPED)

    def welcome(self, *, invented: bool) -> None:
        for each in run_checks(tags=[Tags.database], databases=["default"]):
            self.say(f"\nNote: {each.msg} {each.hint}")
        self.say(f"\nAttune is ready: {settings.PUBLIC_URL}   (Ctrl-C stops it)\n")
        if invented:
            call_command("invent", "--sign-ins", stdout=self.stdout)


def listening_address(url: str) -> tuple[str, int]:
    """Where to listen for people who type `url`: behind a proxy that ends TLS, on this machine."""
    parts = urlsplit(url)
    if parts.scheme == "https" or not parts.port:
        return "127.0.0.1", 8000
    return parts.hostname or "127.0.0.1", parts.port


def gunicorn(host: str, port: int) -> list[str]:
    """One process on SQLite; threads, so that a paused player does not hold up the others."""
    return [
        *(sys.executable, "-m", "gunicorn", "attune.web.config.wsgi"),
        *("--bind", f"{host}:{port}"),
        *("--workers", "1", "--worker-class", "gthread", "--threads", "24"),
        *("--keep-alive", "75", "--graceful-timeout", "5"),
        *("--log-level", "warning", "--no-control-socket"),
    ]
