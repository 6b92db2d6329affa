"""Releases of national figures: the one exit. A draft that an analyst looks at, what was frozen of it, what was withdrawn.

A frozen release is never changed or removed, also in the database (see the migration). What it says is its bytes; why its
hidden counts are hidden is kept beside them and never leaves.
"""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from attune.web.audit.models import AppendOnlyError


class FrozenQuerySet(models.QuerySet):
    def update(self, **fields: Any) -> int:
        raise AppendOnlyError("What was released is frozen: nothing of it is changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("What was released is frozen: nothing of it is removed.")


class Frozen(models.Model):
    """A row that is only ever added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects: ClassVar = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError("What was released is frozen: nothing of it is changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("What was released is frozen: nothing of it is removed.")


class Release(Frozen):
    """What anybody may read, for ever the same. number: its place, from 1. body: the document (core/figures/released.py).

    digest: sha256 of the body. previous: that of the release before it. reasons: by subject and cell why it is hidden.
    by: who froze it; nobody where the clock did.
    """

    name = models.SlugField(_("name"), max_length=20, unique=True)
    number = models.PositiveIntegerField(unique=True)
    body = models.BinaryField()
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    reasons = models.JSONField()

    class Meta:
        ordering = ("number",)
        verbose_name = _("release")
        verbose_name_plural = _("releases")

    def __str__(self) -> str:
        return self.name


class Withdrawal(Frozen):
    """That a release should no longer be used, and why. Its bytes stay: they were read already."""

    release = models.OneToOneField(
        "national.Release", models.PROTECT, related_name="withdrawal", verbose_name=_("release")
    )
    reason = models.CharField(_("why it is withdrawn"), max_length=500)

    class Meta:
        ordering = ("at",)
        verbose_name = _("withdrawal of a release")
        verbose_name_plural = _("withdrawals of releases")

    def __str__(self) -> str:
        return f"{self.release}: {self.reason}"


class ReleaseDraft(models.Model):
    """A release that is prepared: one at a time. body: the document as it would leave. reasons: as of a release.

    job: of the newest try. done, total: subjects that are counted, or tried by the attacker. refusal: why not, a sentence.
    """

    class State(models.TextChoices):
        MAKING = "making", _("Being counted")
        MADE = "made", _("To look at")
        FREEZING = "freezing", _("Being tried by the attacker")
        FROZEN = "frozen", _("Frozen")
        REFUSED = "refused", _("Not possible")
        DROPPED = "dropped", _("Dropped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.SlugField(_("name"), max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.MAKING)
    job = models.UUIDField(default=uuid.uuid4)
    body = models.BinaryField(null=True)
    reasons = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    refusal = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    counted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at",)
        verbose_name = _("draft of a release")
        verbose_name_plural = _("drafts of releases")
        constraints = (
            models.UniqueConstraint(
                fields=("name",),
                condition=models.Q(state__in=("making", "made", "freezing")),
                name="one_draft_of_a_name",
            ),
        )

    def __str__(self) -> str:
        return self.name
