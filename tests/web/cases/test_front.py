"""Front pages show what the floors above bring."""

from attune.web.cases.front import Panel, panels


def test_panels_are_those_that_have_something_to_show(practitioner):
    asked = [lambda actor: Panel("a.html", actor.person), lambda actor: None]
    assert panels(asked, practitioner) == [Panel("a.html", practitioner.person)]
