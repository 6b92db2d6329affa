"""Figures of a practitioner, a service and the nation."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "attune.web.insight"
    label = "insight"
