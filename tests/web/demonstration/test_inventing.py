"""The invented world: made once, gone on with, never forced on anybody."""

import pytest
from django_scopes import scope, scopes_disabled

from attune.core.figures.invented import Nation
from attune.core.journey import FilmState, Step
from attune.web.cases.journey import journey_of
from attune.web.cases.models import Case
from attune.web.demonstration import actions, families, inventing, national
from attune.web.films.models import Film
from attune.web.people.models import Service
from tests.factories import make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    settings.FILMS = tmp_path / "films"
    settings.NATIONAL = tmp_path / "national"
    monkeypatch.setattr(national, "INVENTED", Nation(2020, services=4, practitioners=8, dyads=60))
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
        assert Case.objects.exclude(service__name__startswith="Riverside").count() == cases
        assert Case.objects.filter(service__name__startswith="Riverside").count() == 90
        assert Film.objects.count() == 0
    harbour = Service.objects.get(name="Harbour Family Service")
    with scope(service=harbour):
        maple = Case.objects.get(label="Maple")
        assert journey_of(maple).step == Step.ENDED


def test_begun_without_a_service_begins_again(data, monkeypatch):
    """Killed between writing the mark and the commit."""
    inventing.mark().write_text("begun")
    monkeypatch.setattr(inventing, "bring_films", lambda rows, say: None)
    assert inventing.invent(print) is True
    assert Service.objects.count() == len(families.invented()["service"])


def test_film_that_was_broken_off_on_its_way_is_brought_again(data, monkeypatch):
    monkeypatch.setattr(inventing, "bring_films", lambda rows, say: None)
    inventing.invent(print)
    rowan = next(each for each in families.invented()["family"] if each["label"] == "Rowan")
    with actions.working_as(rowan["worker"]) as by:
        [(row, cycle)] = inventing.cycles_of(rowan)
        path = data / "film.mp4"
        path.write_bytes(b"half a film")
        monkeypatch.setattr(actions.films, "finish_upload", break_off)
        with pytest.raises(KeyboardInterrupt):
            actions.bring_film(row["film"], cycle, path, by)
        assert cycle.films.get().state == FilmState.UPLOADING
        inventing.work_through(rowan, by)  # does not stumble over it
        assert actions.has_film(cycle, by) is False
        assert not cycle.films.exists()


def break_off(*args, **kwargs):
    raise KeyboardInterrupt
