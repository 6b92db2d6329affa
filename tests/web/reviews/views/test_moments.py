"""The editor's page, the changes that come from it, and pictures of moments."""

import json
import re
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from django_tasks_db.models import DBTaskResult

from attune.core.consent import Answer, Purpose
from attune.core.journey import FilmState
from attune.core.timeline.frameworks import attunement_principles
from attune.web.audit.models import Event
from attune.web.cases.actions import record_consent, share_case
from attune.web.films import store
from attune.web.reviews.models import Moment
from attune.web.reviews.queries import moments as queries
from tests.factories import give_consent, start_cycle
from tests.factories.films import TABLE, grow, growing_film
from tests.factories.reviews import keep_frames, make_film, make_moment
from tests.web.conftest import browser_of

GET = ("editor", "picture")


@pytest.fixture(autouse=True)
def own_place(films_directory):
    cache.clear()


@pytest.fixture
def film(family):
    film = make_film(family, start_cycle(family), title="Bath time & more")
    keep_frames(film)
    return film


@pytest.fixture
def moment(film):
    return make_moment(film, title="He looks up", note="Private to me")


@pytest.fixture
def addresses(film, moment):
    return {
        "editor": reverse("reviews:editor", args=[film.pk]),
        "changes": reverse("reviews:changes", args=[film.pk]),
        "picture": reverse("reviews:picture", args=[moment.pk]),
    }


def ask(client: Client, addresses: dict, name: str):
    if name in GET:
        return client.get(addresses[name])
    return post(client, addresses[name], change(uuid4()))


def change(moment_id, **fields):
    times = {"kind": "clip", "first": 5, "last": 9}
    words = {"title": "", "note": "", "principles": []}
    return {"op": "put", "id": str(moment_id), **times, **words, **fields}


def post(client: Client, address: str, *changes: dict):
    rows = [{"id": str(uuid4()), "change": one} for one in changes]
    return client.post(address, json.dumps({"changes": rows}), content_type="application/json")


def withdraw(family):
    record_consent(
        by=family.actor, participant=family.baby, purpose=Purpose.FILM, answer=Answer.WITHDRAWN
    )


WORKS = {"editor": 200, "changes": 200, "picture": 202}


@pytest.mark.parametrize("name", WORKS)
def test_holder_and_colleague_with_whom_it_is_shared_may(name, family, colleague, addresses):
    assert ask(browser_of(family.actor), addresses, name).status_code == WORKS[name]
    share_case(by=family.actor, case=family.case, person=colleague.person)
    assert ask(browser_of(colleague), addresses, name).status_code == WORKS[name]


@pytest.mark.parametrize("name", WORKS)
def test_everyone_else_may_not(name, addresses, colleague, manager, stranger):
    assert ask(browser_of(colleague), addresses, name).status_code == 403
    assert ask(browser_of(manager), addresses, name).status_code == 403
    assert ask(browser_of(stranger), addresses, name).status_code == 404
    nobody = ask(Client(), addresses, name)
    assert (nobody.status_code, "login" in nobody["Location"]) == (302, True)


@pytest.mark.parametrize("name", WORKS)
def test_unknown_id_is_404_and_wrong_method_405(name, family, addresses):
    client = browser_of(family.actor)
    unknown = {name: reverse(f"reviews:{name}", args=[uuid4()])}
    assert ask(client, unknown, name).status_code == 404
    wrong = client.post if name in GET else client.get
    assert wrong(addresses[name]).status_code == 405


def test_page_holds_moments_principles_and_addresses(family, film, moment, addresses):
    page = browser_of(family.actor).get(addresses["editor"]).content.decode()
    data = re.search(r'id="editor-moments" type="application/json">(.*?)</script>', page)
    assert json.loads(data[1]) == queries.as_data(queries.timeline_of(film))
    for principle in attunement_principles().principles:
        assert f'data-principle="{principle.key}"' in page
        assert escape(principle.description) in page
    for name in ("video", "frames", "peaks", "sprite"):
        assert f'"{reverse(f"films:{name}", args=[film.pk])}"' in page
    assert "What helps us enjoy bath time?" in page
    assert "<h1" in page
    assert "Bath time &amp; more" in page
    assert 'style="' not in page
    event = Event.objects.filter(verb="read").last()
    assert (event.object_id, event.detail) == (str(film.pk), {"moments": True})


