"""Erases files for researchers that waited for their time, and what a crash left over: at every start, and by the clock."""

from typing import Any

from django.core.management.base import BaseCommand

from attune.web.national.actions.research import erase_old


class Command(BaseCommand):
    help = "Erase files for researchers that were ready for more than a day."

    def handle(self, *args: Any, **options: Any) -> None:
        erased = erase_old()
        if options["verbosity"]:
            self.stdout.write(f"Files for researchers erased: {erased}.")
