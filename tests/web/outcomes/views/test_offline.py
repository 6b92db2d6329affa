"""The shell that a device keeps, what it takes along, and the door for what it sends."""

import json
import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from attune.web.audit.models import Event
from attune.web.cases.actions import share_case
from attune.web.outcomes.models import Response
from attune.web.outcomes.receipts import read_signed
from tests.factories.offline import body, filled, sha256
from tests.factories.outcomes import find_asked, plan
from tests.web.conftest import browser_of

LETTERS = "/offline/submissions/"


@pytest.fixture
def said(family):
    plan(family, "gad-7", "start")
    return filled(family, find_asked(family, "gad-7", "start"), {"1": 2})


def post(client: Client, said: dict, **headers):
    return client.post(LETTERS, body(said), content_type="application/json", **headers)


def test_the_shell_is_the_same_for_everybody_and_about_nobody(practitioner, family):
    signed_in = browser_of(practitioner).get("/offline/")
    anybody = Client().get("/offline/")
    assert signed_in.content == anybody.content
    assert "csrf" not in anybody.content.decode()
    assert not anybody.cookies
    assert anybody["Cache-Control"] == "no-cache"


@pytest.mark.django_db
def test_the_worker_names_the_shell_and_each_of_its_files():
    answer = Client().get("/offline/worker.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    known = json.loads(re.match(r"self\.attuneShell = (\{.*?\});\n", answer.content.decode())[1])
    page = Client().get("/offline/").content.decode()
    wanted = set(re.findall(r'"(/static/[^"#]+)', page))
    assert known["page"] == "/offline/"
    assert wanted <= set(known["files"])
    assert known["version"] in Client().get("/offline/worker.js").content.decode()


def test_the_pack_is_its_holders_and_reading_it_is_logged(practitioner, family, colleague):
    address = reverse("outcomes:offline_pack", args=[family.case.pk])
    answer = browser_of(practitioner).get(address)
    assert answer.json()["label"] == "Willow"
    assert "no-store" in answer["Cache-Control"]
    assert Event.objects.filter(case_id=family.case.pk, detail__offline=True).count() == 1
    assert browser_of(colleague).get(address).status_code == 403


def test_who_is_signed_in_is_told_with_a_token_that_a_letter_may_carry(practitioner, said):
    client = Client(enforce_csrf_checks=True)
    client.force_login(practitioner.person)
    assert post(client, said).status_code == 403
    told = client.get("/offline/sender/").json()
    assert told["person"] == str(practitioner.person.pk)
    assert post(client, said, headers={"X-CSRFToken": told["token"]}).status_code == 200


def test_a_letter_is_kept_and_its_receipt_is_signed_over_what_arrived(practitioner, said):
    receipt = post(browser_of(practitioner), said).json()
    assert (receipt["id"], receipt["sha256"]) == (said["id"], sha256(said))
    assert read_signed(receipt["signed"])["sha256"] == sha256(said)
    assert post(browser_of(practitioner), said).json() == receipt
    assert Response.objects.count() == 1


def test_what_cannot_be_kept_says_why_and_nothing_is_lost_on_the_server(
    practitioner, said, colleague, stranger, family
):
    client = browser_of(practitioner)
    assert post(client, {"nonsense": 1}).status_code == 400
    assert post(client, {**said, "case": str(uuid4())}).status_code == 404
    assert post(browser_of(colleague), said).status_code == 403
    assert post(browser_of(stranger), said).status_code == 404
    assert post(client, {**said, "asked": "start~other"}).status_code == 422
    assert not Response.objects.exists()
    share_case(by=practitioner, case=family.case, person=colleague.person)
    refusal = post(browser_of(colleague), said)
    assert refusal.status_code == 422
    assert refusal.json()["sentence"].startswith("Somebody else prepared this device.")


def test_other_words_under_the_same_key_are_a_conflict_and_logged(practitioner, said):
    client = browser_of(practitioner)
    post(client, said)
    answer = post(client, {**said, "answers": {"1": 0}})
    assert answer.status_code == 409
    assert answer.json()["sentence"].endswith("Nothing was overwritten.")
    assert Response.objects.get().answers == {"1": 2}
    assert Event.objects.filter(detail__offline_conflict=said["id"]).exists()


def test_the_page_for_a_file_opens(practitioner):
    answer = browser_of(practitioner).get("/offline/import/")
    assert answer.status_code == 200
    assert b"data-offline-import" in answer.content
