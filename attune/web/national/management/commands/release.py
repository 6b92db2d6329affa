"""Prepares a release, and freezes it if it is told to: for the clock, or for a first look from the console."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from attune.web.national import tasks
from attune.web.national.actions import releases as actions
from attune.web.national.models import ReleaseDraft
from attune.web.national.queries import releases as queries

State = ReleaseDraft.State


class Command(BaseCommand):
    help = "Count a draft of a release; with --freeze, try it by the attacker and publish it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--freeze", action="store_true", help="publish it, if it holds")

    def handle(self, *args: Any, **options: Any) -> None:
        if queries.open_draft() is not None:
            raise CommandError("A draft is being prepared already. Freeze it or drop it first.")
        draft = actions.prepare(by=None)
        tasks.count(draft)
        if draft.state != State.MADE:
            raise CommandError(draft.refusal)
        if not options["freeze"]:
            self.stdout.write(f"The draft of {draft.name} can be looked at.")
            return
        actions.freeze(by=None, draft=draft)
        release = tasks.freeze(draft, None)
        if release is None:
            draft.refresh_from_db()
            raise CommandError(draft.refusal)
        self.stdout.write(f"The release {release.name} is frozen: {release.digest}")
