"""The national instance: who contributes, what came in, what is released."""

from django.apps import AppConfig


class NationalConfig(AppConfig):
    name = "attune.web.national"
    label = "national"

    def ready(self) -> None:
        # Models can be imported only now.
        from django_tasks.signals import task_finished  # noqa: PLC0415 -- see above

        from attune.web.national import tasks  # noqa: PLC0415 -- see above

        task_finished.connect(tasks.give_up, dispatch_uid="national.give_up")
