"""Ends films to give away whose time is over, or whose consent ran out: at every start, and by the
clock."""

from typing import Any

from django.core.management.base import BaseCommand
from django_scopes import scopes_disabled

from attune.web.exports.actions import end_expired, end_without_consent
from attune.web.exports.models import Export


class Command(BaseCommand):
    help = "Erase films to give away whose time is over, or to which somebody no longer agrees."

    def handle(self, *args: Any, **options: Any) -> None:
        with scopes_disabled():
            alive = Export.objects.filter(state__in=(Export.State.MAKING, *Export.THERE))
            expired = end_expired(alive.select_related("case"))
            withdrawn = end_without_consent(alive.all().select_related("case"))
        if options["verbosity"]:
            self.stdout.write(f"Exports expired: {expired}. Without consent: {withdrawn}.")
