"""The PIN that takes a tablet back from a client."""

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from attune.web.outcomes.models import Pin
from attune.web.people.models import Person


@transaction.atomic
def set_pin(*, person: Person, pin: str) -> None:
    """Keep a new PIN in place of the old one; nothing but its hash is kept."""
    Pin.objects.update_or_create(person=person, defaults={"hashed": make_password(pin)})


def is_pin(*, person: Person, pin: str) -> bool:
    """Whether this is the person's PIN."""
    row = Pin.objects.filter(person=person).first()
    return row is not None and check_password(pin, row.hashed)


def has_pin(person: Person) -> bool:
    return Pin.objects.filter(person=person).exists()
