"""Moments of a film, the journal of how they came about, and the shared review of them."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from attune.core.journey import ReviewState
from attune.core.timeline.model import LONGEST_TITLE

LONGEST_WORDS = 4000


class Moment(models.Model):
    """A clip or a still: ticks of the film's frame table, never a copy of the film.

    For a still `first` and `last` are the same tick.
    """

    class Kind(models.TextChoices):
        CLIP = "clip", _("Clip")
        STILL = "still", _("Still")

    id = models.UUIDField(primary_key=True, editable=False)  # made in the browser
    film = models.ForeignKey("films.Film", models.CASCADE, related_name="moments")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    title = models.CharField(_("title"), max_length=LONGEST_TITLE, blank=True)
    note = models.TextField(_("note"), blank=True)  # the practitioner's own
    principles = models.JSONField(default=list)  # keys of the framework, sorted
    framework = models.CharField(max_length=60)  # "attunement-principles/1"
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="film__case__service")

    class Meta:
        ordering = ("first", "at")
        verbose_name = _("moment")
        verbose_name_plural = _("moments")

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    @property
    def is_clip(self) -> bool:
        return self.kind == self.Kind.CLIP

    @property
    def case_id(self) -> uuid.UUID:
        return self.film.case_id


class TimelineChange(models.Model):
    """One change to a film's moments, kept as it was sent. Its id makes a repeat harmless."""

    id = models.UUIDField(primary_key=True, editable=False)  # made in the browser
    film = models.ForeignKey("films.Film", models.CASCADE, related_name="timeline_changes")
    number = models.PositiveIntegerField()  # counts up within a film
    change = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="film__case__service")

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("film", "number"), name="changes_count_up"),)

    def __str__(self) -> str:
        return f"{self.number}"


class SharedReview(models.Model):
    """Practitioner and client watch the chosen moments together."""

    STATES: ClassVar = [
        (ReviewState.PLANNED, _("Planned")),
        (ReviewState.HELD, _("Watched together")),
        (ReviewState.FINISHED, _("Finished")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.OneToOneField("cases.Cycle", models.CASCADE, related_name="review")
    state = models.CharField(max_length=10, choices=STATES, default=ReviewState.PLANNED)
    held_on = models.DateField(_("watched together on"), null=True, blank=True)
    next_step = models.TextField(_("next step"), blank=True, max_length=1000)
    next_film = models.CharField(_("what we will film next"), blank=True, max_length=300)
    next_cycle = models.OneToOneField(
        "cases.Cycle", models.SET_NULL, related_name="grew_from", null=True, blank=True
    )  # the one that was begun when this review was finished
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="cycle__case__service")

    class Meta:
        ordering = ("at",)
        verbose_name = _("shared review")
        verbose_name_plural = _("shared reviews")

    def __str__(self) -> str:
        day = self.held_on or timezone.localdate(self.at)
        return _("Shared review, %(day)s") % {"day": day}

    @property
    def case_id(self) -> uuid.UUID:
        return self.cycle.case_id


class ReviewItem(models.Model):
    """A moment chosen for a review, in its place. What was said of it outlives its film."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey("reviews.SharedReview", models.CASCADE, related_name="items")
    moment = models.ForeignKey(
        "reviews.Moment", models.SET_NULL, related_name="items", null=True
    )  # None: the film was deleted, and only the words are left
    from_film = models.UUIDField(null=True, editable=False)  # its key, which outlives it
    position = models.PositiveIntegerField()
    watched_only_at = models.DateTimeField(null=True)  # the client preferred to watch only

    objects: ClassVar = ScopedManager(service="review__cycle__case__service")

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("review", "moment"), name="a_moment_once_in_a_review"),
        )

    def __str__(self) -> str:
        return _("Moment %(number)d") % {"number": self.position}

    @property
    def case_id(self) -> uuid.UUID:
        return self.review.case_id


class Words(models.Model):
    """What was said in a review, in the speaker's own words. Rows are only ever added.

    The id is made from the form that was sent, so that a form sent twice is kept once.
    """

    class Speaker(models.TextChoices):
        CLIENT = "client", _("Client")
        PRACTITIONER = "practitioner", _("Practitioner")
        TOGETHER = "together", _("Together")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey("reviews.SharedReview", models.CASCADE, related_name="words")
    item = models.ForeignKey(
        "reviews.ReviewItem", models.CASCADE, related_name="words", null=True, blank=True
    )  # None: about the whole review
    speaker = models.CharField(max_length=20, choices=Speaker.choices)
    text = models.TextField(max_length=LONGEST_WORDS)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    struck_at = models.DateTimeField(null=True)  # by the one who wrote them down; shown no more

    objects: ClassVar = ScopedManager(service="review__cycle__case__service")

    class Meta:
        ordering = ("at",)
        verbose_name = _("words")
        verbose_name_plural = _("words")

    def __str__(self) -> str:
        return self.text

    @property
    def case_id(self) -> uuid.UUID:
        return self.review.case_id
