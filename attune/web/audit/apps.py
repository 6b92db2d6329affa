"""Who did and saw what, when: written by everyone, read by no page."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "attune.web.audit"
    label = "audit"
