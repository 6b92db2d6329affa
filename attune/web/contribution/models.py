"""The link to the national instance, the random numbers that are known there, and what has been given.

Nothing here orders by time: pushes are in a row by their numbers, and days and clocks decide nothing.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager


class NationalLink(models.Model):
    """Where a service gives to, as whom, and how far it has come.

    pseudonym: how the service is known there. key_id: the fingerprint of the key in use, whose private half lies
    in a file. sequence, digest: of the last push that was acknowledged. whole_next: what they hold is not known, so the
    next push replaces all of it. tries: failures since the last answer. refusal: the last words that stopped us.
    """

    class Mode(models.TextChoices):
        RECORDS = "records", _("Records: each score, without names")
        SUMS = "sums", _("Sums only: counts and sums of the whole service")

    class State(models.TextChoices):
        ACTIVE = "active", _("Joined")
        STOPPING = "stopping", _("Being taken back")
        STOPPED = "stopped", _("Ended by this service")
        REVOKED = "revoked", _("Ended by the national association")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.OneToOneField("people.Service", models.CASCADE, related_name="national_link")
    address = models.URLField(_("address of the national instance"), max_length=300)
    pseudonym = models.UUIDField(_("random number of the service"))
    known_as = models.CharField(_("known there as"), max_length=200, blank=True)
    key_id = models.CharField(_("fingerprint of the key"), max_length=64)
    mode = models.CharField(
        _("what is given"), max_length=10, choices=Mode.choices, default=Mode.RECORDS
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ACTIVE)
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    whole_next = models.BooleanField(default=False)
    tries = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=500, blank=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="service")

    def __str__(self) -> str:
        return f"{self.service}: {self.get_state_display()}"

    @property
    def gives(self) -> bool:
        """Whether there is anything to send: new scores, or that all is taken back."""
        return self.state in (self.State.ACTIVE, self.State.STOPPING)

    @property
    def can_stop(self) -> bool:
        """Whether all may be taken back: also by a service that the association has ended the link with."""
        return self.state != self.State.STOPPED

    @property
    def case_id(self) -> None:
        """It belongs to no case."""


class EpisodeNumber(models.Model):
    """The random number by which a case is known outside. Nothing leads from it to the case but this row."""

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="episode_number")
    number = models.UUIDField(unique=True, default=uuid.uuid4)

    objects: ClassVar = ScopedManager(service="case__service")

    def __str__(self) -> str:
        return str(self.number)


class CaseloadNumber(models.Model):
    """The random number of all cases that one person began to hold in a service."""

    service = models.ForeignKey("people.Service", models.CASCADE, related_name="caseload_numbers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    number = models.UUIDField(unique=True, default=uuid.uuid4)

    objects: ClassVar = ScopedManager(service="service")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("service", "person"), name="one_caseload_of_a_person_in_a_service"
            ),
        )

    def __str__(self) -> str:
        return str(self.number)


class Standing(models.Model):
    """What the national instance holds of one episode, as it acknowledged it last.

    It names no case, so that what was given can be taken back after a case is gone. digest: of the records; empty where
    it is not known what they hold. An episode that was taken back has no row.
    """

    service = models.ForeignKey("people.Service", models.CASCADE, related_name="+")
    episode = models.UUIDField()
    digest = models.CharField(max_length=64, blank=True)
    records = models.JSONField(default=list)

    objects: ClassVar = ScopedManager(service="service")

    class Meta:
        ordering = ("episode",)
        constraints = (
            models.UniqueConstraint(
                fields=("service", "episode"), name="one_standing_of_an_episode"
            ),
        )

    def __str__(self) -> str:
        return str(self.episode)

    @property
    def is_known(self) -> bool:
        return bool(self.digest)


class SumsTold(models.Model):
    """Of a service that gives sums only: the sums that were told last, and of which episodes. held: the checksum of those that
    the national instance holds; empty for none, UNKNOWN where that is not certain.

    What was told is remembered also after it was taken back: so that what is told next differs from it by enough.
    """

    UNKNOWN: ClassVar = "?"

    service = models.OneToOneField("people.Service", models.CASCADE, related_name="+")
    said = models.JSONField(default=dict)
    episodes = models.JSONField(default=dict)
    held = models.CharField(max_length=64, blank=True)

    objects: ClassVar = ScopedManager(service="service")

    def __str__(self) -> str:
        return self.held


class OutgoingPush(models.Model):
    """A push that was made. One at most is under way, with its bytes; of all others only counts and digests stay.

    named: the episodes of a push that has not been acknowledged, without what was said of them: should it have arrived
    all the same, these are the ones of which it is not known what is held.
    """

    class State(models.TextChoices):
        UNDER_WAY = "under-way", _("On its way")
        RECEIVED = "received", _("Received")
        ABANDONED = "abandoned", _("Given up, and made anew")

    service = models.ForeignKey("people.Service", models.CASCADE, related_name="+")
    sequence = models.PositiveBigIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    body = models.BinaryField(null=True)
    named = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UNDER_WAY)
    given = models.PositiveIntegerField(default=0)
    taken_back = models.PositiveIntegerField(default=0)
    records = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="service")

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("service",),
                condition=models.Q(state="under-way"),
                name="one_push_under_way",
            ),
            models.CheckConstraint(
                condition=models.Q(state="under-way") | models.Q(body__isnull=True),
                name="bytes_of_the_push_under_way_only",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sequence}, {self.get_state_display()}"
