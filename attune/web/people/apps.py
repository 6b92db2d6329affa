"""Who may sign in, in which service, in which roles."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "attune.web.people"
    label = "people"
