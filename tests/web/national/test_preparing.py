"""What a draft is counted from: every release before it, whole; and subjects with too few named."""

from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection

from attune.core.statistics.disclosure.rules import Reason
from attune.web.national import preparing
from attune.web.national.engine import store
from attune.web.national.models import Enrolment
from attune.web.national.preparing import NotReleasableError
from tests.factories import make_officer, nation
from tests.factories.releases import small_release

pytestmark = pytest.mark.django_db


def test_subject_with_too_few_is_left_out_by_name(national):
    given = nation.give()
    service, episode = str(uuid4()), str(uuid4())
    one = {**given[0], "service": service, "episode": episode, "measure": "gad-7", "end": "planned"}
    store.append(settings.NATIONAL, service, 1, "episodes", {episode: [one]})
    Enrolment.objects.create(
        pseudonym=UUID(service),
        name="Few",
        region=one["region"],
        setting=one["setting"],
        invited_by=make_officer().person,
        last_sequence=1,
    )
    told = []
    document, reasons = preparing.counted("2026-11", lambda *numbers: told.append(numbers))
    assert [part.slug for part in document.parts] == list(reasons) == ["core-10-total-self"]
    assert document.left_out == ("GAD-7, self",)
    assert document.rules["least"] == 8
    assert document.years == (2023, 2024, 2025)
    assert told == [(0, 2), (1, 2)]


def test_reasons_are_the_same_after_they_were_written_down():
    cell = frozenset({("region", "wales"), ("standing", "improved")})
    reasons = {cell: Reason.SMALL, frozenset(): Reason.COMPLEMENTARY}
    assert preparing.from_rows(preparing.as_rows(reasons)) == reasons


def test_release_that_is_not_what_was_frozen_stops_everything():
    """Somebody with the database's own rights changed a byte."""
    first = small_release("2026-10")
    small_release("2026-11")
    found = preparing.earlier()
    assert [document.name for document, _reasons in found] == ["2026-10", "2026-11"]
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER national_release_no_update")
        cursor.execute("UPDATE national_release SET digest = %s WHERE number = 1", ["0" * 64])
    with pytest.raises(NotReleasableError, match=first.name):
        preparing.earlier()


def test_subject_that_was_not_released_before_has_no_past():
    small_release()
    before = preparing.earlier()
    assert preparing.of_subject(before, ("phq-9", "total", "self")) == []
    (known,) = preparing.of_subject(before, ("core-10", "total", "self"))
    assert known.name == "2026-11"
    assert set(known.reasons.values()) == {Reason.SMALL}
