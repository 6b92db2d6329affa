"""The invented world: made once, gone on with, never forced on anybody."""

import pytest
from django_scopes import scope, scopes_disabled

from attune.core.journey import Step
from attune.web.cases.journey import journey_of
from attune.web.cases.models import Case
from attune.web.demonstration import families, inventing
from attune.web.films.models import Film
from attune.web.people.models import Service
from tests.factories import make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(settings, tmp_path):
    settings.DATA = tmp_path
    settings.FILMS = tmp_path / "films"
    return tmp_path


def test_installation_with_services_of_its_own_is_left_alone(data):
    make_service("A real one")
    assert inventing.invent(print) is False
    assert Service.objects.count() == 1
    assert not inventing.mark().exists()


def test_inventing_that_is_done_is_never_done_again(data):
    inventing.mark().write_text("done")
    assert inventing.invent(print) is True
    assert Service.objects.count() == 0


def test_film_is_drawn_in_a_process_of_its_own(data, monkeypatch):
    monkeypatch.setattr(inventing, "FILM_SECONDS", 1)
    monkeypatch.setattr(inventing, "FILM_SIZE", (320, 180))
    row = {"seed": 3, "kind": "hevc", "scene": "meal-time"}
    path = inventing.draw(row, data)
    assert path.name == "3.mov"
    assert path.read_bytes()[4:8] == b"ftyp"


def test_inventing_that_broke_off_goes_on(data, monkeypatch):
    """Broken off after the cases were made: the next time brings the films, and no case twice."""
    monkeypatch.setattr(inventing, "bring_films", break_off)
    with pytest.raises(KeyboardInterrupt):
        inventing.invent(print)
    assert inventing.mark().read_text() == "begun"
    with scopes_disabled():
        cases = Case.objects.count()
        assert cases == len(families.invented()["family"])

    brought = []
    monkeypatch.setattr(inventing, "bring_films", lambda rows, say: brought.extend(rows))
    assert inventing.invent(print) is True
    assert len(brought) == cases
    assert inventing.mark().read_text() == "done"
    with scopes_disabled():
        assert Case.objects.count() == cases
        assert Film.objects.count() == 0
    harbour = Service.objects.get(name="Harbour Family Service")
    with scope(service=harbour):
        maple = Case.objects.get(label="Maple")
        assert journey_of(maple).step == Step.ENDED


def break_off(rows, say):
    raise KeyboardInterrupt
