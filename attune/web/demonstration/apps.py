"""Invented services, families and films, so that a fresh installation has something to try."""

from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "attune.web.demonstration"
    label = "demonstration"
