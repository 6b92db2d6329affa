"""Figures of a practitioner, a service and the nation."""

from importlib import import_module

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "attune.web.insight"
    label = "insight"

    def ready(self) -> None:
        # Models may be imported only now: hence import_module.
        front = import_module("attune.web.cases.front")
        front.OF_SERVICE.append(import_module("attune.web.insight.queries.front").of_service)
