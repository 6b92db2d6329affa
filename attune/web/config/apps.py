"""The roof: settings, addresses, start-up and the checks that hold the house together."""

from importlib import import_module

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "attune.web.config"
    label = "config"

    def ready(self) -> None:
        import_module("attune.web.config.checks")  # registers them
