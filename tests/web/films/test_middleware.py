"""What pages say while the bucket is away."""

from django.test import RequestFactory
from django.urls import reverse

from attune.web.films import moving
from attune.web.films.middleware import BucketMiddleware
from tests.factories.films import ready_film
from tests.web.conftest import browser_of


def test_what_needs_the_bucket_says_when_to_ask_again_and_the_rest_works(
    practitioner, family, cycle, s3, settings, monkeypatch
):
    settings.FILMS_S3 = s3.told
    monkeypatch.setattr(moving, "SMALLEST", 500)
    film = ready_film(family, cycle)
    moving.move_out(film.pk)
    browser = browser_of(practitioner)
    s3.door.shut()
    answer = browser.get(reverse("films:video", args=[film.pk]))
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "will be back soon" in answer.content.decode()
    assert browser.get(reverse("films:film", args=[film.pk])).status_code == 200
    s3.door.open_again()
    assert browser.get(reverse("films:video", args=[film.pk])).status_code == 200


def test_other_errors_are_not_its_business():
    middleware = BucketMiddleware(lambda request: None)
    request = RequestFactory().get("/")
    assert middleware(request) is None
    assert middleware.process_exception(request, ValueError("something else")) is None
