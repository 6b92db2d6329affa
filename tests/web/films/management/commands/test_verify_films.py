"""Every part of every film is read, wherever it lies."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from attune.web.films import moving, store
from attune.web.films.models import Film
from tests.factories.films import begin_film, bring, ready_film


def verify() -> str:
    out = StringIO()
    call_command("verify_films", stdout=out, stderr=out)
    return out.getvalue().strip()


def test_films_here_and_in_the_bucket_are_whole(family, cycle, s3, settings, monkeypatch):
    settings.FILMS_S3 = s3.told
    monkeypatch.setattr(moving, "SMALLEST", 500)
    away, here = ready_film(family, cycle), ready_film(family, cycle)
    for film in (away, here):
        bring(film, b"the film as it was sent" * 50)
    begin_film(family, cycle)
    moving.move_out(away.pk)
    assert verify() == "2 films were read; nothing is broken."
    s3.client.put_object(Bucket="films", Key=s3.keys()[0], Body=b"something else" * 99)
    with pytest.raises(CommandError, match="2 films were read; 1 parts are broken"):
        verify()


def test_an_original_that_was_removed_is_not_missed(family, cycle):
    film = ready_film(family, cycle)
    Film.objects.update(original_removed_at=timezone.now())
    store.erase_original(film.pk)
    assert verify() == "1 films were read; nothing is broken."
