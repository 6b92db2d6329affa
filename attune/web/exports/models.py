"""An export: one film made of chosen moments, for named people and one purpose, for a while."""

import uuid
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from attune.core.consent import Purpose
from attune.core.timeline.model import LONGEST_TITLE


class Export(models.Model):
    """What the file holds, for whom, and where it is on its way. The row outlives the file.

    The file itself lies in the store under the film of its first moment (`home`), with the key of
    the case, so that it goes when that film goes.
    """

    class State(models.TextChoices):
        ARRANGED = "arranged", _("Being put together")
        MAKING = "making", _("Being made")
        MADE = "made", _("To be watched")
        GIVEN = "given", _("Ready to give")
        FAILED = "failed", _("Could not be made")
        WITHDRAWN = "withdrawn", _("Erased: consent was withdrawn")
        EXPIRED = "expired", _("Erased: its time was over")
        ERASED = "erased", _("Erased")

    class Quality(models.TextChoices):
        EXACT = "exact", _("For any player")
        ORIGINAL = "original", _("As it was filmed, where that is possible")

    PURPOSES: ClassVar = [
        (Purpose.COPY, _("A copy for the family")),
        (Purpose.SUPERVISION, _("My supervision")),
        (Purpose.INTERVISION, _("Learning with colleagues")),
        (Purpose.TRAINING, _("Training inside the service")),
        (Purpose.TEACHING, _("Teaching and conferences")),
        (Purpose.RESEARCH, _("Research")),
    ]
    OPEN: ClassVar = (State.ARRANGED, State.FAILED)  # may still be changed
    THERE: ClassVar = (State.MADE, State.GIVEN)  # there is a file

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="exports")
    purpose = models.CharField(_("what it is for"), max_length=20, choices=PURPOSES)
    recipient = models.CharField(_("who it is for"), max_length=80)
    title = models.CharField(_("words on the first card"), max_length=120, blank=True)
    subtitle = models.CharField(_("smaller words below"), max_length=200, blank=True)
    line = models.CharField(_("line over the picture"), max_length=100, blank=True)
    chapters = models.BooleanField(_("chapters"), default=True)
    quality = models.CharField(
        _("picture"), max_length=10, choices=Quality.choices, default=Quality.EXACT
    )

    state = models.CharField(max_length=10, choices=State.choices, default=State.ARRANGED)
    refusal = models.CharField(max_length=300, blank=True)  # the sentence a person reads
    notes = models.JSONField(default=list)  # what making it told, as sentences
    job = models.UUIDField(null=True)  # the newest try; an older one finds itself replaced
    begun_at = models.DateTimeField(null=True)  # when the newest try began to work
    done_seconds = models.FloatField(default=0)
    total_seconds = models.FloatField(default=0)
    home = models.ForeignKey("films.Film", models.SET_NULL, related_name="+", null=True)
    size = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    given_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # when the file went

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="case__service")

    class Meta:
        ordering = ("-at",)
        verbose_name = _("film to give away")
        verbose_name_plural = _("films to give away")

    def __str__(self) -> str:
        return _("A film for %(name)s") % {"name": self.recipient}

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_there(self) -> bool:
        return self.state in self.THERE

    @property
    def percent(self) -> int:
        if not self.total_seconds:
            return 0
        return min(100, int(100 * self.done_seconds / self.total_seconds))

    @property
    def seconds_left(self) -> int | None:
        """How long making it will still take, at the speed so far; None while nobody can know."""
        if not self.begun_at or not self.done_seconds or self.done_seconds > self.total_seconds:
            return None
        spent = (timezone.now() - self.begun_at).total_seconds()
        return round(spent * (self.total_seconds - self.done_seconds) / self.done_seconds)

    @staticmethod
    def next_expiry():
        return timezone.now() + timedelta(days=settings.EXPORT_KEPT_DAYS)


