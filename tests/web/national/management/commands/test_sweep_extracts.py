"""`manage sweep_extracts`: what waited for a day is erased."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.factories import make_officer
from tests.factories.releases import agreement, ready_extract


@pytest.mark.django_db
def test_old_files_are_erased_and_counted(national):
    ready_extract(agreement(make_officer().person), made_at=timezone.now() - timedelta(days=2))
    for number in (1, 0):
        out = StringIO()
        call_command("sweep_extracts", stdout=out)
        assert f"erased: {number}." in out.getvalue()
    out = StringIO()
    call_command("sweep_extracts", stdout=out, verbosity=0)
    assert out.getvalue() == ""
