"""Cases: the people, their consents, the helping question, the goals, the cycles."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "attune.web.cases"
    label = "cases"
