"""The national instance: who contributes, what came in, what is released."""

from django.apps import AppConfig


class NationalConfig(AppConfig):
    name = "attune.web.national"
    label = "national"
