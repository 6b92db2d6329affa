"""How long the original of a film is kept once Attune's copy of it is ready.

An original goes only when all of this is so: its date has come by the clock on the wall; this machine has
run for as long since, so that no clock that jumps brings it forward (a server that is switched off keeps
it longer); nobody needs it; and the copy is whole.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from attune.core.journey import FilmState
from attune.core.vault.errors import VaultError
from attune.web.films import store
from attune.web.films.models import Film, SecondCamera
from attune.web.people.models import Service

log = logging.getLogger("attune.films")

LONGER = timedelta(days=30)  # what one press of “Keep it longer” adds
BOOT = Path("/proc/sys/kernel/random/boot_id")
PIECE = 2**20
_process = str(uuid4())

# Apps above say whether they need a film's original just now. See `needed_while`.
NEEDS: list[Callable[[Film], bool]] = []


def needed_while(asked: Callable[[Film], bool]) -> None:
    """Let an app above hold originals back: `asked(film)` says whether this one is needed still."""
    NEEDS.append(asked)


def running() -> tuple[str, int]:
    """Which run of this machine it is, and for how many seconds it has lasted: no clock that
    somebody sets changes that."""
    try:
        return BOOT.read_text().strip(), int(time.clock_gettime(time.CLOCK_BOOTTIME))
    except OSError:  # the machine does not say: this process at least knows of itself
        return _process, int(time.monotonic())


def beginning(service: Service) -> dict[str, Any]:
    """The fields of a film that has just become ready."""
    now, (run, seconds) = timezone.now(), running()
    until = now + timedelta(days=service.originals_kept_days)
    counted = {"counted_run": run, "counted_at": seconds, "kept_seconds": 0}
    return {"ready_at": now, "original_until": until, **counted}


def with_original() -> QuerySet[Film]:
    """The films that are ready and whose original is kept for a time."""
    return Film.objects.filter(
        state=FilmState.READY, original_removed_at=None, ready_at__isnull=False
    )


def count() -> None:
    """Add what this machine has run since the last count to every original's time."""
    run, now = running()
    same = Q(counted_run=run, counted_at__lte=now)
    with_original().filter(same).update(
        kept_seconds=F("kept_seconds") + now - F("counted_at"), counted_at=now
    )
    with_original().exclude(counted_run=run).update(counted_run=run, counted_at=now)


def is_due(film: Film) -> bool:
    """Whether its time is over, by the wall and by the count."""
    until = film.kept_until
    if until is None or film.original_removed_at or not film.is_ready or until > timezone.now():
        return False
    return film.kept_seconds >= (until - film.ready_at).total_seconds()


def is_needed(film: Film) -> bool:
    """Whether something is being made of the original, or waits to be."""
    beside = Q(first=film) | Q(second=film)
    if SecondCamera.objects.filter(beside, state=SecondCamera.State.LOOKING).exists():
        return True
    return any([asked(film) for asked in NEEDS])  # noqa: C419 -- each is asked: it may set work going


def copy_is_whole(film: Film) -> bool:
    """Whether every part that plays in the original's place can be read to its end."""
    try:
        for name in store.MUST:
            with store.open_for_read(film.pk, name) as part:
                while part.read(PIECE):
                    pass
    except (OSError, VaultError):
        log.exception("The copy of film %s is not whole: its original stays.", film.pk)
        return False
    return True
