"""Films: brought in, kept, prepared for frame-true work, played, erased."""

from importlib import import_module

from django.apps import AppConfig


class FilmsConfig(AppConfig):
    name = "attune.web.films"
    label = "films"

    def ready(self) -> None:
        # Models may be imported only now: hence import_module.
        signals = import_module("django_tasks.signals")
        tasks = import_module("attune.web.films.tasks")
        signals.task_finished.connect(tasks.give_up, dispatch_uid="films.give_up")
        import_module("attune.web.films.checks")  # registers them
        cases = import_module("attune.web.cases.journey")
        cases.contribute(import_module("attune.web.films.journey").CONTRIBUTOR)
