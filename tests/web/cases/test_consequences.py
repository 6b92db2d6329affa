"""What apps above say goes with a consent that is taken back."""

from attune.core.consent import Purpose
from attune.web.cases import consequences


def test_everyone_who_said_so_is_asked_in_turn(family, monkeypatch):
    monkeypatch.setattr(consequences, "DESCRIBERS", [])
    assert consequences.what_goes(family.baby, Purpose.FILM) == []
    consequences.goes_without_consent(lambda person, purpose: [f"{person.name}’s {purpose}"])
    consequences.goes_without_consent(lambda person, purpose: ["two", "three"])
    assert consequences.what_goes(family.baby, Purpose.FILM) == ["Bo’s film", "two", "three"]
