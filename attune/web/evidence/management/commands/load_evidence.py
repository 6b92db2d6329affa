"""Brings in the library of published studies that comes with Attune; what editors wrote stays."""

from django.core.management.base import BaseCommand

from attune.web.evidence.actions import load_shipped


class Command(BaseCommand):
    help = "Bring in the library of published studies that comes with Attune; what editors wrote stays."

    def handle(self, *args, **options):
        made = load_shipped()
        if made and options["verbosity"]:
            self.stdout.write(f"{made} entries of the evidence library are new or newer.")
