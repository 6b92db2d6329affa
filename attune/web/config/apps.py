"""The roof: settings, addresses, start-up and the checks that hold the house together."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "attune.web.config"
    label = "config"
