"""Trying to send, done by a worker. Doing it twice does no harm."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from attune.web.contribution import sending
from attune.web.contribution.models import NationalLink


class NotYetError(Exception):
    """It could not be sent just now: the same task waits, and runs again after this time."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"Again after {wait}.")
        self.again_after = wait


@task
def contribute(link_id: str) -> None:
    """Send what differs of the service with this link."""
    with scopes_disabled():
        link = NationalLink.objects.select_related("service").filter(pk=link_id).first()
    if link is None:
        return
    result = sending.contribute(link)
    if result.wait:
        raise NotYetError(result.wait)


@transaction.atomic
def soon(link: NationalLink, *, at_once: bool = True) -> None:
    """Have a worker try. Of each link one task waits at most; it is brought forward if `at_once`."""
    told = {"args": [str(link.pk)], "kwargs": {}}
    waiting = DBTaskResult.objects.filter(
        task_path=contribute.module_path, status=TaskResultStatus.READY, args_kwargs=told
    )
    if not waiting.exists():
        contribute.enqueue(str(link.pk))
    elif at_once:
        waiting.update(run_after=timezone.now())
