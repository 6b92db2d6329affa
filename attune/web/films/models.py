"""A film of a case: where it is on its way, and what is known of it."""

import uuid
from datetime import datetime, timedelta
from fractions import Fraction
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from attune.core.journey import FilmState


class Film(models.Model):
    """One video. Its bytes lie in the store (store.py) under its id.

    The time base and the ticks are those of the original; the proxy that plays keeps every one.
    """

    class Kind(models.TextChoices):
        INTERACTION = "interaction", _("Everyday moments together")
        REVIEW = "review", _("A shared review")
        SUPERVISION = "supervision", _("A supervision")
        PRACTICE = "practice", _("My own practice")

    class Held(models.TextChoices):
        """Why preparing does not go on for now."""

        NOTHING = "", _("It goes on")
        STOPPED = "stopped", _("Somebody stopped it")
        ROOM = "room", _("There is not enough room on the server")
        WALLS = "walls", _("The server can't open films safely")

    STATES: ClassVar = [
        (FilmState.UPLOADING, _("On its way")),
        (FilmState.PREPARING, _("Being prepared")),
        (FilmState.READY, _("Ready to watch")),
        (FilmState.REFUSED, _("Could not be used")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="films")
    cycle = models.ForeignKey("cases.Cycle", models.PROTECT, related_name="films")
    kind = models.CharField(
        _("what it shows"), max_length=20, choices=Kind.choices, default=Kind.INTERACTION
    )
    title = models.CharField(_("title"), max_length=120)
    filmed_on = models.DateField(_("filmed on"), default=timezone.localdate)
    in_picture = models.ManyToManyField(
        "cases.Participant", related_name="films", verbose_name=_("people in the picture")
    )

    state = models.CharField(max_length=20, choices=STATES, default=FilmState.UPLOADING)
    refusal = models.CharField(max_length=300, blank=True)  # the sentence a person reads
    original_name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField(null=True)  # bytes; None: a recording that goes on
    last_part_at = models.DateTimeField(null=True)  # of such a recording, that has arrived
    sha256 = models.CharField(max_length=64, blank=True)  # of the bytes that arrived
    expires_at = models.DateTimeField()  # a broken-off upload waits until then

    held = models.CharField(max_length=20, choices=Held, default=Held.NOTHING, blank=True)
    preparing_since = models.DateTimeField(null=True)  # this try
    done_seconds = models.FloatField(default=0)  # of film, as far as it is prepared
    total_seconds = models.FloatField(default=0)
    facts = models.JSONField(default=dict)  # what probing found, for the page of details

    # How long the original is kept: see retention.py.
    ready_at = models.DateTimeField(null=True)
    original_until = models.DateTimeField(null=True)
    original_removed_at = models.DateTimeField(null=True)
    kept_seconds = models.PositiveBigIntegerField(default=0)  # that this machine ran since then
    counted_at = models.PositiveBigIntegerField(default=0)  # seconds of its run, when last counted
    counted_run = models.CharField(max_length=36, blank=True, default="")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="case__service")

    class Meta:
        ordering = ("at",)
        verbose_name = _("film")
        verbose_name_plural = _("films")

    def __str__(self) -> str:
        return self.title

    @property
    def is_ready(self) -> bool:
        return self.state == FilmState.READY

    @property
    def is_recording(self) -> bool:
        """Whether it is filmed in the browser just now, or was broken off there."""
        told = self.size is not None and self.last_part_at is None
        return self.state == FilmState.UPLOADING and not told

    @property
    def recorded_seconds(self) -> float:
        """About how much of a recording has arrived, as far as the clock tells."""
        return (self.last_part_at - self.at).total_seconds() if self.last_part_at else 0.0

    @property
    def percent(self) -> int:
        """How much of the film is prepared, for a progress bar that says seconds beside it."""
        if not self.total_seconds:
            return 0
        return min(100, int(100 * self.done_seconds / self.total_seconds))

    @property
    def seconds_left(self) -> float | None:
        """How long preparing will go on if it goes on as it went; None while nobody can tell."""
        if not self.preparing_since or not self.done_seconds or self.held:
            return None
        taken = (timezone.now() - self.preparing_since).total_seconds()
        return max(0.0, taken * (self.total_seconds - self.done_seconds) / self.done_seconds)

    @property
    def kept_until(self) -> datetime | None:
        """From when on the original may go; None for a film that is not ready.

        A longer setting of the service counts for all films, a shorter one for those that come later,
        so that no date that was told is ever brought forward.
        """
        if self.ready_at is None or self.original_until is None:
            return None
        days = self.case.service.originals_kept_days
        return max(self.original_until, self.ready_at + timedelta(days=days))

    @staticmethod
    def next_expiry():
        return timezone.now() + timedelta(hours=settings.UPLOAD_KEPT_HOURS)


