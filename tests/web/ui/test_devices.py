"""Camera and microphone are closed to every page but the one that films."""

import pytest
from django.urls import reverse

from tests.factories import start_cycle
from tests.web.conftest import browser_of

pytestmark = pytest.mark.django_db


def test_a_page_may_use_nothing_of_the_device(client):
    policy = client.get("/accounts/login/")["Permissions-Policy"]
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(policy.split(", "))


def test_the_page_that_films_may_use_camera_and_microphone_and_no_more(family, practitioner):
    cycle = start_cycle(family)
    answer = browser_of(practitioner).get(reverse("films:record", args=[cycle.pk]))
    policy = set(answer["Permissions-Policy"].split(", "))
    assert {"camera=(self)", "microphone=(self)", "geolocation=()"} <= policy
    assert "camera=()" not in policy
