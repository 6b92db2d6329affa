"""Reads every part of every film, wherever it lies: on this machine or in the bucket."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scopes_disabled

from attune.core.journey import FilmState
from attune.core.vault.errors import VaultError
from attune.web.films import store
from attune.web.films.models import Film
from attune.web.films.sources import has_original

PIECE = 2**20


class Command(BaseCommand):
    help = "Read every film that is ready to its end, and name what is not what was written."

    def handle(self, *args: Any, **options: Any) -> None:
        with scopes_disabled():
            films = list(Film.objects.filter(state=FilmState.READY).values_list("pk", flat=True))
            broken = sum(self.verify(film_id) for film_id in films)
        if broken:
            raise CommandError(f"{len(films)} films were read; {broken} parts are broken.")
        if options["verbosity"]:
            self.stdout.write(f"{len(films)} films were read; nothing is broken.")

    def verify(self, film_id: Any) -> int:
        """How many parts of a film can't be read to their end."""
        broken = 0
        for name in (*store.MUST, *([store.ORIGINAL] if has_original(film_id) else [])):
            try:
                with store.open_for_read(film_id, name) as part:
                    while part.read(PIECE):
                        pass
            except (OSError, VaultError) as error:
                broken += 1
                self.stderr.write(f"Film {film_id}, {name}: {error}")
        return broken
