"""The invented nation: what it gave is what came in, and a release is made of it."""

import pytest
from django.conf import settings as current
from django_scopes import scope

from attune.core.figures.invented import Nation, works
from attune.core.figures.judging import thresholds_of
from attune.core.figures.tally import tallied
from attune.core.instruments.catalogue import shipped
from attune.core.records.making import records_of
from attune.web.cases.models import Case
from attune.web.contribution.models import NationalLink
from attune.web.demonstration import national
from attune.web.national.engine import counting, store
from attune.web.national.models import Enrolment, Release
from attune.web.national.queries.enrolments import committed
from attune.web.outcomes.models import Response
from attune.web.people.models import Role
from tests.factories import make_actor, make_officer, make_service

pytestmark = pytest.mark.django_db
SMALL = Nation(11, services=9, practitioners=20, dyads=240)


@pytest.fixture(autouse=True)
def small(settings, tmp_path, monkeypatch):
    settings.NATIONAL = tmp_path / "national"
    settings.KEYS = tmp_path / "keys"
    monkeypatch.setattr(national, "INVENTED", SMALL)


def test_what_was_invented_is_what_is_counted_and_released():
    said = []
    national.invent(make_officer(), said.append)
    national.invent(make_officer(), said.append)  # a second time there is nothing to do
    invented = list(works(SMALL))
    expected = tallied(
        (record for work in invented for record in records_of(work.episode, work.scores)),
        by=("region", "stage"),
        thresholds=thresholds_of(shipped()),
    )
    paths = store.files(current.NATIONAL, committed())
    with counting.opened(paths) as source:
        found = counting.tallies(
            source, by=("region", "stage"), thresholds=thresholds_of(shipped())
        )
    assert found == expected
    assert Enrolment.objects.count() == len({work.service for work in invented})
    assert Release.objects.count() == 1
    assert said == ["Making the first release of national figures …"]


def test_service_joins_this_very_instance(settings):
    manager = make_actor(None, Role.MANAGER)
    from_outside = make_officer()
    with scope(service=manager.service):
        national.let_join(manager, from_outside)
        national.let_join(manager, from_outside)
        enrolment, link = Enrolment.objects.get(), NationalLink.objects.get()
    assert (link.pseudonym, link.address) == (enrolment.pseudonym, settings.PUBLIC_URL)
    assert (manager.service.region, manager.service.setting) == ("south-west", "nhs")


def test_service_is_filled_with_cases_once():
    service = make_service("Riverside")
    for _ in range(2):
        national.fill(service, 12)
    with scope(service=service):
        assert Case.objects.count() == 12
        assert Response.objects.count() > 12
