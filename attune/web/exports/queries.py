"""Reading exports: everything here asks who asks, and whether the people in the picture agree."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attune.core.clock import ClockError
from attune.core.consent import Purpose
from attune.core.journey import FilmState
from attune.web.cases.models import Case, Participant
from attune.web.cases.queries import (
    PersonConsents,
    Standing,
    consents_of,
    open_in_case,
    require_worker,
)
from attune.web.exports.models import ClipFace, Export, ExportClip
from attune.web.films.models import Film
from attune.web.films.queries import frame_table, without_consent
from attune.web.people.queries import Actor
from attune.web.reviews.models import Moment, SharedReview
from attune.web.reviews.queries.reviews import Agreement, agreement
from attune.web.reviews.queries.showing import Shown, showing

STILL_SECONDS = 4  # how long a still is shown
CARD_SECONDS = 4  # how long the first card is shown


class NoFileError(PermissionDenied):
    """There is no file, or somebody in it does not agree to it any more."""

    def __init__(self, export: Export) -> None:
        super().__init__(export.pk)
        self.export = export


# --- opening, for those who hold the case -------------------------------------------------------
def open_export(actor: Actor, export_id: UUID) -> Export:
    """404 when it is not in their service, 403 when they do not hold the case."""
    return open_in_case(actor, Export, export_id, "by", "given_by")


def open_clip(actor: Actor, clip_id: UUID) -> ExportClip:
    clips = ExportClip.objects.select_related("export__case", "film", "moment")
    clip = get_object_or_404(clips, pk=clip_id)
    require_worker(actor, clip.export.case)
    return clip


def open_face(actor: Actor, face_id: UUID) -> ClipFace:
    """A face whose picture may be seen now: while all in its film agree to being filmed."""
    faces = ClipFace.objects.select_related("clip__export__case", "clip__film")
    face = get_object_or_404(faces, pk=face_id)
    require_worker(actor, face.clip.export.case)
    if not film_may_be_seen(face.clip):
        raise NoFileError(face.clip.export)
    return face


def film_may_be_seen(clip: ExportClip) -> bool:
    """Whether everyone in the film of this clip agrees, today, to being filmed."""
    people = list(clip.film.in_picture.all()) if clip.film else []
    return bool(people) and not without_consent(people)


def open_file(actor: Actor, export_id: UUID) -> Export:
    """An export whose file the actor may see now. Raises NoFileError."""
    export = open_export(actor, export_id)
    over = export.expires_at is None or export.expires_at < timezone.now()
    if not export.is_there or over or export.home_id is None or not stands(export):
        raise NoFileError(export)
    return export


def exports_of(case: Case) -> list[Export]:
    return list(Export.objects.filter(case=case).prefetch_related("clips"))


# --- what it holds ------------------------------------------------------------------------------
def moments_of(case: Case) -> list[Moment]:
    """Every moment of the case that a file could be made of."""
    moments = Moment.objects.filter(film__case=case, film__state=FilmState.READY)
    return list(
        moments.select_related("film__cycle").order_by(
            "film__cycle__number", "film__at", "first", "at"
        )
    )


def shown_in(case: Case, review_id: UUID) -> list[UUID]:
    """The moments of a review, in their order."""
    review = SharedReview.objects.filter(pk=review_id, cycle__case=case).first()
    if review is None:
        return []
    items = review.items.filter(moment__isnull=False)
    return list(items.values_list("moment_id", flat=True))


def seen(moments: Iterable[Moment | None]) -> dict[UUID, Shown]:
    """What may be shown of each moment, by its key: nothing of a film in whose picture somebody does
    not, today, agree to being filmed."""
    rows = [moment for moment in moments if moment is not None]
    films = Film.objects.filter(pk__in={row.film_id for row in rows}).prefetch_related("in_picture")
    people = {film.pk: list(film.in_picture.all()) for film in films}
    missing = set(without_consent(person for each in people.values() for person in each))
    visible = {film for film, each in people.items() if each and not missing & set(each)}
    return showing(row for row in rows if row.film_id in visible)


def clips_of(export: Export) -> list[ExportClip]:
    return list(export.clips.select_related("film", "moment").prefetch_related("faces"))


def seconds_of(clip: ExportClip) -> Fraction | None:
    """How long the clip lasts in the file; None while its film is not there."""
    if clip.is_still:
        return Fraction(STILL_SECONDS)
    if clip.film_id is None:
        return None
    try:
        table = frame_table(clip.film_id)
        ticks = table.interval(table.number_of(clip.last))[1] - clip.first
    except (FileNotFoundError, ClockError):
        return None
    return table.time_base.seconds(ticks) / Fraction(clip.speed)


def length_of(export: Export, clips: Iterable[ExportClip]) -> Fraction:
    """How long the whole file lasts, with its first card."""
    card = CARD_SECONDS if export.title else 0
    return card + sum((seconds_of(clip) or Fraction(0) for clip in clips), Fraction(0))


# --- consent ------------------------------------------------------------------------------------
def agreement_for(export: Export) -> Agreement:
    """Have all people in these pictures agreed to being filmed, and to what the file is for?"""
    films = export.clips.filter(film__isnull=False).values_list("film", flat=True)
    return agreement(set(films), Purpose.FILM, Purpose(export.purpose))


def stands(export: Export) -> bool:
    """Whether today everyone in every picture of it agrees; a film that is gone has nobody's yes."""
    if export.clips.filter(film__isnull=True).exists():
        return False
    return agreement_for(export).stands