def test_page_asks_as_much_of_the_database_for_three_moments_as_for_one(
    family, film, moment, addresses
):
    client = browser_of(family.actor)
    client.get(addresses["editor"])
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(addresses["editor"])
        counts.append(len(asked))
        make_moment(film)
        make_moment(film)
    assert counts[0] == counts[1]


def test_words_cannot_break_out_of_the_page(family, film, addresses):
    make_moment(film, title="</script><script>alert(1)</script>", note="<img src=x onerror=1>")
    page = browser_of(family.actor).get(addresses["editor"]).content.decode()
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page


def test_film_that_is_not_ready_or_not_agreed_to_leads_to_its_own_page(family, film, addresses):
    client = browser_of(family.actor)
    film.state = FilmState.PREPARING
    film.save()
    there = reverse("films:film", args=[film.pk])
    assert client.get(addresses["editor"])["Location"] == there
    film.state = FilmState.READY
    film.save()
    withdraw(family)
    assert client.get(addresses["editor"])["Location"] == there


def test_changes_are_kept_and_acknowledged(family, film, addresses):
    moment_id = uuid4()
    letter = {"id": str(uuid4()), "change": change(moment_id, title="Waiting")}
    client = browser_of(family.actor)
    for _ in range(2):
        body = json.dumps({"changes": [letter]})
        answer = client.post(addresses["changes"], body, content_type="application/json")
        assert (answer.status_code, answer.json()) == (200, {"acknowledged": [letter["id"]]})
    assert film.moments.get(pk=moment_id).title == "Waiting"
    assert film.timeline_changes.count() == 1


def test_refusal_says_what_is_kept_and_how_things_stand(family, film, moment, addresses):
    good, bad = uuid4(), uuid4()
    client = browser_of(family.actor)
    answer = post(client, addresses["changes"], change(good), change(bad, last=999))
    said = answer.json()
    assert answer.status_code == 422
    assert len(said["acknowledged"]) == 1
    assert said["sentence"] == "That moment is not on a frame of this film."
    assert {one["id"] for one in said["moments"]} == {str(moment.pk), str(good)}
    assert film.moments.filter(pk=good).exists()


@pytest.mark.parametrize("body", ["", "{", '{"changes": []}', '{"changes": [{"id": 1}]}'])
def test_what_cannot_be_read_is_400_with_a_sentence(body, family, film, addresses):
    answer = browser_of(family.actor).post(
        addresses["changes"], body, content_type="application/json"
    )
    assert answer.status_code == 400
    assert answer.json()["sentence"].endswith(".")
    assert not film.timeline_changes.exists()


def test_changes_after_a_withdrawal_are_refused(family, film, addresses):
    withdraw(family)
    answer = post(browser_of(family.actor), addresses["changes"], change(uuid4()))
    assert answer.status_code == 403
    assert "sentence" in answer.json()
    assert not film.timeline_changes.exists()


def test_changes_from_a_forged_page_are_refused(family, film, addresses):
    client = Client(enforce_csrf_checks=True)
    client.force_login(family.actor.person)
    assert post(client, addresses["changes"], change(uuid4())).status_code == 403
    assert not film.timeline_changes.exists()


def test_picture_that_is_not_there_yet_is_asked_for(family, addresses):
    answer = browser_of(family.actor).get(addresses["picture"])
    assert (answer.status_code, answer["Retry-After"], answer["Refresh"]) == (202, "2", "2")


