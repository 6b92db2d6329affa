"""A file for a researcher, by the pages: asked for, made by a worker, looked at, given, erased."""

from hashlib import sha256
from uuid import uuid4

import pytest
from django.test import Client

from attune.web.config.workers import Worker, alive
from attune.web.national.models import Extract, ExtractDraft, LogEntry
from attune.web.people.models import Post
from tests.factories import make_actor, make_officer, make_service, nation
from tests.factories.releases import agreement, ready_extract

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_officer()


@pytest.fixture
def agreed(officer, national):
    return agreement(officer.person)


@pytest.fixture
def analyst(officer):
    client = Client()
    client.force_login(officer.person)
    return client


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def place(draft):
    return f"/national/extracts/{draft.pk}/"


def test_file_is_made_by_the_worker_and_given_with_its_checksum(
    analyst, agreed, national, settings, tmp_path
):
    nation.give()
    settings.DATA = tmp_path
    home = f"/national/research/{agreed.pk}/"
    there = analyst.post(home, {"form": "csv"})["Location"]
    assert "Reading what services sent" in page(analyst, there)
    assert "Being made" in page(analyst, home)
    worker = Worker("default")
    with alive(worker.id):
        worker.turn()
    text = page(analyst, there)
    assert "about 500" in text
    assert not Extract.objects.exists()  # looking gives nothing
    response = analyst.post(f"{there}give/")
    assert response["Content-Disposition"].startswith('attachment; filename="extract-')
    content = b"".join(response.streaming_content)
    given = Extract.objects.get()
    assert (given.digest, given.size) == (sha256(content).hexdigest(), len(content))
    entry = LogEntry.objects.get(verb="extract")
    assert entry.detail == {"episodes": given.episodes, "records": given.records}
    assert given.digest[:16] in page(analyst, home)


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (0, "Reading what services sent"),
        (1, "Making sure that nobody is alone"),
        (2, "Writing the file"),
    ],
)
def test_progress_is_told_until_it_is_ready(analyst, agreed, step, says):
    draft = ready_extract(agreed, state="making", step=step)
    text = page(analyst, f"{place(draft)}progress/")
    assert says in text
    assert f"Step {step + 1} of 3" in text
    ExtractDraft.objects.update(state="made")
    assert analyst.get(f"{place(draft)}progress/")["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("refused", "Agree on fewer fields."),
        ("gone", "This file is not here any more."),
        ("made", "Left out, by field"),
    ],
)
def test_page_says_what_became_of_it(analyst, agreed, state, says):
    draft = ready_extract(agreed, state=state, refusal="Agree on fewer fields.")
    assert says in page(analyst, place(draft))


def test_numbers_that_are_small_are_not_told(analyst, agreed):
    draft = ready_extract(agreed)
    draft.facts["dropped"] = 3
    draft.save()
    assert "fewer than 8" in page(analyst, place(draft))


def test_file_that_is_gone_is_not_given(analyst, agreed):
    draft = ready_extract(agreed, state="gone")
    response = analyst.post(f"{place(draft)}give/", follow=True)
    assert "This file is not here any more." in response.content.decode()
    assert not Extract.objects.exists()


def test_file_is_erased_by_its_page(analyst, agreed, national, django_capture_on_commit_callbacks):
    draft = ready_extract(agreed)
    with django_capture_on_commit_callbacks(execute=True):
        response = analyst.post(f"{place(draft)}erase/")
    assert response["Location"] == f"/national/research/{agreed.pk}/"
    assert list((national / "extracts").iterdir()) == []


def test_others_may_not(analyst, agreed):
    draft = ready_extract(agreed)
    editor, practitioner = Client(), Client()
    editor.force_login(make_officer(Post.EDITOR).person)
    practitioner.force_login(make_actor(make_service("Harbour")).person)
    for client in (editor, practitioner):
        assert client.get(place(draft)).status_code == 403
        assert client.get(f"{place(draft)}progress/").status_code == 403
        assert client.post(f"{place(draft)}give/").status_code == 403
        assert client.post(f"{place(draft)}erase/").status_code == 403
    assert analyst.get(f"/national/extracts/{uuid4()}/").status_code == 404
    assert analyst.get(f"{place(draft)}give/").status_code == 405
