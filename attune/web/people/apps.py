"""Who may sign in, in which service, in which roles."""

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "attune.web.people"
    label = "people"

    def ready(self) -> None:
        import_module("attune.web.people.checks")  # registers them
