"""Only the console makes an administrator."""

import io

import pytest
from django.core.management import CommandError, call_command

from attune.web.people.management.commands import make_administrator
from attune.web.people.models import Person
from tests.factories import make_person

pytestmark = pytest.mark.django_db
GOOD = "four-quiet-red-boats"


def made(**options) -> str:
    out = io.StringIO()
    call_command("make_administrator", stdout=out, **options)
    return out.getvalue()


def test_administrator_from_options_and_the_environment(monkeypatch):
    monkeypatch.setenv("ATTUNE_ADMIN_PASSWORD", GOOD)
    assert "Ada can sign in" in made(email=" Ada@Example.org ", name="Ada")
    ada = Person.objects.get(email="ada@example.org")
    assert (ada.is_staff, ada.is_superuser, ada.check_password(GOOD)) == (True, True, True)
    assert not ada.memberships.exists()


def test_administrator_asked_on_the_console(monkeypatch):
    monkeypatch.delenv("ATTUNE_ADMIN_PASSWORD", raising=False)
    answers = iter(["ada@example.org", "Ada"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(answers))
    monkeypatch.setattr(make_administrator, "getpass", lambda prompt: GOOD)
    made()
    assert Person.objects.get().check_password(GOOD)


def test_two_different_passwords_make_nobody(monkeypatch):
    monkeypatch.delenv("ATTUNE_ADMIN_PASSWORD", raising=False)
    typed = iter([GOOD, "something-else-entirely"])
    monkeypatch.setattr(make_administrator, "getpass", lambda prompt: next(typed))
    with pytest.raises(CommandError, match="The two passwords differ"):
        made(email="ada@example.org", name="Ada")
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("email", "name", "password", "says"),
    [
        ("not an address", "Ada", GOOD, "valid email address"),
        ("ada@example.org", " ", GOOD, "cannot be blank"),
        ("ada@example.org", "Ada", "short", "at least 12 characters"),
        ("ada@example.org", "Ada", "ada@example.org", "too similar"),
    ],
)
def test_bad_input_is_told_and_makes_nobody(monkeypatch, email, name, password, says):
    monkeypatch.setenv("ATTUNE_ADMIN_PASSWORD", password)
    with pytest.raises(CommandError, match=says):
        made(email=email, name=name)
    assert not Person.objects.exists()


def test_address_that_is_taken_is_told(monkeypatch):
    monkeypatch.setenv("ATTUNE_ADMIN_PASSWORD", GOOD)
    taken = make_person()
    with pytest.raises(CommandError, match="already exists"):
        made(email=taken.email.upper(), name="Ada")
