"""Signing in: by those who were added, slowly for those who guess."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from attune.web.people.models import Role
from attune.web.people.sign_in import InvitedOnlyAdapter
from tests.factories import PASSWORD, make_person, make_service

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def person():
    return make_person(make_service(), Role.PRACTITIONER, password=PASSWORD)


def sign_in(client, email: str, password: str, **options):
    return client.post(LOGIN, {"login": email, "password": password}, **options)


def test_sign_in_leads_home_and_the_session_ends_with_the_browser(client, person):
    answer = sign_in(client, person.email.upper(), PASSWORD)
    assert answer["Location"] == reverse("home")
    assert client.session.get_expire_at_browser_close()


def test_sign_in_leads_back_to_where_one_was_but_to_no_other_host(client, person):
    answer = sign_in(client, person.email, PASSWORD, query_params={"next": "/cases/?show=ended"})
    assert answer["Location"] == "/cases/?show=ended"
    client.post("/accounts/logout/")
    answer = sign_in(client, person.email, PASSWORD, query_params={"next": "https://example.com/"})
    assert answer["Location"] == reverse("home")


def test_sign_in_says_the_same_of_a_wrong_password_and_an_unknown_address(client, person):
    words = "We do not know this e-mail address with this password."
    for email in (person.email, "nobody@example.org"):
        assert words in sign_in(client, email, "wrong").content.decode()


def test_sign_in_waits_after_five_wrong_tries_even_for_the_right_password(client, person):
    for _try in range(5):
        sign_in(client, person.email, "wrong")
    answer = sign_in(client, person.email, PASSWORD)
    assert "There were too many tries." in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_sign_in_of_a_paused_person_is_refused(client, person):
    person.is_active = False
    person.save()
    answer = sign_in(client, person.email, PASSWORD, follow=True)
    assert "_auth_user_id" not in client.session
    assert answer.status_code == 200


def test_nobody_signs_themselves_up(client, rf):
    assert not InvitedOnlyAdapter().is_open_for_signup(rf.get("/"))
    for name in ("account_signup", "account_email", "account_set_password"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in ("signup/", "email/", "reauthenticate/", "confirm-email/"):
        assert client.get(f"/accounts/{path}").status_code == 404


def test_forgotten_password_is_replaced_through_a_link_that_works_once(client, person):
    answer = client.post("/accounts/password/reset/", {"email": person.email}, follow=True)
    assert "Look into your e-mail" in answer.content.decode()
    assert mail.outbox[0].to == [person.email]
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[0].body)[1]
    page = client.get(link, follow=True)
    new = {"password1": "four-quiet-red-boats", "password2": "four-quiet-red-boats"}
    answer = client.post(page.request["PATH_INFO"], new, follow=True)
    assert "Your password is changed" in answer.content.decode()
    assert sign_in(client, person.email, "four-quiet-red-boats").status_code == 302
    client.post("/accounts/logout/")
    assert "This link no longer works" in client.get(link, follow=True).content.decode()


def test_forgotten_password_of_an_unknown_address_sends_nothing_and_says_the_same(client):
    answer = client.post("/accounts/password/reset/", {"email": "no@example.org"}, follow=True)
    assert "Look into your e-mail" in answer.content.decode()
    assert mail.outbox == []


def test_password_is_changed_by_who_knows_the_old_one(client, person):
    client.force_login(person)
    short = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    assert client.post("/accounts/password/change/", short).status_code == 200
    new = "four-quiet-red-boats"
    wrong = {"oldpassword": "no", "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", wrong).status_code == 200
    right = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", right)["Location"] == reverse("home")
    person.refresh_from_db()
    assert person.check_password(new)


def test_password_change_asks_strangers_to_sign_in(client):
    answer = client.get("/accounts/password/change/")
    assert answer["Location"] == f"{LOGIN}?next=/accounts/password/change/"


@pytest.mark.parametrize(
    "path",
    ["login/", "inactive/", "password/reset/", "password/reset/done/", "password/reset/key/done/",
     "password/reset/key/1-nonsense/"],
)  # fmt: skip
def test_pages_before_sign_in_wear_our_clothes(client, path):
    answer = client.get(f"/accounts/{path}")
    assert answer.status_code == 200
    assert "attune-header" in answer.content.decode()


def test_sign_out_asks_and_then_does(client, person):
    client.force_login(person)
    assert "Sign out?" in client.get("/accounts/logout/").content.decode()
    assert client.post("/accounts/logout/")["Location"] == LOGIN
    assert "_auth_user_id" not in client.session
