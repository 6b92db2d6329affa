"""The command that brings the library in, which every start runs."""

import pytest
from django.core.management import call_command

from attune.web.evidence.models import Entry


@pytest.mark.django_db
def test_the_command_says_what_is_new_and_then_nothing(capsys):
    call_command("load_evidence")
    assert capsys.readouterr().out == (
        f"{Entry.objects.count()} entries of the evidence library are new or newer.\n"
    )
    call_command("load_evidence")
    assert capsys.readouterr().out == ""
