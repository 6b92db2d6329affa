"""The invented nation as cases: what was invented is what stands there."""

import pytest
from django_scopes import scopes_disabled

from attune.core.figures.invented import Nation, works
from attune.web.cases.models import Case, Consent
from attune.web.demonstration.nation import write_cases
from attune.web.outcomes.models import Score
from attune.web.people.models import Membership

pytestmark = pytest.mark.django_db


def test_every_episode_is_a_case_with_its_consent_and_scores():
    invented = list(works(Nation(5, services=4, practitioners=8, dyads=30)))
    people = write_cases(invented)
    with scopes_disabled():
        cases = list(Case.objects.prefetch_related("responses__scores", "cycles", "dyads"))
        scores = list(Score.objects.values_list("value", flat=True))
        consents = list(Consent.objects.values_list("purpose", "answer"))
    assert len(cases) == len(invented)
    assert sorted(scores) == sorted(one.score for work in invented for one in work.scores)
    assert consents == [("research", "given")] * 30
    assert sorted(
        (case.context, case.engagement, case.mode, case.ending or "open", case.cycles.count())
        for case in cases
    ) == sorted(
        (one.context, one.engagement, one.mode, one.end, one.cycles)
        for one in (work.episode for work in invented)
    )
    assert {service.region for service in people.services.values()} == {
        work.episode.region for work in invented
    }
    assert Membership.objects.count() == len({work.practitioner for work in invented})