class ExportClip(models.Model):
    """A moment in its place. Its ticks are those of the day it was chosen; the moment may go."""

    class Speed(models.TextChoices):
        FULL = "1", _("As it was")
        HALF = "1/2", _("Half as fast")
        QUARTER = "1/4", _("A quarter as fast")

    class Sound(models.TextChoices):
        KEPT = "kept", _("As it was")
        MASKED = "masked", _("Voices changed")
        MUTED = "muted", _("None")

    class Faces(models.TextChoices):
        NOT_ASKED = "", _("Not looked for")
        LOOKING = "looking", _("Being looked for")
        FOUND = "found", _("Looked for")
        FAILED = "failed", _("Could not be looked for")

    class Cover(models.TextChoices):
        SQUARES = "pixelate", _("Coarse squares: shapes and movement can still be seen")
        GREY = "fill", _("Plain grey: nothing can be seen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    export = models.ForeignKey("exports.Export", models.CASCADE, related_name="clips")
    position = models.PositiveIntegerField()
    moment = models.ForeignKey("reviews.Moment", models.SET_NULL, related_name="+", null=True)
    film = models.ForeignKey("films.Film", models.SET_NULL, related_name="+", null=True)
    is_still = models.BooleanField(default=False)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    name = models.CharField(_("name of the chapter"), max_length=LONGEST_TITLE, blank=True)
    speed = models.CharField(_("how fast"), max_length=4, choices=Speed.choices, default=Speed.FULL)
    sound = models.CharField(_("sound"), max_length=10, choices=Sound.choices, default=Sound.KEPT)
    hide_all = models.BooleanField(default=False)  # the whole picture
    boxes = models.JSONField(default=list)  # in percent of the picture; `at`: the tick drawn on
    follows = models.BooleanField(default=True)  # whether boxes go along with what is in them
    cover = models.CharField(max_length=10, choices=Cover.choices, default=Cover.SQUARES)
    faces_state = models.CharField(
        max_length=10, choices=Faces.choices, blank=True, default=Faces.NOT_ASKED
    )

    objects: ClassVar = ScopedManager(service="export__case__service")

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.name or _("Moment %(number)d") % {"number": self.position}

    @property
    def case_id(self) -> uuid.UUID:
        return self.export.case_id

    @property
    def hidden_faces(self) -> list["ClipFace"]:
        return [face for face in self.faces.all() if face.is_hidden]

    @property
    def places_hidden(self) -> int:
        return len(self.boxes) + len(self.hidden_faces)

    @property
    def covered(self) -> list[dict[str, float]]:
        """What is hidden where the clip begins, in percent of the picture; a face, where it is first."""
        if self.hide_all:
            return [{"left": 0, "top": 0, "width": 100, "height": 100}]
        faces = [min(face.boxes, key=lambda box: box[0]) for face in self.hidden_faces]
        edges = ("left", "top", "width", "height")
        found = [dict(zip(edges, (side / 100 for side in box[1:]), strict=True)) for box in faces]
        return [*self.boxes, *found]

    @property
    def hides(self) -> bool:
        return self.hide_all or self.places_hidden > 0


class ClipFace(models.Model):
    """A face that was found in a clip, so that a person chooses whom to hide. Its small picture lies
    in the store, and both go when the file goes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clip = models.ForeignKey("exports.ExportClip", models.CASCADE, related_name="faces")
    number = models.PositiveIntegerField()
    boxes = models.JSONField()  # [tick, x, y, width, height] each, as a plan's faces have them
    is_hidden = models.BooleanField(default=False)

    objects: ClassVar = ScopedManager(service="clip__export__case__service")

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return _("Face %(number)d") % {"number": self.number}

    @property
    def case_id(self) -> uuid.UUID:
        return self.clip.export.case_id


class Download(models.Model):
    """Somebody took the file with them. Rows are only ever added."""

    export = models.ForeignKey("exports.Export", models.CASCADE, related_name="downloads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="export__case__service")

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return f"{self.by}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def case_id(self) -> uuid.UUID:
        return self.export.case_id
