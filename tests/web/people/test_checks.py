"""A real SQLite installation holds one service, and the program says so."""

import pytest
from django.db import connection

from attune.web.people.checks import one_service_on_sqlite
from attune.web.people.models import Service
from tests.factories import make_service

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    return [warning.id for warning in one_service_on_sqlite(None, databases=["default"])]


def test_one_service_is_fine_and_two_are_told():
    assert found() == []
    make_service()
    assert found() == []
    make_service()
    assert found() == ["people.W001"]


def test_nothing_is_asked_of_databases_that_are_not_looked_at():
    make_service()
    make_service()
    assert one_service_on_sqlite(None) == []


def test_before_the_first_migration_there_is_nothing_to_tell():
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {Service._meta.db_table} RENAME TO not_yet")
    assert found() == []
