"""What a service gives to the national data, and how it gets there."""

from django.apps import AppConfig


class ContributionConfig(AppConfig):
    name = "attune.web.contribution"
    label = "contribution"
