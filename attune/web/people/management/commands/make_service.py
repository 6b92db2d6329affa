"""Make a service: the organisation whose people work together."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from attune.web.people.models import Service


class Command(BaseCommand):
    help = "Make a service. Its people are added on the administration page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="what the service is called")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        service = Service(name=name.strip())
        try:
            service.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        service.save()
        self.stdout.write(f"{service.name} is made.")
