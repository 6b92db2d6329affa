"""Front pages show what the floors above bring."""

from attune.web.cases import front
from attune.web.cases.front import Panel, on_consents, panels


def test_panels_are_those_that_have_something_to_show(practitioner):
    asked = [lambda actor: Panel("a.html", actor.person), lambda actor: None]
    assert panels(asked, practitioner) == [Panel("a.html", practitioner.person)]


def test_panels_on_consents_are_those_that_have_something_to_say(family, monkeypatch):
    asked = [lambda case: Panel("a.html", case), lambda case: None]
    monkeypatch.setattr(front, "OF_CONSENTS", asked)
    assert on_consents(family.case) == [Panel("a.html", family.case)]
