"""Changing films. Each action is one transaction with one entry in the event log."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from attune.core.journey import FilmState
from attune.core.timeline.beside import Beside
from attune.core.vault.keys import epoch_of
from attune.web.audit import actions as audit
from attune.web.cases.models import Cycle, Participant
from attune.web.films import keys, receiving, retention, store
from attune.web.films.hearing import find_offset
from attune.web.films.models import CaseKey, ErasureReceipt, Film, SecondCamera
from attune.web.films.queries import frame_table, without_consent
from attune.web.films.tasks import ingest
from attune.web.films.tus import UploadError
from attune.web.people.actions import record
from attune.web.people.models import Service
from attune.web.people.queries import Actor


@transaction.atomic
def begin_film(
    *,
    by: Actor,
    cycle: Cycle,
    kind: str,
    title: str,
    filmed_on: date,
    in_picture: Iterable[Participant],
    original_name: str,
    size: int | None,
) -> Film:
    """A film that is on its way, with an empty place for its bytes. size is None for a recording.

    Raises UploadError when the disk has no room for it.
    """
    if not store.has_room_for(size or 0):
        raise UploadError(
            507,
            _(
                "There is not enough room left on the server for this film. Nothing has been sent. "
                "Please tell the person who runs Attune for you."
            ),
        )
    film = Film(
        case=cycle.case,
        cycle=cycle,
        kind=kind,
        title=title,
        filmed_on=filmed_on,
        original_name=original_name,
        size=size,
        expires_at=Film.next_expiry(),
        by=by.person,
    )
    store.create(film.pk)
    try:
        keys.give(cycle.case)
        film.save()
        film.in_picture.set(in_picture)
        record(by=by, verb="create", thing=film, size=size)
    except BaseException:
        store.erase(film.pk)
        raise
    return film


def keep_open(film: Film) -> None:
    """An upload that goes on waits its full time again when it breaks off. To some seconds this
    says also when its last part came (queries.is_broken_off)."""
    if film.expires_at < Film.next_expiry() - timedelta(seconds=10):
        film.expires_at = Film.next_expiry()
        Film.objects.filter(pk=film.pk).update(expires_at=film.expires_at)


def tell_size(*, film: Film, size: int) -> None:
    """A recording has ended, and this is how many bytes it has. Raises UploadError for another
    size than was told before."""
    if film.size is None:
        Film.objects.filter(pk=film.pk, size=None).update(size=size)
        film.refresh_from_db(fields=["size"])
    if film.size != size:
        raise UploadError(400, _("The upload could not be understood."))


def note_part(film: Film) -> None:
    """Another part of a recording has arrived."""
    film.last_part_at = timezone.now()
    Film.objects.filter(pk=film.pk).update(last_part_at=film.last_part_at)


def keep_recording(*, by: Actor, film: Film) -> None:
    """Keep what has arrived of a recording that was broken off. Raises UploadError for nothing."""
    arrived = store.arrived(film.pk)
    if not arrived:
        raise UploadError(
            409, _("Nothing of this recording has arrived. Delete it, and film once more.")
        )
    Film.objects.filter(pk=film.pk, state=FilmState.UPLOADING).update(size=arrived)
    finish_upload(film=film, by=by)


def finish_upload(*, film: Film, by: Actor | None = None) -> None:
    """All bytes are here: have the film prepared.

    Doing it again does nothing. Without `by` it is the start of the server that does it.
    When someone in the picture has withdrawn meanwhile, the film is refused and its bytes go.
    """
    with transaction.atomic():
        film = Film.objects.select_related("case").filter(pk=film.pk).first()
        if film is None:
            raise UploadError(410, receiving.gone())
        if film.state != FilmState.UPLOADING:
            return
        if without_consent(film.in_picture.all()):
            _refuse_withdrawn(film)
        else:
            film.state = FilmState.PREPARING
            film.save(update_fields=["state"])
            ingest.enqueue(str(film.pk))
        _record(by, film, "change", state=film.state)


def require_consent(*, film: Film, by: Actor) -> None:
    """An upload ends at once when someone in the picture has changed their mind: the film is
    refused, its bytes go, and UploadError says so."""
    if not without_consent(film.in_picture.all()):
        return
    with transaction.atomic():
        waiting = Film.objects.select_related("case").filter(state=FilmState.UPLOADING)
        film = waiting.filter(pk=film.pk).first()
        if film is None:  # the last byte came meanwhile, and finish_upload has asked the same
            return
        _refuse_withdrawn(film)
        _record(by, film, "change", state=film.state)
    raise UploadError(403, film.refusal)


def _refuse_withdrawn(film: Film) -> None:
    film.state = FilmState.REFUSED
    film.refusal = _(
        "Someone in the picture changed their mind about being filmed while the film was "
        "on its way. It has not been kept."
    )
    film.save(update_fields=["state", "refusal"])
    keys.take_if_unused(film.case_id)
    transaction.on_commit(lambda: store.erase(film.pk))


@transaction.atomic
def stop_preparing(*, film: Film, by: Actor) -> None:
    """Have preparing end within seconds; the film waits, whole, for `prepare_again`.

    A film that is not being prepared stays as it is.
    """
    waiting = Film.objects.filter(pk=film.pk, state=FilmState.PREPARING)
    if waiting.exclude(held=Film.Held.STOPPED).update(held=Film.Held.STOPPED):
        record(by=by, verb="change", thing=film, held=Film.Held.STOPPED)


@transaction.atomic
def prepare_again(*, film: Film, by: Actor) -> None:
    """Undo `stop_preparing`: the film is prepared from its beginning."""
    stopped = Film.objects.filter(pk=film.pk, state=FilmState.PREPARING, held=Film.Held.STOPPED)
    if stopped.update(held=Film.Held.NOTHING, done_seconds=0, preparing_since=None):
        ingest.enqueue(str(film.pk))
        record(by=by, verb="change", thing=film, held=Film.Held.NOTHING)


@transaction.atomic
def delete_film(*, film: Film, by: Actor | None = None) -> ErasureReceipt:
    """Erase the film, its bytes and all that hangs on it, and return the receipt. Raises
    ProtectedError when something may not lose it. Without `by` it is the clock that does it.

    With the last film of a case the case's key goes too: then no copy in a backup opens any more once
    the key of its month is gone.
    """
    film_id: UUID = film.pk
    _record(by, film, "erase", state=film.state)
    wrapped = CaseKey.objects.filter(case=film.case_id).first()
    film.delete()
    destroyed = keys.take_if_unused(film.case_id) or wrapped is None
    epoch = wrapped.epoch if wrapped else epoch_of(timezone.localdate())
    receipt = ErasureReceipt.objects.create(
        service=film.case.service,
        case_id=film.case_id,
        film_id=film_id,
        by_id=by.person.pk if by else None,
        key_destroyed=destroyed,
        backups_until=keys.destroyed_on(epoch) if destroyed else None,
    )
    transaction.on_commit(lambda: store.erase(film_id))
    return receipt


# --- the original -----------------------------------------------------------------------------------
@transaction.atomic
def keep_days(*, by: Actor, days: int) -> None:
    """For how many days this service keeps originals; see Film.kept_until for whom it counts."""
    if Service.objects.filter(pk=by.service.pk).update(originals_kept_days=days):
        audit.record(
            verb="change",
            thing=by.service,
            service_id=by.service.pk,
            person_id=by.person.pk,
            originals_kept_days=days,
        )


@transaction.atomic
def keep_original_longer(*, by: Actor, film: Film) -> None:
    """Thirty days more than were told. An original that is gone stays gone."""
    film = Film.objects.select_for_update().select_related("case__service").get(pk=film.pk)
    until = film.kept_until
    if until is None or film.original_removed_at is not None:
        return
    film.original_until = max(until, timezone.now()) + retention.LONGER
    film.save(update_fields=["original_until"])
    record(by=by, verb="change", thing=film, original_until=f"{film.original_until:%Y-%m-%d}")


def remove_originals() -> int:
    """Remove the originals whose time is over; return how many. What a power cut kept on the disk of
    one that was removed goes too."""
    retention.count()
    removed = 0
    for film in list(retention.with_original().select_related("case__service")):
        if retention.is_due(film) and retention.copy_is_whole(film):
            removed += _remove_original(film.pk)
    for film_id in Film.objects.filter(original_removed_at__isnull=False).values_list(
        "pk", flat=True
    ):
        store.erase_original(film_id)
    return removed


@transaction.atomic
def _remove_original(film_id: UUID) -> bool:
    """Asked once more when nobody else writes: nothing that begins now can want it any more."""
    rows = Film.objects.select_for_update().select_related("case__service")
    film = rows.filter(pk=film_id).first()
    if film is None or not retention.is_due(film) or retention.is_needed(film):
        return False
    film.original_removed_at = timezone.now()
    film.save(update_fields=["original_removed_at"])
    ErasureReceipt.objects.create(
        what=ErasureReceipt.What.ORIGINAL,
        service=film.case.service,
        case_id=film.case_id,
        film_id=film_id,
        key_destroyed=False,
    )
    _record(None, film, "erase", original=True, size=film.size)
    transaction.on_commit(lambda: store.erase_original(film_id))
    return True


# --- two cameras ------------------------------------------------------------------------------------
@transaction.atomic
def join_camera(*, by: Actor, first: Film, second: Film) -> SecondCamera:
    """Lay a second camera's film beside a first; where it lies is found by their sound."""
    joined, made = SecondCamera.objects.get_or_create(
        first=first, second=second, defaults={"by": by.person}
    )
    if made:
        record(by=by, verb="change", thing=first, second=str(second.pk))
        find_offset.enqueue(str(joined.pk))
    return joined


