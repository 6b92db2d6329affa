"""The association's first analyst is made on the console."""

import pytest
from django.core.management import CommandError, call_command

from attune.web.people.models import Person, Post
from attune.web.people.queries import officer_for
from tests.factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def password(monkeypatch):
    monkeypatch.setenv("ATTUNE_ADMIN_PASSWORD", PASSWORD)


def test_somebody_new_gets_a_sign_in_and_the_post(capsys):
    call_command("add_analyst", "Nora@Association.example", name="Nora Bell")
    nora = Person.objects.get()
    assert (nora.email, nora.name, nora.is_staff) == (
        "nora@association.example",
        "Nora Bell",
        False,
    )
    assert nora.check_password(PASSWORD)
    assert officer_for(nora).posts == {Post.ANALYST}
    assert "Nora Bell can sign in and open /national/: Analyst." in capsys.readouterr().out


def test_somebody_who_signs_in_already_gets_the_post_alone():
    person = make_person()
    for _ in range(2):
        call_command("add_analyst", person.email, editor=True)
    assert Person.objects.count() == 1
    assert officer_for(person).posts == {Post.ANALYST, Post.EDITOR}


def test_a_weak_password_makes_nobody(monkeypatch):
    monkeypatch.setenv("ATTUNE_ADMIN_PASSWORD", "short")
    with pytest.raises(CommandError, match="too short"):
        call_command("add_analyst", "nora@association.example", name="Nora")
    assert Person.objects.count() == 0


def test_what_is_no_address_makes_nobody():
    with pytest.raises(CommandError, match="valid email"):
        call_command("add_analyst", "nora", name="Nora")
    assert Person.objects.count() == 0
