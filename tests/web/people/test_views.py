"""Home, and the choice of a service."""

import re

import pytest
from django.urls import reverse

from attune.web.people.middleware import CHOSEN_SERVICE
from attune.web.people.models import Post, PostHeld, Role
from tests.factories import make_actor, make_officer, make_person, make_service
from tests.web.conftest import browser_of

pytestmark = pytest.mark.django_db
CHOOSE = "/service/choose/"


@pytest.mark.parametrize(
    ("roles", "leads_to"),
    [
        ([Role.PRACTITIONER], "/cases/"),
        ([Role.TRAINEE, Role.MANAGER], "/cases/"),
        ([Role.MANAGER], "/service/"),
        ([Role.MANAGER, Role.SUPERVISOR], "/service/"),
    ],
)
def test_home_leads_each_to_their_own_first_page(roles, leads_to):
    answer = browser_of(make_actor(None, *roles)).get("/")
    assert answer["Location"] == leads_to


def test_home_of_a_supervisor_says_what_will_come():
    text = browser_of(make_actor(None, Role.SUPERVISOR)).get("/").content.decode()
    assert "Nothing has been brought yet" in text


@pytest.mark.parametrize(
    ("posts", "leads_to"),
    [
        ([Post.ANALYST], "/national/"),
        ([Post.EDITOR], "/evidence/"),
        ([Post.EDITOR, Post.ANALYST], "/national/"),
    ],
)
def test_home_leads_officers_of_the_association_to_their_work(client, posts, leads_to):
    client.force_login(make_officer(*posts).person)
    assert client.get("/")["Location"] == leads_to


def test_home_without_a_service_says_whom_to_ask(client):
    client.force_login(make_person())
    text = client.get("/").content.decode()
    assert "not yet part of a service" in text
    assert reverse("admin:index") not in text


def test_home_of_an_administrator_shows_the_way_to_the_administration(client):
    person = make_person()
    person.is_staff = person.is_superuser = True
    person.save()
    client.force_login(person)
    assert reverse("admin:index") in client.get("/").content.decode()
    assert client.get("/cases/").status_code == 403


def test_pages_ask_to_sign_in_and_refuse_other_methods(client):
    for path in ("/", CHOOSE):
        assert client.get(path)["Location"] == f"/accounts/login/?next={path}"
        assert client.delete(path).status_code == 405
    assert client.post("/").status_code == 405


def test_choose_service_lists_one_s_own_and_is_kept():
    here, there, other = make_service("Ash"), make_service("Birch"), make_service("Cedar")
    actor = make_actor(here)
    there.memberships.create(person=actor.person, role=Role.MANAGER)
    browser = browser_of(actor)
    text = browser.get(CHOOSE).content.decode()
    assert "Birch" in text
    assert other.name not in text
    answer = browser.post(CHOOSE, {"service": str(there.pk)})
    assert answer["Location"] == "/"
    assert browser.session[CHOSEN_SERVICE] == str(there.pk)
    text = browser.get("/", follow=True).content.decode()
    assert "You are now working in Birch." in text
    assert "Change service" in text


@pytest.mark.parametrize("wrong", ["not-a-key", "", "00000000-0000-0000-0000-000000000000"])
def test_choose_service_refuses_what_is_not_one_s_own(wrong):
    actor = make_actor()
    browser = browser_of(actor)
    assert browser.post(CHOOSE, {"service": wrong}).status_code == 200
    assert browser.post(CHOOSE, {"service": str(make_service("X").pk)}).status_code == 200
    assert CHOSEN_SERVICE not in browser.session


@pytest.mark.parametrize(
    ("role", "post", "links"),
    [
        (Role.PRACTITIONER, Post.ANALYST, {"/national/": "National data"}),
        (
            Role.MANAGER,
            Post.ANALYST,
            {"/national/": "Association", "/national-data/": "National data"},
        ),
        (Role.PRACTITIONER, Post.EDITOR, {}),
        (Role.PRACTITIONER, None, {}),
    ],
)
def test_header_leads_who_has_a_post_and_a_service_to_both(role, post, links):
    actor = make_actor(None, role)
    if post is not None:
        PostHeld.objects.create(person=actor.person, post=post)
    browser = browser_of(actor)
    pages = ["/evidence/", "/national/"] if post == Post.ANALYST else ["/evidence/"]
    for page in pages:
        header = browser.get(page).content.decode().split("</header>")[0]
        found = re.findall(r'<a[^>]*href="(/national[^"]*)"[^>]*>\s*([^<]*?)\s*</a>', header)
        assert dict(found) == links
        assert len(found) == len(links)
        assert 'href="/evidence/"' in header
