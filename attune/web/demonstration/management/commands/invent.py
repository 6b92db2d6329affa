"""Make the invented services, families and films; or say who can sign in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from attune.web.demonstration.families import PASSWORD, invented
from attune.web.demonstration.inventing import invent, mark


class Command(BaseCommand):
    help = "Make invented services, families and films, once, in an empty installation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sign-ins", action="store_true", help="only say who can sign in")

    def handle(self, *args: Any, sign_ins: bool, **options: Any) -> None:
        if sign_ins:
            self.say_sign_ins()
            return
        if not mark().exists():
            self.say("Inventing services, families and films (about two minutes, only this once)")
        if not invent(self.say):
            self.say("This installation has services of its own, so nothing is invented.")

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    def say_sign_ins(self) -> None:
        if not mark().exists():
            return
        self.say(f"Invented people, all with the password  {PASSWORD}\n")
        world = invented()
        for place in [*world["service"], world["association"]]:
            self.say(f"  {place['name']}")
            for one in place["person"]:
                does = ", ".join(one.get("roles") or one["posts"])
                self.say(f"    {one['email']:<26} {one['name']}, {does}")
