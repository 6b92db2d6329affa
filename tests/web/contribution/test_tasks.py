"""A worker tries: one task for each link at most, brought forward by what is urgent, waiting when nobody is there."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from attune.web.config.workers import Worker
from attune.web.contribution import tasks


def waiting() -> list[DBTaskResult]:
    return list(DBTaskResult.objects.filter(task_path=tasks.contribute.module_path, status="READY"))


def test_task_sends_what_differs(link, national):
    tasks.contribute.call(str(link.pk))
    assert len(national.only.bodies) == 1


def test_task_of_a_link_that_is_gone_does_nothing(db):
    tasks.contribute.call(str(uuid4()))


def test_task_that_reaches_nobody_says_when_to_try_again(link, national):
    national.ills.append(503)
    with pytest.raises(tasks.NotYetError) as later:
        tasks.contribute.call(str(link.pk))
    assert later.value.again_after == timedelta(hours=2)


def test_one_task_of_a_link_waits_and_is_brought_forward(link):
    DBTaskResult.objects.all().delete()
    tasks.soon(link)
    (row,) = waiting()
    DBTaskResult.objects.update(run_after=timezone.now() + timedelta(hours=5))
    tasks.soon(link, at_once=False)
    assert waiting()[0].run_after > timezone.now()
    tasks.soon(link)
    (now,) = waiting()
    assert (now.pk, now.run_after <= timezone.now()) == (row.pk, True)


def test_worker_lets_the_task_wait_and_counts_no_try(link, national):
    DBTaskResult.objects.all().delete()
    tasks.soon(link)
    national.ills.append(503)
    worker = Worker("default")
    assert worker.turn()
    (row,) = waiting()
    assert (row.worker_ids, row.run_after > timezone.now() + timedelta(hours=1)) == ([], True)
    tasks.soon(link)
    assert worker.turn()
    assert waiting() == []
    assert len(national.only.bodies) == 1
