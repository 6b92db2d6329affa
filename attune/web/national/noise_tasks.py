"""Making a table with noise, done by a worker. Doing it twice does no harm: of one spending there is one table."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus, task
from django_tasks.signals import task_finished

from attune.web.national.models import NoiseSpending, NoiseTrouble


@task()
def make_noisy(spending_id: str) -> None:
    """Make the table that this was spent on, unless it is there."""
    from attune.web.national.noising import make  # noqa: PLC0415 -- slow to load

    found = NoiseSpending.objects.filter(pk=spending_id).first()
    if found is not None:
        make(found)


@receiver(task_finished, dispatch_uid="national.noise")
def give_up(*, task_result: Any, **kwargs: Any) -> None:
    """What failed for good says so; what was spent stays spent, and the table may be tried again."""
    mine = task_result.task.module_path == make_noisy.module_path
    if not mine or task_result.status != TaskResultStatus.FAILED:
        return
    spending = NoiseSpending.objects.filter(pk=task_result.args[0], table=None).first()
    if spending is not None:
        reason = _(
            "It was tried several times. Tell the person who runs Attune for you, then try again."
        )
        NoiseTrouble.objects.create(spending=spending, reason=reason)
