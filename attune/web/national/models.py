"""Who contributes to the national data, with which keys, and what came in when.

Nothing here is casework: services are named, and episodes are the random numbers that their records bear.
The records themselves lie in files (engine/store.py).
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from attune.web.audit.models import AppendOnlyError
from attune.web.national.noise import (  # noqa: F401 -- Django finds models here
    NoiseBudget,
    NoiseSpending,
    NoiseTable,
    NoiseTrouble,
)
from attune.web.national.released import Release, ReleaseDraft, Withdrawal  # noqa: F401 -- Django finds models here
from attune.web.national.research import Extract, ExtractDraft, ResearchAgreement  # noqa: F401 -- the same
from attune.web.people.models import Region, Setting


class Kind(models.TextChoices):
    """What a push replaces, as core/records/pushes.py has it."""

    EPISODES = "episodes", _("some episodes")
    WHOLE = "whole", _("everything")
    SUMS = "sums", _("sums only")


class Enrolment(models.Model):
    """A service that contributes. pseudonym: the only name that its records bear.

    last_sequence, last_digest: of the newest push that was taken; every push is taken under this row's lock.
    revoked_at: since when its pushes are refused; an invitation that is accepted ends that.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pseudonym = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200)
    region = models.CharField(_("region"), max_length=30, choices=Region.choices)
    setting = models.CharField(_("kind of organisation"), max_length=20, choices=Setting.choices)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("why it was revoked"), max_length=500, blank=True)
    last_sequence = models.PositiveIntegerField(default=0)
    last_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("name", "at")
        verbose_name = _("service that contributes")
        verbose_name_plural = _("services that contribute")

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """That a service may enrol, once, with a token that was shown once.

    enrolment: for whom it is, where the service enrolled before; else who came by it.
    used_key: the public key that enrolled by it, so that the same request again gets the same answer.
    closed_at: when its time was first found to be over; so it stays, even where a wrong clock is put back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name of the service"), max_length=200)
    region = models.CharField(_("region"), max_length=30, choices=Region.choices)
    setting = models.CharField(_("kind of organisation"), max_length=20, choices=Setting.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    used_key = models.CharField(max_length=44, blank=True)
    enrolment = models.ForeignKey(
        "national.Enrolment", models.PROTECT, null=True, blank=True, related_name="invitations"
    )

    class Meta:
        ordering = ("-made_at",)
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return self.name


class EnrolledKey(models.Model):
    """A public key of a service. until: when another took its place; one at a time has none."""

    enrolment = models.ForeignKey("national.Enrolment", models.CASCADE, related_name="keys")
    public_key = models.CharField(max_length=44)
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("enrolment", "public_key"), name="a_key_does_not_come_back"
            ),
            models.UniqueConstraint(
                fields=("enrolment",),
                condition=models.Q(until=None),
                name="one_key_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return self.public_key


class Received(models.Model):
    """A push that was taken: its place in the service's row, and how much it held; not what.

    by_us: no push of the service, but that its records were taken out here.
    """

    enrolment = models.ForeignKey("national.Enrolment", models.CASCADE, related_name="received")
    sequence = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    episodes = models.PositiveIntegerField()
    taken_back = models.PositiveIntegerField(default=0)
    records = models.PositiveIntegerField()
    by_us = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-sequence",)
        constraints = (
            models.UniqueConstraint(fields=("enrolment", "sequence"), name="one_push_per_place"),
        )

    def __str__(self) -> str:
        return f"{self.enrolment}, {self.sequence}"


class HeldEpisode(models.Model):
    """An episode of which records are held now, and how many; gone when it is taken back."""

    enrolment = models.ForeignKey("national.Enrolment", models.CASCADE, related_name="held")
    episode = models.UUIDField()
    records = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("enrolment", "episode"), name="one_row_per_episode"),
        )

    def __str__(self) -> str:
        return str(self.episode)


class HeldSums(models.Model):
    """What a service gives in the place of records: counts and sums that tell of no few. A newer push replaces it, and
    nothing of an older one stays."""

    enrolment = models.OneToOneField("national.Enrolment", models.CASCADE, related_name="sums")
    said = models.JSONField()

    def __str__(self) -> str:
        return str(self.enrolment)


class LogQuerySet(models.QuerySet):
    def update(self, **fields):
        raise AppendOnlyError("The log of national data is append-only: no entry is changed.")

    def delete(self):
        raise AppendOnlyError("The log of national data is append-only: no entry is removed.")


class LogEntry(models.Model):
    """Who did what with national data. Insert-only, also in the database (see the migration).

    The event log of casework names a service of casework with each entry; there is none here.
    person_id: who, if somebody was signed in. service: the pseudonym of the service that asked, or is meant.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    person_id = models.UUIDField(_("who"), null=True)
    service = models.UUIDField(_("which service"), null=True)
    verb = models.CharField(_("did what"), max_length=60)
    object_type = models.CharField(_("to what"), max_length=60)
    object_id = models.CharField(_("which one"), max_length=64)
    detail = models.JSONField(_("more"), default=dict)

    objects: ClassVar = LogQuerySet.as_manager()

    class Meta:
        ordering = ("at",)
        verbose_name = _("entry of the log")
        verbose_name_plural = _("log of national data")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.object_type} {self.object_id}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError("The log of national data is append-only: no entry is changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError("The log of national data is append-only: no entry is removed.")
