"""The `invent` command: what it says."""

from io import StringIO

import pytest
from django.core.management import call_command

from attune.web.demonstration.families import PASSWORD
from attune.web.people.models import Person
from tests.factories import make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path


def said(*options: str) -> str:
    out = StringIO()
    call_command("invent", *options, stdout=out)
    return out.getvalue()


def test_invent_beside_real_services_says_so_and_makes_nothing(data):
    make_service()
    assert "has services of its own" in said()
    assert Person.objects.count() == 0


def test_sign_ins_of_an_installation_without_invented_people_are_not_said(data):
    assert said("--sign-ins") == ""


def test_sign_ins_name_everybody(data):
    (data / "invented").write_text("done")
    told = said("--sign-ins")
    assert PASSWORD in told
    for email in ("maya@harbour.example", "helen@harbour.example", "sam@northfield.example"):
        assert email in told
    assert "nora@association.example   Nora Bell, analyst, editor" in told
