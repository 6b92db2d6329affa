"""Give somebody a post at the association, with a sign-in of their own if they have none yet."""

from argparse import ArgumentParser
from typing import Any

from django.db import transaction

from attune.web.people.management.commands import make_administrator
from attune.web.people.models import Person, Post, PostHeld


class Command(make_administrator.Command):
    help = (
        "Let somebody work with the national data; only the console can. Who has no sign-in yet gets one: the password "
        f"is asked for, or comes from {make_administrator.PASSWORD_VARIABLE}."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", help="of somebody who has no sign-in yet")
        parser.add_argument(
            "--editor", action="store_true", help="they also edit the evidence library"
        )

    def handle(
        self, *args: Any, email: str, name: str | None, editor: bool, **options: Any
    ) -> None:
        email = email.strip().lower()
        posts = [Post.ANALYST, Post.EDITOR] if editor else [Post.ANALYST]
        with transaction.atomic():
            person = Person.objects.filter(email=email).first() or self.made(email, name)
            for post in posts:
                PostHeld.objects.get_or_create(person=person, post=post)
        words = ", ".join(str(post.label) for post in posts)
        self.stdout.write(f"{person.name} can sign in and open /national/: {words}.")

    def made(self, email: str, name: str | None) -> Person:
        person = Person(email=email, name=(name or input("Name: ")).strip())
        self.keep(person)
        return person
