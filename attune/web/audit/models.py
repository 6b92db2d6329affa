"""The event log. It stands on the ground floor, so it names things by key and not by relation:
an entry outlives what it tells of."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnlyError(TypeError):
    """An entry of the event log can't be changed or removed."""


class EventQuerySet(models.QuerySet):
    def update(self, **fields):
        raise AppendOnlyError("The event log is append-only: an entry can't be changed.")

    def delete(self):
        raise AppendOnlyError("The event log is append-only: an entry can't be removed.")


class Event(models.Model):
    """One read or write of casework. Insert-only, also in the database (see the migration)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    person_id = models.UUIDField(_("who"), null=True)
    service_id = models.UUIDField(_("in which service"))
    verb = models.CharField(_("did what"), max_length=60)
    object_type = models.CharField(_("to what"), max_length=60)
    object_id = models.CharField(_("which one"), max_length=60)
    case_id = models.UUIDField(_("whose"), null=True)
    detail = models.JSONField(_("more"), default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("at",)
        indexes = (models.Index(fields=("service_id", "case_id", "at")),)
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.object_type} {self.object_id}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError("The event log is append-only: an entry can't be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError("The event log is append-only: an entry can't be removed.")
