"""Decisions whether more is needed: each a row of its own, logged, kept once."""

from attune.web.audit.models import Event
from attune.web.outcomes.actions.decisions import decide
from attune.web.outcomes.models import Decision

SAID = {"answer": "more", "client_words": "Once more, please.", "reasons": "A new baby"}


def test_decision_is_kept_with_who_and_why_and_logged(family):
    row = decide(by=family.actor, case=family.case, **SAID)
    assert (row.answer, row.client_words, row.reasons) == tuple(SAID.values())
    assert row.by == family.actor.person
    event = Event.objects.latest("pk")
    assert (event.verb, event.case_id) == ("create", family.case.pk)


def test_decision_sent_twice_is_one_and_the_log_says_so(family):
    first = decide(by=family.actor, case=family.case, **SAID)
    events = Event.objects.count()
    assert decide(by=family.actor, case=family.case, **SAID) == first
    assert Event.objects.count() == events


def test_the_same_decision_after_another_is_a_new_one(family):
    for answer in ("more", "enough", "more"):
        decide(by=family.actor, case=family.case, answer=answer, reasons="As agreed")
    assert [row.answer for row in Decision.objects.all()] == ["more", "enough", "more"]
