"""Look after the outcome records that services sent: forget what was taken back, find what is damaged."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from attune.web.national import keeping
from attune.web.national.actions import receiving
from attune.web.national.models import Enrolment


class Command(BaseCommand):
    help = (
        "Take what was replaced or taken back off the disk, and read everything once. Where records of a service are "
        "missing or damaged, as after a backup was put back, --ask-again has that service send all of them anew."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--ask-again", action="store_true", help="of services whose records are not whole"
        )

    def handle(self, *args: Any, ask_again: bool, **options: Any) -> None:
        broken = []
        services = Enrolment.objects.filter(last_sequence__gt=0)
        for service in services:
            if self.is_fine(service):
                receiving.forget(service=service)
                continue
            broken.append(service.name)
            if ask_again:
                receiving.ask_again(service=service)
        self.stdout.write(f"{len(services) - len(broken)} services have all their records here.")
        if broken and not ask_again:
            raise CommandError(
                f"Records are missing or damaged: {', '.join(broken)}. Put the right backup back, or let these services "
                "send everything anew: ./run manage tend_records --ask-again"
            )
        if broken:
            self.stdout.write(f"They will send everything anew: {', '.join(broken)}.")

    def is_fine(self, service: Enrolment) -> bool:
        with transaction.atomic():
            now = Enrolment.objects.select_for_update().get(pk=service.pk)
            return keeping.is_whole(str(now.pseudonym), now.last_sequence)
