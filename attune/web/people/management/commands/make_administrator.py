"""Make the person who runs this server. Only the console can: no page makes an administrator."""

import os
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from attune.web.people.models import Person

PASSWORD_VARIABLE = "ATTUNE_ADMIN_PASSWORD"  # noqa: S105 -- the name of a variable, not a password


class Command(BaseCommand):
    help = (
        "Make a system administrator, who adds services and people and sees no case. "
        f"Asks for what is not given; the password may come from {PASSWORD_VARIABLE}."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email")
        parser.add_argument("--name")

    def handle(self, *args: Any, email: str | None, name: str | None, **options: Any) -> None:
        person = Person(
            email=(email or input("E-mail address: ")).strip().lower(),
            name=(name or input("Name: ")).strip(),
            is_staff=True,
            is_superuser=True,
        )
        self.keep(person)
        self.stdout.write(f"{person.name} can sign in and open /administration/.")

    def keep(self, person: Person) -> None:
        """Save them with a password that is asked for, or comes from the environment. Raises CommandError."""
        password = os.environ.get(PASSWORD_VARIABLE) or self.asked_twice()
        try:
            person.full_clean(exclude=["password"])
            validate_password(password, person)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        person.set_password(password)
        person.save()

    def asked_twice(self) -> str:
        password = getpass("Password (at least 12 characters): ")
        if getpass("The same again: ") != password:
            raise CommandError("The two passwords differ. Nothing was made.")
        return password
