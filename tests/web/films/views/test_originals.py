"""How long films are kept as they were sent: the card on a film's page, and a manager's setting."""

import pytest
from django.urls import reverse
from django.utils import timezone

from attune.web.audit.models import Event
from attune.web.films import retention
from attune.web.films.models import Film
from attune.web.people.models import Service
from tests.factories.films import bring, ready_film
from tests.web.conftest import browser_of


@pytest.fixture
def film(family, cycle) -> Film:
    film = ready_film(family, cycle)
    bring(film, b"the film as it was sent")
    Film.objects.filter(pk=film.pk).update(**retention.beginning(family.case.service))
    film.refresh_from_db()
    return film


def page(browser, film) -> str:
    return browser.get(reverse("films:film", args=[film.pk])).content.decode()


def day(moment) -> str:
    return f"{timezone.localtime(moment):%-d %B %Y}"


def test_the_film_says_until_when_and_one_press_makes_it_longer(practitioner, film):
    browser, before = browser_of(practitioner), film.kept_until
    assert f"The original is kept until {day(before)}" in page(browser, film)
    answer = browser.post(reverse("films:original", args=[film.pk]))
    assert answer["Location"] == reverse("films:film", args=[film.pk])
    film.refresh_from_db()
    assert film.kept_until == before + retention.LONGER
    assert f"The original is kept until {day(film.kept_until)}" in page(browser, film)


def test_the_film_says_when_its_original_was_removed(practitioner, film):
    Film.objects.update(original_removed_at=timezone.now())
    said = page(browser_of(practitioner), film)
    assert f"The original was removed on {day(timezone.now())}" in said
    assert "Keep it longer" not in said


def test_who_does_not_hold_the_case_keeps_nothing(colleague, stranger, film):
    for actor, status in ((colleague, 403), (stranger, 404)):
        answer = browser_of(actor).post(reverse("films:original", args=[film.pk]))
        assert answer.status_code == status
    before = film.kept_until
    film.refresh_from_db()
    assert film.kept_until == before


def test_a_manager_says_for_how_many_days(manager):
    browser, address = browser_of(manager), reverse("films:originals")
    assert 'value="30"' in browser.get(address).content.decode()
    assert address in browser.get(reverse("cases:service")).content.decode()
    for wrong in ("0", "4000", "a month"):
        assert browser.post(address, {"originals_kept_days": wrong}).status_code == 422
    answer = browser.post(address, {"originals_kept_days": "90"})
    assert answer["Location"] == address
    assert Service.objects.get(pk=manager.service.pk).originals_kept_days == 90
    event = Event.objects.last()
    assert (event.verb, event.person_id) == ("change", manager.person.pk)


def test_a_practitioner_does_not(practitioner):
    assert browser_of(practitioner).get(reverse("films:originals")).status_code == 403
