import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from attune.web import ui

ROOM = Path(ui.__file__).parent
ERROR_PAGES = ["400", "403", "403_csrf", "404", "500", "503"]


@pytest.mark.parametrize("name", ["ui:gallery", "ui:theatre"])
def test_gallery_page_has_one_heading_and_no_inline_style_or_script(client, name):
    response = client.get(reverse(name))
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<h1") == 1
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?! type=\"module\" src=)", html)


def test_gallery_with_errors_shows_them(client):
    html = client.get(reverse("ui:gallery"), {"errors": ""}).content.decode()
    assert "<title>Error: " in html
    assert "attune-errors" in html


def test_gallery_ids_are_unique(client):
    html = client.get(reverse("ui:gallery"), {"errors": ""}).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", ["ui:gallery", "ui:theatre"])
def test_gallery_posted_to_is_refused(client, name):
    assert client.post(reverse(name)).status_code == 405


@pytest.mark.parametrize("page", ERROR_PAGES)
def test_error_page_stands_without_a_request(page):
    html = render_to_string(f"{page}.html")
    assert html.count("<h1") == 1
    assert "attune-lede" in html
    assert "attune-button" in html


def test_missing_address_says_what_to_do(client):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "There is nothing here for you to see" in response.content.decode()


def actor(**roles):
    return SimpleNamespace(
        person=SimpleNamespace(name="Beth <Morgan>"),
        service=SimpleNamespace(name="Riverside & Families"),
        **{"is_caseworker": False, "is_manager": False, **roles},
    )


def header(who):
    request = RequestFactory().get("/")
    request.actor = who
    return render_to_string("404.html", request=request)


def test_header_says_who_is_signed_in_and_lets_them_out_by_post():
    html = header(actor(is_caseworker=True))
    assert "Beth &lt;Morgan&gt;" in html
    assert "Riverside &amp; Families" in html
    assert '<form method="post" action="/accounts/logout/">' in html


def test_header_of_nobody_has_no_menu():
    html = header(None)
    assert "header-menu" not in html
    assert "Sign out" not in html


def test_every_icon_that_a_template_names_is_drawn():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (ROOM / "static/ui/icons.svg").read_text()))
    named = set()
    for template in ROOM.rglob("*.html"):
        text = template.read_text()
        named |= set(re.findall(r'{% icon "([^"]+)"', text))
        named |= set(re.findall(r'\s(?:icon|kind)="([a-z-]+)"', text)) & {"film", "clip", "words"}
    assert named <= drawn
