"""Making a film to give away, done by a worker. Doing it twice does no harm."""

from contextlib import ExitStack
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled
from django_tasks import TaskResultStatus, task

from attune.web.audit import actions as audit
from attune.web.exports import planning, queries, wording
from attune.web.exports.models import ClipFace, Export, ExportClip
from attune.web.films import store
from attune.web.films.sources import open_source

EVERY = 1.0  # seconds between two notes of progress
LARGEST = 4_000_000_000  # bytes: every stick and phone takes a file of this size, and none larger
MORE = 64 << 20  # so that it is our own limit that is met, which has a sentence
OUT = "out.mp4"  # what the program calls the file
State, Faces = Export.State, ExportClip.Faces
MOST_PICTURES = 16 << 20  # bytes of all small pictures of faces in a clip


class OverError(Exception):
    """The export was stopped, or somebody took back their consent, while it was being made."""


class TooLargeError(Exception):
    """The file would be larger than a gift should be."""


class NoRoomError(Exception):
    """The disk has become too full to make it."""


class Written:
    """A sink that writes on in the store what is made, as far as it is no larger than it should be."""

    def __init__(self, file: store.Exporting) -> None:
        self.file = file

    def append(self, name: str, piece: bytes) -> None:
        self._check(piece)
        try:
            self.file.append(piece)
        except OSError as error:
            raise NoRoomError if store.is_full(error) else error from error

    def put_before(self, name: str, content: bytes) -> None:
        self._check(content)
        self.file.put_before(content)

    def replace(self, name: str, content: bytes) -> None:
        raise ValueError("An export's file is written from its beginning to its end.")

    def _check(self, piece: bytes) -> None:
        if self.file.size + len(piece) > LARGEST:
            raise TooLargeError


class Told:
    """Writes progress to the export's row, each time in a transaction of its own, and asks each
    time whether it may go on."""

    def __init__(self, export: Export) -> None:
        self.export = export
        self.told_at = 0.0

    def __call__(self, words: dict[str, Any]) -> None:
        now = monotonic()
        if now - self.told_at < EVERY or "done" not in words:
            return
        self.told_at = now
        told = {"done_seconds": float(words["done"]), "total_seconds": float(words["total"])}
        if not _alive(self.export).update(**told):
            raise OverError
        if not queries.stands(self.export):
            _withdraw(self.export)
            raise OverError
        if not store.has_room_for(0):
            raise NoRoomError


@task(queue_name="films")
def make_export(export_id: str, job: str) -> None:
    """Carry out the plan of an export whose newest try this is."""
    with scopes_disabled():
        waiting = Export.objects.filter(pk=export_id, job=job, state=State.MAKING)
        export = waiting.select_related("case__service").first()
    if export is None:
        return  # stopped, or tried anew
    with scope(service=export.case.service):
        _make(export)


def _make(export: Export) -> None:
    from attune.core.media.sandbox.launcher import (
        FilmRefusedError,
        Limits,
        run,
    )

    export.begun_at = timezone.now()
    _alive(export).update(begun_at=export.begun_at, done_seconds=0)
    try:
        clips = queries.clips_of(export)
        plan, films = planning.plan_of(export, clips)
    except ValueError as refusal:  # a PlanError: its text is one plain sentence
        _fail(export, str(refusal))
        return
    limits = Limits(given=LARGEST + MORE, names=frozenset({OUT}))
    try:
        with ExitStack() as open_files:
            opened = [open_files.enter_context(open_source(film)) for film in films]
            # The tables save it a second decoding.
            sources = [*(each.file for each in opened), *(each.frames for each in opened)]
            given = {"plan": planning.on(plan, opened).to_json()}
            file = open_files.enter_context(store.Exporting(export.home_id, export.pk))
            facts = run("render", given, sources, Written(file), said=Told(export), limits=limits)
            _keep(export, file, [*wording.from_copies(clips), *planning.notes_of(facts)])
    except OverError:
        return  # the row says already why
    except FilmRefusedError as refusal:
        _fail(export, str(refusal))
    except TooLargeError:
        _fail(export, _("This film would be too large to give. Choose fewer or shorter moments."))
    except NoRoomError:
        _fail(export, wording.no_room())
    except FileNotFoundError:
        if _alive(export).exists() and export.home_id is not None:
            raise  # bytes are missing though nobody deleted the film: not right, to be tried again


def _keep(export: Export, file: store.Exporting, notes: list[str]) -> None:
    """The bytes first, then the row that names them: unless it is over, and then neither."""
    if not _alive(export).exists():
        return
    file.keep()
    with transaction.atomic():
        row = _alive(export).select_for_update().first()
        if row is not None and queries.stands(row):
            row.state, row.made_at = State.MADE, timezone.now()
            row.size, row.notes = file.size, notes
            row.done_seconds = row.total_seconds
            row.expires_at = Export.next_expiry()
            row.save()
            _record(row, size=row.size)
            return
    store.drop_export(export.home_id, export.pk)
    _withdraw(export)


