"""Films: brought in, kept, prepared for frame-true work, played, erased."""

from django.apps import AppConfig


class FilmsConfig(AppConfig):
    name = "attune.web.films"
    label = "films"
