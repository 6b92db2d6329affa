"""The evidence library: entries, and every version of each that there ever was.

What an entry says is one document (`content`), of the same form as the shipped files: library/entry.schema.json.
Nothing is overwritten: a change, a withdrawal and a return are new versions, with who and when.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attune.web.audit.models import AppendOnlyError


class Entry(models.Model):
    """What all versions have in common. doi: of the newest version, in small letters, so that no two have one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(_("short name"), max_length=80, unique=True)
    doi = models.CharField(max_length=200, null=True, blank=True, unique=True)

    class Meta:
        ordering = ("key",)
        verbose_name = _("entry of the evidence library")
        verbose_name_plural = _("entries of the evidence library")

    def __str__(self) -> str:
        return self.key


class VersionQuerySet(models.QuerySet):
    def update(self, **fields):
        raise AppendOnlyError("A version of an entry is never changed: write a new one.")

    def delete(self):
        raise AppendOnlyError("A version of an entry is never removed: withdraw it.")


class Version(models.Model):
    """What an entry said from a moment on. Insert-only, also in the database (see the migration).

    by: None is the library that comes with Attune. withdrawn: no longer counted, with a reason.
    """

    entry = models.ForeignKey("evidence.Entry", models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    withdrawn = models.BooleanField(_("withdrawn"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(_("why"), max_length=500, blank=True)

    objects: ClassVar = VersionQuerySet.as_manager()

    class Meta:
        ordering = ("entry__key", "-number")
        verbose_name = _("version of an entry")
        verbose_name_plural = _("versions of entries")
        constraints = (
            models.UniqueConstraint(fields=("entry", "number"), name="one_version_per_number"),
        )

    def __str__(self) -> str:
        return f"{self.entry}, {self.number}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError("A version of an entry is never changed: write a new one.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError("A version of an entry is never removed: withdraw it.")