@transaction.atomic
def lay_beside(*, by: Actor, joined: SecondCamera, offset: Fraction) -> None:
    """Lay the films by hand. Raises BesideError for an offset that cannot be."""
    Beside(frame_table(joined.first_id), frame_table(joined.second_id), offset)
    joined.offset_num, joined.offset_den = offset.numerator, offset.denominator
    joined.state, joined.reason = SecondCamera.State.BY_HAND, ""
    joined.save()
    record(by=by, verb="change", thing=joined.first, offset=str(offset))


@transaction.atomic
def part_cameras(*, by: Actor, joined: SecondCamera) -> None:
    """Two films for themselves again."""
    record(by=by, verb="change", thing=joined.first, parted=str(joined.second_id))
    joined.delete()


def drop_expired() -> int:
    """Erase uploads that were broken off and not resumed in time; return how many."""
    stale = Film.objects.filter(state=FilmState.UPLOADING, expires_at__lt=timezone.now())
    films = list(stale.select_related("case"))
    for film in films:
        delete_film(film=film)
    return len(films)


def _record(by: Actor | None, film: Film, verb: str, **detail: object) -> None:
    if by is not None:
        record(by=by, verb=verb, thing=film, **detail)
        return
    audit.record(
        verb=verb,
        thing=film,
        service_id=film.case.service_id,
        person_id=None,
        case_id=film.case_id,
        **detail,
    )
