"""Making films to give away. Each action is one transaction with one entry in the event log."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from attune.web.audit import actions as audit
from attune.web.cases.models import Case, Consent
from attune.web.exports import queries, tasks, wording
from attune.web.exports.models import ClipFace, Download, Export, ExportClip
from attune.web.films import store
from attune.web.films.models import Film
from attune.web.people.actions import record
from attune.web.people.queries import Actor
from attune.web.reviews.models import Moment

State = Export.State
ROOM, ROOM_PER_SECOND = 16 << 20, 6 << 20  # bytes that an export may take, generously


# --- putting together -----------------------------------------------------------------------------
@transaction.atomic
def begin_export(
    *, by: Actor, case: Case, purpose: str, recipient: str, moments: Iterable[Moment], key: UUID
) -> Export:
    """A file that is to be, with these moments in this order. `key` is the form's own: a form that
    is sent twice makes it once."""
    export, added = Export.objects.get_or_create(
        pk=key,
        case=case,
        defaults={
            "purpose": purpose,
            "recipient": recipient,
            "line": queries.only_for(recipient),
            "by": by.person,
        },
    )
    if added:
        _put_in(export, moments)
        record(by=by, verb="create", thing=export, purpose=purpose, clips=export.clips.count())
    return export


@transaction.atomic
def choose_clips(
    *, by: Actor, export: Export, purpose: str, recipient: str, moments: Iterable[Moment]
) -> None:
    """These moments and no others; those that were there keep their place and how they are shown."""
    _check_open(export)
    if export.line == queries.only_for(export.recipient):
        export.line = queries.only_for(recipient)
    export.purpose, export.recipient = purpose, recipient
    export.save(update_fields=["purpose", "recipient", "line"])
    chosen = list(moments)
    export.clips.exclude(moment__in=chosen).delete()
    here = set(export.clips.values_list("moment_id", flat=True))
    _put_in(export, [moment for moment in chosen if moment.pk not in here])
    _number_anew(export)
    record(by=by, verb="change", thing=export, purpose=purpose, clips=export.clips.count())


def _put_in(export: Export, moments: Iterable[Moment]) -> None:
    begin = export.clips.count() + 1
    for position, moment in enumerate(moments, start=begin):
        ExportClip.objects.create(
            export=export,
            position=position,
            moment=moment,
            film=moment.film,
            is_still=not moment.is_clip,
            first=moment.first,
            last=moment.last,
        )


def _number_anew(export: Export) -> None:
    for position, clip in enumerate(export.clips.all(), start=1):
        if clip.position != position:
            clip.position = position
            clip.save(update_fields=["position"])


def _check_open(export: Export) -> None:
    if not export.is_open:
        raise ValidationError(_("This file is made already. Make a new one to change anything."))


@transaction.atomic
def arrange(
    *, by: Actor, export: Export, words: Mapping[str, Any], clips: Mapping[UUID, Mapping[str, Any]]
) -> None:
    """How it begins, what is written over it, and how each clip is shown."""
    _check_open(export)
    for name, value in words.items():
        setattr(export, name, value)
    export.save(update_fields=list(words))
    for clip in export.clips.filter(pk__in=clips):
        for name, value in clips[clip.pk].items():
            setattr(clip, name, value)
        clip.save(update_fields=list(clips[clip.pk]))
    record(by=by, verb="change", thing=export, fields=sorted(words), clips=len(clips))


@transaction.atomic
def move(*, by: Actor, clip: ExportClip, places: int) -> None:
    """This many places later; a negative number is earlier. It stops at the ends."""
    _check_open(clip.export)
    clips = list(clip.export.clips.all())
    here = clips.index(clip)
    there = min(max(here + places, 0), len(clips) - 1)
    clips.insert(there, clips.pop(here))
    for position, each in enumerate(clips, start=1):
        ExportClip.objects.filter(pk=each.pk).update(position=position)
    record(by=by, verb="change", thing=clip, position=there + 1)


@transaction.atomic
def leave_out(*, by: Actor, clip: ExportClip) -> None:
    """Take a clip out again; the last one stays."""
    _check_open(clip.export)
    if clip.export.clips.count() == 1:
        raise ValidationError(_("A film needs at least one moment. Choose another one first."))
    record(by=by, verb="change", thing=clip.export, left_out=str(clip.pk))
    clip.delete()
    _number_anew(clip.export)


@transaction.atomic
def hide(
    *,
    by: Actor,
    clip: ExportClip,
    everything: bool,
    boxes: list[dict[str, Any]],
    follows: bool,
    cover: str,
    faces: Iterable[UUID] = (),
) -> None:
    """What of the picture is made unrecognisable, and how."""
    _check_open(clip.export)
    clip.hide_all, clip.boxes, clip.follows, clip.cover = everything, boxes, follows, cover
    clip.save(update_fields=["hide_all", "boxes", "follows", "cover"])
    chosen = set(faces)
    for face in clip.faces.all():
        ClipFace.objects.filter(pk=face.pk).update(is_hidden=face.pk in chosen)
    record(by=by, verb="change", thing=clip, boxes=len(boxes), everything=everything)


@transaction.atomic
def look_for_faces(*, by: Actor, clip: ExportClip) -> None:
    """Have the faces of a clip found, so that a person chooses whom to hide."""
    _check_open(clip.export)
    if clip.faces_state == ExportClip.Faces.LOOKING:
        return
    clip.faces.all().delete()
    clip.faces_state = ExportClip.Faces.LOOKING
    clip.save(update_fields=["faces_state"])
    tasks.find_faces.enqueue(str(clip.pk))
    record(by=by, verb="change", thing=clip, faces="looked for")


def after_a_face_goes(*, instance: ClipFace, **kwargs: Any) -> None:
    """A receiver of post_delete: its small picture goes with it."""
    film_id, name = instance.clip.film_id, store.picture(instance.pk, "jpg")
    if film_id is not None:
        transaction.on_commit(lambda: store.drop_picture(film_id, name))


# --- making ---------------------------------------------------------------------------------------
@transaction.atomic
def make(*, by: Actor, export: Export) -> None:
    """Have the file made. ValidationError when consent is missing, or there is no room for it."""
    export = Export.objects.select_for_update().select_related("case").get(pk=export.pk)
    if export.state == State.MAKING or export.is_there:
        return  # the form was sent twice
    _check_open(export)
    clips = queries.clips_of(export)
    if any(queries.seconds_of(clip) is None for clip in clips) or not clips:
        raise ValidationError(_("The film of a moment is not there any more. Choose again first."))
    if not queries.stands(export):
        missing = wording.missing_said(queries.grounds_of(export))
        raise ValidationError(" ".join([_("Not everyone in the picture has agreed."), *missing]))
    seconds = queries.length_of(export, clips)
    if not store.has_room_for(min(tasks.LARGEST, ROOM + int(seconds * ROOM_PER_SECOND))):
        raise ValidationError(wording.no_room())
    export.state, export.job, export.refusal = State.MAKING, uuid4(), ""
    export.home, export.begun_at, export.notes = clips[0].film, None, []
    export.done_seconds = 0
    export.total_seconds = float(seconds)
    export.save()
    tasks.make_export.enqueue(str(export.pk), str(export.job))
    record(by=by, verb="change", thing=export, state=export.state)


@transaction.atomic
def stop(*, by: Actor, export: Export) -> None:
    """Stop making it; what was chosen stays, and it can be made once more."""
    if Export.objects.filter(pk=export.pk, state=State.MAKING).update(
        state=State.ARRANGED, job=None
    ):
        _drop_file(export)
        record(by=by, verb="change", thing=export, state=State.ARRANGED)


# --- giving ---------------------------------------------------------------------------------------
@transaction.atomic
def give(*, by: Actor, export: Export) -> None:
    """Somebody looked at all of it and lets it be given. ValidationError when consent is gone."""
    export = Export.objects.select_for_update().select_related("case").get(pk=export.pk)
    if export.state == State.GIVEN:
        return
    if export.state != State.MADE or not queries.stands(export):
        raise ValidationError(_("There is no file to give. Its page says why."))
    export.state, export.given_at, export.given_by = State.GIVEN, timezone.now(), by.person
    export.expires_at = Export.next_expiry()
    export.save(update_fields=["state", "given_at", "given_by", "expires_at"])
    record(by=by, verb="change", thing=export, state=export.state)


@transaction.atomic
def change_again(*, by: Actor, export: Export) -> None:
    """Back to putting together: the file that was looked at goes, what was chosen stays."""
    export = Export.objects.select_for_update().select_related("case").get(pk=export.pk)
    if export.state != State.MADE:
        raise ValidationError(_("This file was given already. Make a new one to change anything."))
    _drop_file(export)
    export.state, export.job = State.ARRANGED, None
    export.save(update_fields=["state", "job"])
    record(by=by, verb="change", thing=export, state=export.state)


@transaction.atomic
def take_along(*, by: Actor, export: Export, anew: bool = True) -> None:
    """Somebody downloads the file, from its beginning (anew) or going on where it broke off."""
    if anew:
        Download.objects.create(export=export, by=by.person)
    record(by=by, verb="read", thing=export, downloaded=True)


@transaction.atomic
def erase(*, by: Actor, export: Export) -> None:
    """The file goes at once; the row keeps what it was and for whom. What was never made goes
    without a trace on the page."""
    if export.is_open:
        record(by=by, verb="erase", thing=export)
        export.delete()
        return
    if not export.is_there and export.state != State.MAKING:
        return
    _end(export, State.ERASED, _("%(name)s erased it.") % {"name": by.person.name})
    record(by=by, verb="erase", thing=export)


# --- what ends it without anybody's click -----------------------------------------------------------
def after_an_answer(*, instance: Consent, **kwargs: Any) -> None:
    """A receiver of post_save: when somebody takes a consent back, the files that stand on it go,
    in the same transaction, and a file that is being made is not finished."""
    films = instance.participant.films.all()
    touched = Export.objects.filter(clips__film__in=films).distinct().select_related("case")
    end_without_consent(touched, person_id=instance.recorded_by_id)


def before_a_film_goes(*, instance: Film, **kwargs: Any) -> None:
    """A receiver of pre_delete: what was made of a film goes with it."""
    sentence = _("A film it was made of was deleted, and it was erased with it.")
    alive = queries.with_film(instance).filter(state__in=(State.MAKING, *Export.THERE))
    for export in alive.select_related("case"):
        _end(export, State.ERASED, sentence)
        _record(export, "erase", None)


@transaction.atomic
def end_without_consent(exports: Iterable[Export], *, person_id: UUID | None = None) -> int:
    """End those of `exports` of which somebody in the picture does not agree today; return how
    many. person_id: who wrote the answer down; None when it is the clock."""
    ended = 0
    for export in exports:
        if not (export.state == State.MAKING or export.is_there) or queries.stands(export):
            continue
        missing = queries.agreement_for(export).missing
        _end(export, State.WITHDRAWN, wording.no_longer_agreed(missing))
        _record(export, "withdraw", person_id)
        ended += 1
    return ended


@transaction.atomic
def end_expired(exports: Iterable[Export]) -> int:
    """Erase the files of those whose time is over; return how many."""
    now = timezone.now()
    over = [each for each in exports if each.is_there and each.expires_at < now]
    for export in over:
        _end(export, State.EXPIRED, _("Its time was over."))
        _record(export, "erase", None)
    return len(over)


def _end(export: Export, state: str, sentence: str) -> None:
    _drop_file(export)
    export.state, export.refusal = state, sentence[:300]
    export.job, export.ended_at = None, timezone.now()
    export.save(update_fields=["state", "refusal", "job", "ended_at"])
    ClipFace.objects.filter(clip__export=export).delete()


def _drop_file(export: Export) -> None:
    home = export.home_id
    if home is not None:
        transaction.on_commit(lambda: store.drop_export(home, export.pk))


def _record(export: Export, verb: str, person_id: UUID | None) -> None:
    audit.record(
        verb=verb,
        thing=export,
        service_id=export.case.service_id,
        person_id=person_id,
        case_id=export.case_id,
        state=export.state,
    )
