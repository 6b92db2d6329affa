"""The keys with which the films of a case are read and written.

A case gets its key with its first film and loses it with its last one. In the database a key lies
wrapped; what opens it is in the key file (settings.KEYS) and nowhere else.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from attune.core.journey import FilmState
from attune.core.vault import key_file, kit_note
from attune.core.vault.binding import Binding
from attune.core.vault.errors import KeyFileError
from attune.core.vault.key_file import KeyFile
from attune.core.vault.keys import epoch_of, first_day, later, new_key, unwrap, wrap
from attune.web.cases.models import Case
from attune.web.films.models import CaseKey, Film

_read: dict[Path, tuple[tuple[int, ...], KeyFile]] = {}  # what was read last, and from which file


@dataclass(frozen=True)
class Place:
    """Where the parts of one film lie, and the key that opens them."""

    service: str
    case: str
    film: str
    key: bytes

    def binding(self, part: str) -> Binding:
        return Binding(self.service, self.case, self.film, part)


def current() -> KeyFile:
    """The key file as it is now. Raises KeyFileError."""
    path = Path(settings.KEYS)
    try:
        told = path.stat()
    except OSError:
        return key_file.read(path)  # says what is wrong with it
    seen = (told.st_ino, told.st_mtime_ns, told.st_size, told.st_mode)
    kept = _read.get(path)
    if kept is None or kept[0] != seen:
        kept = _read[path] = (seen, key_file.read(path))
    return kept[1]


def place_of(film_id: UUID) -> Place:
    """Raises FileNotFoundError when the film, or the key of its case, is gone, and VaultError when
    the key does not open."""
    found = CaseKey.objects.filter(case__films=film_id).select_related("case").first()
    if found is None:
        raise FileNotFoundError(f"There is no film {film_id}, or its key is gone.")
    service, case = str(found.case.service_id), str(found.case_id)
    by = current().key(found.epoch)
    key = unwrap(bytes(found.wrapped), by, service=service, case=case, epoch=found.epoch)
    return Place(service, case, str(film_id), key)


def give(case: Case) -> None:
    """Make sure that the case has a key. Raises KeyFileError when there is no key file."""
    if not CaseKey.objects.filter(case=case).exists():
        epoch = current().newest
        CaseKey.objects.create(case=case, epoch=epoch, wrapped=_wrapped(case, new_key(), epoch))


def take_if_unused(case_id: UUID) -> bool:
    """Destroy the key of a case that has no film with bytes any more; return whether it went."""
    if Film.objects.filter(case=case_id).exclude(state=FilmState.REFUSED).exists():
        return False
    gone, _each = CaseKey.objects.filter(case=case_id).delete()
    if gone:
        transaction.on_commit(wipe)
    return bool(gone)


def wipe() -> None:
    """Have the database forget what it deleted: SQLite writes zeros over it (secure_delete), and this
    carries that from its log to its file. While somebody reads, it is left to the next time."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def destroyed_on(epoch: str) -> date:
    """The day from which no backup with a key wrapped in this epoch opens any more, if the keys are
    renewed each month."""
    return first_day(later(epoch, key_file.KEPT))


# --- the key file ---------------------------------------------------------------------------------
def begin() -> bool:
    """Make the key file when there is none and nothing is encrypted yet; return whether it was made.

    Raises ImproperlyConfigured when it is missing though it is needed, or is not as it should be.
    """
    path = Path(settings.KEYS)
    try:
        current()
        return False
    except KeyFileError as error:
        if path.exists():
            raise ImproperlyConfigured(str(error)) from error
    with scopes_disabled():
        if CaseKey.objects.exists():
            raise ImproperlyConfigured(
                f"The key file {path} is missing, and without it no film here can be read. Put it "
                "back, or make it again from the recovery kit: "
                f"./run attune vault restore-kit {path}"
            )
    today = timezone.localdate()
    name = urlsplit(settings.PUBLIC_URL).hostname or "Attune"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key_file.create(path, KeyFile.fresh(name, today, epoch_of(today)))
    return True


def outdated_kit() -> str | None:
    """What is wrong with the recovery kit that was said last on this machine; None if nothing is."""
    newest, noted = current().newest, kit_note.noted(Path(settings.KEYS))
    if noted is None:
        return "No recovery kit of the keys was ever printed here: without one, a lost key file is lost for good."
    if noted < newest:
        return f"The recovery kit is older ({noted}) than the newest key ({newest}), and does not hold it."
    return None


def renew(kept: int = key_file.KEPT) -> tuple[int, list[str]]:
    """A new key for a new month; every case's key is wrapped by it, and old months' keys go.

    Returns how many were wrapped anew, and the months whose keys were destroyed. Stopped anywhere,
    it leaves keys with which everything opens; done again, it goes on. Raises KeyFileError.
    """
    path = Path(settings.KEYS)
    with scopes_disabled():
        with transaction.atomic():  # one at a time: it holds the database's right to write
            before = key_file.read(path)
            renewed = before.with_epoch(epoch_of(timezone.localdate()))
            if renewed != before:
                key_file.replace(path, renewed)
            count = sum(_wrap_anew(each, renewed) for each in _not_of(renewed.newest))
        with transaction.atomic():
            smaller = renewed.without_old(kept)
            if _not_of(smaller.newest).exists():
                return count, []  # somebody was given a key meanwhile: next time
            if smaller != renewed:
                key_file.replace(path, smaller)
    wipe()
    return count, [epoch for epoch in renewed.keys if epoch not in smaller.keys]


def _not_of(epoch: str):
    return CaseKey.objects.exclude(epoch=epoch).select_related("case")


def _wrap_anew(each: CaseKey, keys: KeyFile) -> int:
    service, case = str(each.case.service_id), str(each.case_id)
    by = keys.key(each.epoch)
    key = unwrap(bytes(each.wrapped), by, service=service, case=case, epoch=each.epoch)
    wrapped = wrap(key, keys.key(keys.newest), service=service, case=case, epoch=keys.newest)
    return CaseKey.objects.filter(pk=each.pk).update(epoch=keys.newest, wrapped=wrapped)


def _wrapped(case: Case, key: bytes, epoch: str) -> bytes:
    return wrap(
        key, current().key(epoch), service=str(case.service_id), case=str(case.pk), epoch=epoch
    )