class CaseKey(models.Model):
    """The key of a case's films, wrapped by the key of a month (keys.py). Without it they are noise."""

    case = models.OneToOneField(
        "cases.Case", models.CASCADE, related_name="films_key", primary_key=True
    )
    epoch = models.CharField(max_length=7)  # the month, as 2026-11, whose key opens it
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="case__service")

    def __str__(self) -> str:
        return f"{self.case_id} {self.epoch}"


class ErasureReceipt(models.Model):
    """What was erased, when, and until when copies of it in backups can be read.

    It names by key what is there no more, so it outlives it, and says nothing else of anybody.
    """

    class What(models.TextChoices):
        FILM = "film", _("A film, with all that was made of it")
        ORIGINAL = "original", _("The film as it was sent; what was made of it stays")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    what = models.CharField(max_length=10, choices=What, default=What.FILM)
    service = models.ForeignKey("people.Service", models.PROTECT, related_name="+")
    case_id = models.UUIDField()
    film_id = models.UUIDField()
    by_id = models.UUIDField(null=True)  # None: the clock
    erased_at = models.DateTimeField(auto_now_add=True)
    key_destroyed = models.BooleanField()  # it was the last film of its case
    backups_until = models.DateField(
        null=True
    )  # if the keys are renewed monthly; None: see key_destroyed

    objects: ClassVar = ScopedManager(service="service")

    class Meta:
        ordering = ("erased_at",)

    def __str__(self) -> str:
        return f"{self.erased_at:%Y-%m-%d %H:%M} {self.film_id}"

    @property
    def title(self) -> str:
        if self.what == self.What.ORIGINAL:
            return _("The original of a film was removed")
        return _("A film was deleted")


class SecondCamera(models.Model):
    """A second film of the same moments, laid beside a first (core/timeline/beside.py).

    The offset is an exact fraction of a second; both parts are None while nobody knows it.
    """

    class State(models.TextChoices):
        LOOKING = "looking", _("Attune is listening to both films")
        FOUND = "found", _("Found by the sound of both films")
        UNSURE = "unsure", _("Not sure")
        BY_HAND = "by-hand", _("Laid beside each other by hand")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first = models.OneToOneField("films.Film", models.CASCADE, related_name="second_camera")
    second = models.OneToOneField("films.Film", models.CASCADE, related_name="first_camera")
    state = models.CharField(max_length=10, choices=State.choices, default=State.LOOKING)
    offset_num = models.BigIntegerField(null=True)
    offset_den = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=20, blank=True)  # why nothing sure was found: offset.Match
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="first__case__service")

    class Meta:
        verbose_name = _("second camera")
        verbose_name_plural = _("second cameras")

    def __str__(self) -> str:
        return f"{self.first} + {self.second}"

    @property
    def case_id(self) -> uuid.UUID:
        return self.first.case_id

    @property
    def offset(self) -> Fraction | None:
        """Seconds; None while nobody knows it."""
        if self.offset_num is None or self.offset_den is None:
            return None
        return Fraction(self.offset_num, self.offset_den)
