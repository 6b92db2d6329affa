"""Puts right what a crash or a lost phone left behind: runs at every start, and by the clock."""

import time
from typing import Any

from django.core.management.base import BaseCommand
from django_scopes import scopes_disabled

from attune.core.journey import FilmState
from attune.web.films import store
from attune.web.films.actions import drop_expired, finish_upload, remove_originals
from attune.web.films.models import Film
from attune.web.films.moving import to_move
from attune.web.films.queries import all_arrived
from attune.web.films.tasks import move_out

YOUNG = 60 * 60  # seconds: a folder this new may belong to a film that is just being begun


class Command(BaseCommand):
    help = (
        "Finish uploads that are complete; erase those that expired, originals whose time is over "
        "and folders of no film."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with scopes_disabled():
            finished = self.finish_complete()
            expired = drop_expired()
            originals = remove_originals()
            orphans = self.drop_orphans()
            moving = self.move_out()
        waiting = store.finish_erasing()
        if options["verbosity"]:
            self.stdout.write(
                f"Uploads finished: {finished}. Uploads erased: {expired}. Folders erased: {orphans}. "
                f"Originals removed: {originals}."
            )
        if options["verbosity"] and (moving or waiting):
            self.stdout.write(
                f"Films on their way into the bucket: {moving}. Waiting to be erased there: {waiting}."
            )

    def move_out(self) -> int:
        """What did not go into the bucket when it was ready, or was made later."""
        ready = Film.objects.filter(state=FilmState.READY).values_list("pk", flat=True)
        films = [film_id for film_id in ready if to_move(film_id)]
        for film_id in films:
            move_out.enqueue(str(film_id))
        return len(films)

    def finish_complete(self) -> int:
        """The server was stopped between the last byte of an upload and its row."""
        films = [
            film for film in Film.objects.filter(state=FilmState.UPLOADING) if all_arrived(film)
        ]
        for film in films:
            finish_upload(film=film)
        return len(films)

    def drop_orphans(self) -> int:
        # The folders are listed before the rows, so that a film begun meanwhile is not taken for one.
        folders = store.film_ids()
        known = set(Film.objects.values_list("pk", flat=True))
        orphans = [
            film_id
            for film_id, changed in folders.items()
            if film_id not in known and time.time() - changed > YOUNG
        ]
        for film_id in orphans:
            store.erase(film_id)
        return len(orphans)