def people_in(export: Export) -> list[Participant]:
    films = export.clips.values("film")
    return list(Participant.objects.filter(films__in=films).distinct())


@dataclass(frozen=True)
class Ground:
    """One person in the picture, and how their two consents stand: to being filmed, and to what the
    file is for."""

    person: Participant
    standings: tuple[Standing, ...]

    @property
    def missing(self) -> tuple[Standing, ...]:
        return tuple(each for each in self.standings if not each.holds)


def grounds_of(export: Export) -> list[Ground]:
    """Whose consents the file stands on."""
    return [
        Ground(each.participant, (each.film, _for_purpose(each, export.purpose)))
        for each in consents_of(people_in(export))
    ]


def _for_purpose(consents: PersonConsents, purpose: str) -> Standing:
    return next(each for each in consents.standings if each.purpose == purpose)


def missing_for(case: Case) -> dict[str, tuple[Participant, ...]]:
    """For each purpose, who in the pictures of this case has not agreed to it."""
    films = Film.objects.filter(case=case, state=FilmState.READY)
    people = consents_of(Participant.objects.filter(films__in=films).distinct())
    return {
        purpose: tuple(each.participant for each in people if not _for_purpose(each, purpose).holds)
        for purpose, _label in Export.PURPOSES
    }


# --- what goes with a film ----------------------------------------------------------------------
def with_film(film: Film) -> QuerySet[Export]:
    """The exports whose file shows something of this film."""
    return Export.objects.filter(clips__film=film).distinct()


def needs_original(film: Film) -> bool:
    """Whether something is being made of this film just now."""
    making = with_film(film).filter(state=Export.State.MAKING)
    looking = ExportClip.objects.filter(film=film, faces_state=ExportClip.Faces.LOOKING)
    return making.exists() or looking.exists()


def going_with(film: Film) -> list[str]:
    there = with_film(film).filter(state__in=Export.THERE).count()
    if not there:
        return []
    sentence = ngettext("%(n)d film made to give away", "%(n)d films made to give away", there)
    return [sentence % {"n": there}]


def going_without(participant: Participant, purpose: Purpose) -> list[str]:
    """The files that go at once when this person takes this consent back."""
    alive = (Export.State.MAKING, *Export.THERE)
    standing_on = Export.objects.filter(clips__film__in=participant.films.all(), state__in=alive)
    if purpose != Purpose.FILM:
        standing_on = standing_on.filter(purpose=purpose)
    return [
        _("“%(film)s” (%(purpose)s, %(day)s)")
        % {
            "film": export,
            "purpose": export.get_purpose_display(),
            "day": date_format(localtime(export.made_at or export.at), "j F Y"),
        }
        for export in standing_on.distinct()
    ]


def client_of(case: Case) -> Participant | None:
    return case.participants.filter(is_client=True).first()


def only_for(name: str) -> str:
    """What is written over the picture, unless the practitioner changes it."""
    return _("For %(name)s only") % {"name": name}
