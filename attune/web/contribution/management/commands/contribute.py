"""Gives to the national data what services agreed to give: at every start, and by the clock."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scopes_disabled

from attune.web.contribution import sending
from attune.web.contribution.actions import try_by_the_clock
from attune.web.contribution.models import NationalLink
from attune.web.contribution.queries.giving import links


class Command(BaseCommand):
    help = "Send to the national instance what is given and not yet there; a worker does it, or --wait."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--service", help="this service alone, by its name")
        parser.add_argument("--wait", action="store_true", help="send it here and now")

    def handle(self, *args: Any, **options: Any) -> None:
        with scopes_disabled():
            if not options["wait"]:
                found = try_by_the_clock()
                if options["verbosity"]:
                    self.stdout.write(f"Services that give to the national data: {found}.")
                return
            asked = [one for one in links() if options["service"] in (None, one.service.name)]
        if not asked:
            raise CommandError("No such service has joined the national data.")
        failed = [link for link in asked if not self.send(link)]
        if failed:
            raise CommandError("Not everything is sent. It is tried again by itself.")

    def send(self, link: NationalLink) -> bool:
        result = sending.contribute(link)
        words = result.says or "Everything is sent."
        self.stdout.write(f"{link.service}: {result.pushes} pushes. {words}")
        return result.ended is not sending.Ended.LATER
