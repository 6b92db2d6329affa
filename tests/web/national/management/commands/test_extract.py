"""`manage extract`: a file that an analyst can download, or a refusal in a sentence."""

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from attune.web.national import extract_files
from attune.web.national.models import ExtractDraft
from tests.factories import make_officer, nation
from tests.factories.releases import agreement

pytestmark = pytest.mark.django_db


def said(*options):
    out = StringIO()
    call_command("extract", *options, stdout=out)
    return out.getvalue()


def test_file_is_made_without_a_worker(national):
    nation.give()
    agreed = agreement(make_officer().person)
    text = said(str(agreed.pk), "--form", "parquet")
    draft = ExtractDraft.objects.get()
    assert (draft.state, draft.form, draft.by) == ("made", "parquet", None)
    assert f"/national/extracts/{draft.pk}/" in text
    with extract_files.opened(draft.pk) as file:
        assert file.read(4) == b"PAR1"
    assert not DBTaskResult.objects.exists()


def test_refusals_are_sentences(national):
    officer = make_officer()
    with pytest.raises(CommandError, match="no agreement of this number"):
        said(str(uuid4()))
    with pytest.raises(CommandError, match="nothing that may be given"):
        said(str(agreement(officer.person).pk))
    with pytest.raises(CommandError, match="agreement is over"):
        said(str(agreement(officer.person, valid_until="2026-02-01").pk))