def test_still_is_shown_and_can_be_saved_only_with_everyones_consent_to_a_copy(
    family, film, addresses
):
    still = make_moment(film, kind=Moment.Kind.STILL, first=7, last=7)
    store.write(film.pk, queries.picture_name(still), b"\x89PNG the picture")
    client = browser_of(family.actor)
    picture = reverse("reviews:picture", args=[still.pk])
    for people in ([], [family.mother]):
        for person in people:
            record_consent(
                by=family.actor, participant=person, purpose=Purpose.COPY, answer=Answer.GIVEN
            )
        answer = client.get(picture)
        assert answer.content == b"\x89PNG the picture"
        assert "Content-Disposition" not in answer
        page = client.get(addresses["editor"]).content.decode()
        assert "data-picture-link" not in page
        assert "everyone in it has to agree to a copy" in page
    give_consent(family, Purpose.COPY)
    assert "attachment" in client.get(picture)["Content-Disposition"]
    page = client.get(addresses["editor"]).content.decode()
    assert "data-picture-link" in page
    assert "everyone in it has to agree to a copy" not in page


def test_picture_that_can_not_be_made_says_so_and_is_not_asked_for_again(family, addresses):
    client = browser_of(family.actor)
    client.get(addresses["picture"])
    DBTaskResult.objects.update(status="FAILED")
    answer = client.get(addresses["picture"])
    assert (answer.status_code, "Refresh" in answer) == (404, False)
    assert "could not be made" in answer.content.decode()


def test_still_is_a_download_named_by_its_frame(family, film):
    give_consent(family, Purpose.COPY)
    still = make_moment(film, kind=Moment.Kind.STILL, first=7, last=7, title="He looks up!")
    store.write(film.pk, queries.picture_name(still), b"\x89PNG the picture")
    answer = browser_of(family.actor).get(reverse("reviews:picture", args=[still.pk]))
    assert (answer.status_code, answer.content) == (200, b"\x89PNG the picture")
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"] == 'attachment; filename="he-looks-up-7.png"'
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert Event.objects.filter(verb="read", object_id=str(still.pk)).count() == 1


def test_picture_of_a_clip_is_shown_and_nothing_of_its_words_is_in_its_headers(
    family, film, moment, addresses
):
    store.write(film.pk, queries.picture_name(moment), b"\xff\xd8 the picture")
    answer = browser_of(family.actor).get(addresses["picture"])
    assert (answer["Content-Type"], answer.content) == ("image/jpeg", b"\xff\xd8 the picture")
    assert "Content-Disposition" not in answer


def test_picture_closes_with_the_consent(family, film, moment, addresses):
    store.write(film.pk, queries.picture_name(moment), b"\xff\xd8 the picture")
    withdraw(family)
    assert browser_of(family.actor).get(addresses["picture"]).status_code == 403


def test_moments_of_a_growing_film_are_kept_on_frames_that_are_there(family):
    film = growing_film(family, start_cycle(family), fragments=2)
    client = browser_of(family.actor)
    page = client.get(reverse("reviews:editor", args=[film.pk])).content.decode()
    assert f'data-growth="{reverse("films:growth", args=[film.pk])}"' in page
    assert " src=" not in page[page.index("<video") : page.index("</video>")]
    changes = reverse("reviews:changes", args=[film.pk])
    here = change(uuid4(), first=TABLE.pts[3], last=TABLE.pts[99])
    later = change(uuid4(), first=TABLE.pts[3], last=TABLE.pts[100])
    assert post(client, changes, here).status_code == 200
    assert post(client, changes, later).status_code == 422
    grow(film, 2, 3)
    assert post(client, changes, later).status_code == 200
    assert film.moments.count() == 2


def test_editor_waits_for_the_first_fragment(family):
    film = growing_film(family, start_cycle(family), fragments=0)
    answer = browser_of(family.actor).get(reverse("reviews:editor", args=[film.pk]))
    assert answer["Location"] == reverse("films:film", args=[film.pk])
