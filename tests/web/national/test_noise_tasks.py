"""The worker makes what was spent, once; what fails for good says so."""

from uuid import uuid4

import pytest
from django_tasks import TaskResultStatus

from attune.web.national.models import NoiseTable, NoiseTrouble
from attune.web.national.noise_tasks import give_up, make_noisy
from tests.factories import make_officer
from tests.factories.noise import spending


class Ended:
    """A task's result as the signal brings it."""

    def __init__(self, task, status, *args):
        self.task, self.status, self.args = task, status, args


@pytest.mark.django_db
def test_worker_makes_the_table_once(national):
    row = spending(make_officer().person)
    make_noisy.call(str(row.pk))
    make_noisy.call(str(row.pk))
    assert NoiseTable.objects.get().spending == row


@pytest.mark.django_db
def test_spending_that_is_not_there_is_nothing_to_do(national):
    make_noisy.call(str(uuid4()))
    assert not NoiseTable.objects.exists()


@pytest.mark.django_db
def test_what_failed_for_good_says_so_and_only_that(national):
    from attune.web.national.tasks import count_release  # noqa: PLC0415 -- another task, of this test alone

    row = spending(make_officer().person)
    give_up(task_result=Ended(make_noisy, TaskResultStatus.SUCCESSFUL, str(row.pk)))
    give_up(task_result=Ended(count_release, TaskResultStatus.FAILED, str(row.pk)))
    give_up(task_result=Ended(make_noisy, TaskResultStatus.FAILED, str(uuid4())))
    assert not NoiseTrouble.objects.exists()
    give_up(task_result=Ended(make_noisy, TaskResultStatus.FAILED, str(row.pk)))
    assert NoiseTrouble.objects.get().reason.startswith("It was tried several times.")
    make_noisy.call(str(row.pk))
    give_up(task_result=Ended(make_noisy, TaskResultStatus.FAILED, str(row.pk)))
    assert NoiseTrouble.objects.count() == 1
