"""What the clock ends."""

import io
from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from attune.core.consent import Purpose
from attune.web.exports.models import Export
from attune.web.films import store
from tests.factories.exports import given_export


def sweep():
    out = io.StringIO()
    call_command("sweep_exports", stdout=out)
    return out.getvalue().strip()


def test_what_is_over_goes_and_the_rest_stays(family, moments, django_capture_on_commit_callbacks):
    over, ran_out, fine = (given_export(family, moment) for moment in moments)
    Export.objects.filter(pk=over.pk).update(expires_at=timezone.now() - timedelta(hours=1))
    Export.objects.filter(pk=ran_out.pk).update(purpose=Purpose.SUPERVISION)  # nobody said yes
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep() == "Exports expired: 1. Without consent: 1."
    states = [Export.objects.get(pk=each.pk).state for each in (over, ran_out, fine)]
    assert states == ["expired", "withdrawn", "given"]
    there = [store.has(each.home_id, store.export(each.pk)) for each in (over, ran_out, fine)]
    assert there == [False, False, True]
    assert sweep() == "Exports expired: 0. Without consent: 0."
