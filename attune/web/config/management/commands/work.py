"""Run the tasks of one queue until told to stop."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from attune.web.config.workers import Worker


class Command(BaseCommand):
    help = (
        "Run the tasks that wait in a queue. Ctrl-C or SIGTERM stops it at once; nothing is lost."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        queues = settings.TASKS["default"]["QUEUES"]
        parser.add_argument("--queue", required=True, choices=queues)
        parser.add_argument("--until-empty", action="store_true", help="end when nothing waits")

    def handle(self, *args: Any, queue: str, until_empty: bool, **options: Any) -> None:
        Worker(queue).run(until_empty=until_empty)
