"""What the journey of a case learns of its forms: that they were filled in, never what they scored."""

from attune.web.outcomes.models import Decision
from attune.web.outcomes.queries.journey import CONTRIBUTOR
from tests.factories.outcomes import fill, plan


def test_forms_that_count_stand_in_the_journey(family):
    plan(family, "gad-7", "start")
    fill(family, total=31)
    fill(family, "pbq", answers={}, respondent="parent")
    entries = CONTRIBUTOR.entries(family.case)
    assert sorted((one.title, one.note) for one in entries) == [
        ("Ana filled in CORE-10", ""),
        ("Ana filled in PBQ", "About Bo"),
    ]
    assert not any("31" in one.title + one.note for one in entries)


def test_decision_stands_in_the_clients_words(family):
    decision = Decision.objects.create(
        case=family.case,
        answer="enough",
        client_words="We can go on by ourselves.",
        reasons="Both goals are near.",
        by=family.actor.person,
    )
    (entry,) = CONTRIBUTOR.entries(family.case)
    assert (entry.title, entry.words) == ("Enough for now", "We can go on by ourselves.")
    assert str(decision.case_id) in entry.url
    CONTRIBUTOR.know({})
