"""Sees which e-mails about links are due, and has them sent by a worker: at every start, and by the clock."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from attune.web.outcomes import mailing
from attune.web.outcomes.actions import links as actions
from attune.web.outcomes.queries import links as queries


class Command(BaseCommand):
    help = "Remind people of forms they were asked to fill in at home; twice at most, each once."

    def handle(self, *args: Any, **options: Any) -> None:
        self.close_links()
        again, reminders = self.send_again(), self.remind()
        if options["verbosity"]:
            self.stdout.write(f"Reminders: {reminders}. E-mails tried again: {again}.")

    def close_links(self) -> None:
        """What is over stays over."""
        with scopes_disabled():
            over = list(queries.links_over(timezone.now()))
        for link in over:
            with scope(service=link.case.service):
                actions.close(link=link)

    def send_again(self) -> int:
        """E-mails that nobody sends at the moment, also after a machine died with one."""
        with scopes_disabled():
            keys = list(mailing.unsent().values_list("pk", flat=True))
        return sum(actions.send_again(key=key) for key in keys)

    def remind(self) -> int:
        now, reminders = timezone.now(), 0
        with scopes_disabled():
            waiting = list(queries.links_with_address(now))
        for link in waiting:
            with scope(service=link.case.service):
                if queries.behind(link).state is queries.State.FINISHED:
                    actions.forget_address(link=link)
                elif (kind := mailing.due(link, now)) and not queries.has_stopped(link):
                    actions.write(link=link, kind=kind)
                    reminders += 1
        return reminders
