"""Choosing a service."""

import pytest

from attune.web.people.forms import ServiceForm
from attune.web.people.queries import services_of
from tests.factories import make_actor, make_service


@pytest.mark.django_db
def test_service_form_knows_only_the_own_services():
    actor, other = make_actor(), make_service("Other")
    services = services_of(actor.person)
    assert ServiceForm({"service": str(actor.service.pk)}, services=services).is_valid()
    for wrong in (str(other.pk), "not-a-key", ""):
        assert list(ServiceForm({"service": wrong}, services=services).errors) == ["service"]
