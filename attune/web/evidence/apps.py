"""Published studies and what they say together."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "attune.web.evidence"
    label = "evidence"
