"""Preparing, freezing, dropping, withdrawing: each is logged once."""

import pytest
from django.core.exceptions import ValidationError

from attune.web.national.actions import releases as actions
from attune.web.national.models import LogEntry, ReleaseDraft
from tests.factories import make_officer
from tests.factories.releases import small_draft, small_release

pytestmark = pytest.mark.django_db
State = ReleaseDraft.State


@pytest.fixture
def officer():
    return make_officer()


def verbs():
    return sorted(LogEntry.objects.values_list("verb", flat=True))


def test_one_draft_is_prepared_at_a_time(officer):
    first = actions.prepare(by=officer)
    assert actions.prepare(by=None) == first
    assert (first.state, first.by) == (State.MAKING, officer.person)
    assert verbs() == ["prepare"]


def test_dropped_draft_holds_nothing_and_another_can_be_made(officer):
    draft = small_draft()
    actions.drop(by=officer, draft=draft)
    actions.drop(by=officer, draft=draft)
    draft.refresh_from_db()
    assert (draft.state, draft.body) == (State.DROPPED, None)
    assert verbs() == ["drop"]
    assert actions.prepare(by=officer) != draft


def test_frozen_draft_is_not_dropped(officer):
    draft = small_draft(state=State.FROZEN)
    actions.drop(by=officer, draft=draft)
    draft.refresh_from_db()
    assert (draft.state, verbs()) == (State.FROZEN, [])


def test_freezing_is_asked_for_once(officer):
    draft = small_draft()
    actions.freeze(by=officer, draft=draft)
    with pytest.raises(ValidationError, match="Only a draft that was counted"):
        actions.freeze(by=officer, draft=draft)
    assert verbs() == ["ask-to-freeze"]


def test_first_reason_of_a_withdrawal_stays(officer):
    release = small_release()
    first = actions.withdraw(by=officer, release=release, reason="Wrong.")
    assert actions.withdraw(by=officer, release=release, reason="Other.") == first
    assert (first.reason, first.by, verbs()) == ("Wrong.", officer.person, ["withdraw"])
