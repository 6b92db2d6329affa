"""Makes a file for a researcher here and now, where no worker is to do it; an analyst downloads it from its page."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.http import Http404

from attune.web.national import tasks
from attune.web.national.actions import research as actions
from attune.web.national.models import Extract, ExtractDraft
from attune.web.national.queries import research as queries

State = ExtractDraft.State


class Command(BaseCommand):
    help = "Make a file under an agreement with a researcher. An analyst looks at it, and downloads it, on its page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("agreement", type=UUID, help="its number, which its address bears")
        parser.add_argument("--form", choices=Extract.Form.values, default=Extract.Form.CSV)

    def handle(self, *args: Any, agreement: UUID, form: str, **options: Any) -> None:
        try:
            draft = actions.ask(by=None, agreement=queries.agreement(agreement), form=form)
        except Http404:
            raise CommandError("There is no agreement of this number.") from None
        except ValidationError as refusal:
            raise CommandError(refusal.messages[0]) from None
        tasks.make(draft)
        if draft.state != State.MADE:
            raise CommandError(draft.refusal)
        self.stdout.write(f"It is ready on its page: /national/extracts/{draft.pk}/")
