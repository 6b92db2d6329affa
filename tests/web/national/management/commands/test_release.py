"""`manage release`: a draft to look at, or a frozen release, or a refusal in a sentence."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from attune.web.national.models import Release, ReleaseDraft
from tests.factories import nation
from tests.factories.releases import small_draft

pytestmark = pytest.mark.django_db


def said(*options):
    out = StringIO()
    call_command("release", *options, stdout=out)
    return out.getvalue()


def test_release_is_frozen_by_the_clock(national):
    nation.give()
    assert "is frozen: " in said("--freeze")
    release = Release.objects.get()
    assert release.by is None
    assert "can be looked at" in said()
    assert ReleaseDraft.objects.filter(state="made").count() == 1


def test_nothing_to_release_is_an_error(national):
    with pytest.raises(CommandError, match="too little to release"):
        said("--freeze")


def test_draft_of_somebody_is_not_touched(national):
    draft = small_draft()
    with pytest.raises(CommandError, match="being prepared already"):
        said("--freeze")
    draft.refresh_from_db()
    assert draft.state == "made"
