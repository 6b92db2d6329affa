"""Making a service on the console."""

import io

import pytest
from django.core.management import CommandError, call_command

from attune.web.people.models import Service

pytestmark = pytest.mark.django_db


def test_service_is_made():
    out = io.StringIO()
    call_command("make_service", " Harbour Early Years ", stdout=out)
    assert Service.objects.get().name == "Harbour Early Years"
    assert out.getvalue() == "Harbour Early Years is made.\n"


@pytest.mark.parametrize(("name", "says"), [(" ", "cannot be blank"), ("x" * 201, "at most 200")])
def test_service_without_a_fit_name_is_not_made(name, says):
    with pytest.raises(CommandError, match=says):
        call_command("make_service", name)
    assert not Service.objects.exists()


def test_service_is_not_made_twice():
    Service.objects.create(name="Harbour")
    with pytest.raises(CommandError, match="already exists"):
        call_command("make_service", "Harbour")