# --- faces ----------------------------------------------------------------------------------------
class Pictures:
    """A sink for small pictures, by their names."""

    def __init__(self) -> None:
        self.by_name: dict[str, bytes] = {}

    def append(self, name: str, piece: bytes) -> None:
        self.replace(name, self.by_name.get(name, b"") + piece)

    def replace(self, name: str, content: bytes) -> None:
        self.by_name[name] = content


@task(queue_name="films")
def find_faces(clip_id: str) -> None:
    """Find the faces of a clip, for a person to choose whom to hide."""
    with scopes_disabled():
        looking = ExportClip.objects.filter(pk=clip_id, faces_state=Faces.LOOKING)
        clip = looking.select_related("export__case__service").first()
    if clip is None or clip.film_id is None:
        return
    with scope(service=clip.export.case.service):
        _find_faces(clip, clip.film_id)


def _find_faces(clip: ExportClip, film_id: UUID) -> None:
    from attune.core.media.sandbox.launcher import (
        FilmRefusedError,
        Limits,
        run,
    )

    pictures = Pictures()
    try:
        with open_source(film_id) as source:
            given = {"first": source.tick(clip.first), "last": source.tick(clip.last)}
            parts, limits = [source.file, source.frames], Limits(given=MOST_PICTURES)
            facts = run("faces", given, parts, pictures, limits=limits)
        found = [
            (
                [[source.back(tick), *place] for tick, *place in track["boxes"]],
                pictures.by_name[track["picture"]],
            )
            for track in facts["tracks"]
        ]
        for boxes, _picture in found:
            planning.face_of(0, boxes)
    except (FilmRefusedError, ValueError, TypeError, KeyError):
        _end_looking(clip, Faces.FAILED, [])
        return
    faces = [
        (ClipFace(clip=clip, number=number, boxes=boxes), picture)
        for number, (boxes, picture) in enumerate(found, start=1)
    ]
    for face, picture in faces:
        store.write(film_id, store.picture(face.pk, "jpg"), picture)
    if not _end_looking(clip, Faces.FOUND, [face for face, _picture in faces]):
        for face, _picture in faces:
            store.drop_picture(film_id, store.picture(face.pk, "jpg"))


@transaction.atomic
def _end_looking(clip: ExportClip, state: str, faces: list[ClipFace]) -> bool:
    """Whether somebody still wants to know."""
    wanted = ExportClip.objects.filter(pk=clip.pk, faces_state=Faces.LOOKING)
    if not wanted.update(faces_state=state):
        return False
    ClipFace.objects.bulk_create(faces)
    return True


# --- what became of it ----------------------------------------------------------------------------
def _alive(export: Export) -> Any:
    return Export.objects.filter(pk=export.pk, job=export.job, state=State.MAKING)


@transaction.atomic
def _fail(export: Export, sentence: str) -> None:
    if _alive(export).update(state=State.FAILED, job=None, refusal=sentence[:300]):
        export.state = State.FAILED
        _record(export)


@transaction.atomic
def _withdraw(export: Export) -> None:
    """A consent ran out while the file was made: no answer was written down that would end it."""
    missing = queries.agreement_for(export).missing
    told = {"refusal": wording.no_longer_agreed(missing), "ended_at": timezone.now()}
    if _alive(export).update(state=State.WITHDRAWN, job=None, **told):
        export.state = State.WITHDRAWN
        _record(export)


def _record(export: Export, **detail: object) -> None:
    audit.record(
        verb="change",
        thing=export,
        service_id=export.case.service_id,
        person_id=None,
        case_id=export.case_id,
        state=export.state,
        **detail,
    )


def give_up(*, task_result: Any, **kwargs: Any) -> None:
    """A receiver of task_finished: what failed for good says so."""
    if task_result.status != TaskResultStatus.FAILED:
        return
    path = task_result.task.module_path
    with scopes_disabled():
        if path == find_faces.module_path:
            looking = ExportClip.objects.filter(pk=task_result.args[0], faces_state=Faces.LOOKING)
            looking.update(faces_state=Faces.FAILED)
        if path != make_export.module_path:
            return
        rows = Export.objects.select_related("case").filter(
            pk=UUID(task_result.args[0]), job=UUID(task_result.args[1])
        )
        if (export := rows.first()) is not None:
            _fail(
                export,
                _(
                    "This film could not be made, though it was tried several times. Nothing is "
                    "lost: try it without what is hidden or slowed down, and tell the person who "
                    "runs Attune for you."
                ),
            )
