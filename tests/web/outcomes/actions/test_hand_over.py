"""The PIN is kept as a hash, one for each person."""

from attune.web.outcomes.actions.hand_over import has_pin, is_pin, set_pin
from attune.web.outcomes.models import Pin


def test_pin_is_known_and_no_other(practitioner, colleague):
    person = practitioner.person
    assert not has_pin(person)
    assert not is_pin(person=person, pin="1234")
    set_pin(person=person, pin="1234")
    assert has_pin(person)
    assert [is_pin(person=person, pin=pin) for pin in ("1234", "4321", "")] == [True, False, False]
    assert not is_pin(person=colleague.person, pin="1234")
    assert "1234" not in Pin.objects.get().hashed


def test_new_pin_takes_the_place_of_the_old(practitioner):
    for pin in ("1234", "98765"):
        set_pin(person=practitioner.person, pin=pin)
    assert is_pin(person=practitioner.person, pin="98765")
    assert not is_pin(person=practitioner.person, pin="1234")
    assert Pin.objects.count() == 1
