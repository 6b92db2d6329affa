"""What is looked at each time the database is brought up to date."""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db import connections

from attune.web.people.models import Service


@checks.register(checks.Tags.database)
def one_service_on_sqlite(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Services are kept apart by scopes alone on SQLite; PostgreSQL can hold the wall itself."""
    return [
        checks.Warning(
            "This SQLite database holds more than one service.",
            hint="For invented people and for tests that is fine; a real SQLite installation "
            "holds one service.",
            id="people.W001",
        )
        for alias in databases or ()
        if connections[alias].vendor == "sqlite" and _several_services(alias)
    ]


def _several_services(alias: str) -> bool:
    if Service._meta.db_table not in connections[alias].introspection.table_names():
        return False  # before the first migration
    return Service.objects.using(alias).count() > 1
