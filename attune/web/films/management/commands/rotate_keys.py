"""Renews the keys: a new one for a new month, and those that are too old are destroyed."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from attune.core.vault import key_file
from attune.core.vault.errors import VaultError
from attune.web.films import keys


class Command(BaseCommand):
    help = (
        "Renew the keys of films: to be run once a month. Films stay as they are and play meanwhile. "
        "Afterwards print a new recovery kit and destroy the old one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--kept",
            type=int,
            default=key_file.KEPT,
            help="for how many months keys are kept, this one included: so long a backup opens",
        )

    def handle(self, *args: Any, kept: int, **options: Any) -> None:
        if kept < 1:
            raise CommandError("At least the key of this month must be kept.")
        try:
            count, gone = keys.renew(kept)
            newest = keys.current().newest
        except (VaultError, OSError) as error:
            raise CommandError(f"The keys were not renewed. {error}") from error
        if options["verbosity"]:
            self.stdout.write(f"Keys wrapped anew with the key of {newest}: {count}.")
            if gone:
                self.stdout.write(f"Months whose keys are destroyed: {', '.join(gone)}.")
            if count or gone:
                self.stdout.write(
                    "Print a new recovery kit, and destroy the one from before: "
                    f"./run attune vault kit {settings.KEYS}"
                )
