"""Random numbers: one for each case and each caseload, made once."""

from attune.web.contribution.models import CaseloadNumber, EpisodeNumber
from attune.web.contribution.numbering import give_numbers
from tests.factories import make_family


def test_numbers_are_random_made_once_and_for_all(family, colleague):
    other = make_family(colleague, label="Rowan")
    give_numbers(family.actor.service)
    episodes = dict(EpisodeNumber.objects.values_list("case", "number"))
    caseloads = dict(CaseloadNumber.objects.values_list("person", "number"))
    assert set(episodes) == {family.case.pk, other.case.pk}
    assert set(caseloads) == {family.actor.person.pk, colleague.person.pk}
    assert {number.version for number in [*episodes.values(), *caseloads.values()]} == {4}
    make_family(family.actor, label="Oak")
    give_numbers(family.actor.service)
    assert dict(CaseloadNumber.objects.values_list("person", "number")) == caseloads
    after = dict(EpisodeNumber.objects.values_list("case", "number"))
    assert (after | episodes, len(after)) == (after, 3)
