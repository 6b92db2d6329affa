"""Writing down what an actor did or saw."""

from attune.web.audit.models import Event
from attune.web.people.actions import record


def test_record_fills_in_who_where_and_whose(family):
    record(by=family.actor, verb="read", thing=family.baby, number=2)
    event = Event.objects.order_by("at").last()
    assert (event.verb, event.object_type) == ("read", "cases.Participant")
    assert (event.object_id, event.case_id) == (str(family.baby.pk), family.case.pk)
    assert event.person_id == family.actor.person.pk
    assert event.service_id == family.actor.service.pk
    assert event.detail == {"number": 2}
