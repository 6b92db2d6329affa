"""Preparing a release: an analyst looks, freezes, drops, withdraws; nobody else does."""

import pytest
from django.test import Client

from attune.web.national.models import LogEntry, ReleaseDraft, Withdrawal
from attune.web.people.models import Post
from tests.factories import make_actor, make_officer, make_service
from tests.factories.releases import small_draft, small_release

pytestmark = pytest.mark.django_db
PLACE = "/national/drafts/"
State = ReleaseDraft.State


@pytest.fixture
def analyst():
    client = Client()
    client.force_login(make_officer().person)
    return client


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_draft_is_begun_once(analyst):
    assert "Count what came in" in page(analyst, PLACE)
    first = analyst.post(PLACE)
    assert analyst.post(PLACE)["Location"] == first["Location"]
    assert ReleaseDraft.objects.get().state == State.MAKING
    assert "Waiting for its turn" in page(analyst, first["Location"])
    assert "One is being prepared" in page(analyst, PLACE)


def test_analyst_sees_why_a_count_is_hidden_and_never_the_count(analyst):
    draft = small_draft()
    text = page(analyst, f"{PLACE}{draft.pk}/of/core-10-total-self/")
    assert "fewer than 8" in text
    assert "On average 4.4 points better" in page(analyst, f"{PLACE}{draft.pk}/")


def test_subject_of_a_draft_that_is_not_counted_is_not_found(analyst):
    draft = small_draft(state=State.MAKING, body=None)
    assert analyst.get(f"{PLACE}{draft.pk}/of/core-10-total-self/").status_code == 404
    draft = small_draft("2027-01")
    assert analyst.get(f"{PLACE}{draft.pk}/of/other/").status_code == 404


def test_progress_is_told_until_there_is_something_to_look_at(analyst):
    draft = small_draft(state=State.MAKING, body=None, done=3, total=9)
    assert "3 of 9 measures" in page(analyst, f"{PLACE}{draft.pk}/progress/")
    ReleaseDraft.objects.update(state=State.MADE)
    assert analyst.get(f"{PLACE}{draft.pk}/progress/")["HX-Refresh"] == "true"


def test_freezing_is_asked_of_the_worker(analyst):
    draft = small_draft()
    job = draft.job
    assert analyst.post(f"{PLACE}{draft.pk}/freeze/")["Location"] == f"{PLACE}{draft.pk}/"
    draft.refresh_from_db()
    assert draft.state == State.FREEZING
    assert draft.job != job
    text = page(analyst, f"{PLACE}{draft.pk}/")
    assert "Trying to work out hidden counts" in text
    assert "Freeze it" not in text


def test_draft_that_is_not_counted_is_not_frozen(analyst):
    draft = small_draft(state=State.MAKING, body=None)
    analyst.post(f"{PLACE}{draft.pk}/freeze/")
    assert "Only a draft that was counted can be frozen." in page(analyst, f"{PLACE}{draft.pk}/")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.REFUSED, "Too little."),
        (State.DROPPED, "This draft was dropped"),
        (State.FROZEN, "It is out"),
    ],
)
def test_draft_says_what_became_of_it(analyst, state, words):
    draft = small_draft(state=state, refusal="Too little.")
    assert words in page(analyst, f"{PLACE}{draft.pk}/")


def test_draft_is_dropped_with_all_it_said(analyst):
    draft = small_draft()
    assert analyst.post(f"{PLACE}{draft.pk}/drop/")["Location"] == PLACE
    draft.refresh_from_db()
    assert (draft.state, draft.body, draft.reasons) == (State.DROPPED, None, {})


def test_withdrawal_is_written_down_with_its_reason(analyst):
    release = small_release()
    address = f"/national/releases/{release.name}/withdraw/"
    assert "Write down why" in analyst.post(address).content.decode()
    assert analyst.get(address).status_code == 200
    analyst.post(address, {"reason": "Two services were the same."})
    analyst.post(address, {"reason": "Another reason."})
    assert Withdrawal.objects.get().reason == "Two services were the same."
    assert LogEntry.objects.filter(verb="withdraw").count() == 1


def test_others_may_not(analyst):
    draft = small_draft()
    editor, practitioner = Client(), Client()
    editor.force_login(make_officer(Post.EDITOR).person)
    practitioner.force_login(make_actor(make_service("Harbour")).person)
    for client in (editor, practitioner):
        for address in (PLACE, f"{PLACE}{draft.pk}/", f"{PLACE}{draft.pk}/of/core-10-total-self/"):
            assert client.get(address).status_code == 403
        assert client.post(f"{PLACE}{draft.pk}/freeze/").status_code == 403
    draft.refresh_from_db()
    assert draft.state == State.MADE
