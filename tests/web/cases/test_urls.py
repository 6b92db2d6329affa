"""The six questions to every page of a case: works, colleague, stranger, manager, bad id, method.

Nothing here runs inside an open scope: a page that forgot to open its own would raise.
"""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.urls import reverse
from django_scopes import scope

from attune.web.audit.models import Event
from attune.web.cases import actions
from attune.web.people.models import Role
from tests.factories import Family, make_actor, make_family, make_service, start_cycle
from tests.web.conftest import browser_of

pytestmark = pytest.mark.django_db
CANARY = " Zaunkönig"

PAGES = [
    "case",
    "edit",
    "end",
    "share",
    "add_person",
    "edit_person",
    "consent",
    "ask_consent",
    "withdraw_consent",
    "question",
    "add_goal",
    "rate_goal",
    "start_cycle",
]
DEEDS = ["reopen", "unshare"]  # only to be posted to


@dataclass(frozen=True)
class House:
    """A family with something on every page, and everyone who might knock."""

    family: Family
    keys: dict

    def address(self, name: str, **instead) -> str:
        keys = {"edit_person": "person", "ask_consent": "person", "rate_goal": "goal"}
        if name == "withdraw_consent":
            return reverse(f"cases:{name}", args=[instead.get("key", self.keys["person"]), "film"])
        key = instead.get("key", self.keys[keys.get(name, "case")])
        return reverse(f"cases:{name}", args=[key])


@pytest.fixture
def house(db) -> House:
    actor = make_actor(make_service("Harbour"))
    with scope(service=actor.service):
        family = make_family(actor, words=CANARY)
        start_cycle(family, words=CANARY)
        goal = family.case.goals.get()
        actions.rate_goal(by=actor, goal=goal, rating=4)
    return House(family, {"case": family.case.pk, "person": family.mother.pk, "goal": goal.pk})


@pytest.mark.parametrize("page", PAGES)
def test_page_works_for_the_one_who_holds_the_case_and_is_written_down(house, page):
    browser = browser_of(house.family.actor)
    before = set(Event.objects.values_list("pk", flat=True))
    answer = browser.get(house.address(page))
    assert answer.status_code == 200
    event = Event.objects.exclude(pk__in=before).get()
    assert (event.verb, event.case_id) == ("read", house.family.case.pk)
    assert event.person_id == house.family.actor.person.pk
    assert CANARY.strip() not in str(event.detail)


@pytest.mark.parametrize("page", PAGES)
def test_page_opens_to_a_colleague_only_once_it_is_shared(house, page):
    colleague = make_actor(house.family.actor.service, Role.TRAINEE)
    browser = browser_of(colleague)
    before = browser.get(house.address(page))
    assert before.status_code == 403
    assert CANARY.strip() not in before.content.decode()
    with scope(service=colleague.service):
        actions.share_case(by=house.family.actor, case=house.family.case, person=colleague.person)
    assert browser.get(house.address(page)).status_code == 200


@pytest.mark.parametrize("page", PAGES + DEEDS)
@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.MANAGER])
def test_page_is_not_there_for_a_stranger(house, page, role):
    browser = browser_of(make_actor(make_service("Elsewhere"), role))
    before = Event.objects.count()
    if page in PAGES:
        answer = browser.get(house.address(page))
        assert answer.status_code == 404
        assert CANARY.strip() not in answer.content.decode()
    assert browser.post(house.address(page), {"text": "x"}).status_code == (
        405 if page == "case" or page == "consent" else 404
    )
    assert Event.objects.count() == before


@pytest.mark.parametrize("page", PAGES + DEEDS)
@pytest.mark.parametrize("role", [Role.MANAGER, Role.SUPERVISOR])
def test_page_is_closed_to_other_roles_of_the_service(house, page, role):
    browser = browser_of(make_actor(house.family.actor.service, role))
    method = browser.get if page in PAGES else browser.post
    answer = method(house.address(page))
    assert answer.status_code == 403
    assert CANARY.strip() not in answer.content.decode()


@pytest.mark.parametrize("page", PAGES + DEEDS)
def test_page_of_an_unknown_key_is_not_there(house, page):
    browser = browser_of(house.family.actor)
    method = browser.get if page in PAGES else browser.post
    assert method(house.address(page, key=uuid4())).status_code == 404
    address = house.address(page)
    for key in house.keys.values():
        address = address.replace(str(key), "not-a-key")
    assert method(address).status_code == 404


@pytest.mark.parametrize("page", PAGES + DEEDS)
def test_page_asked_in_the_wrong_way_says_so(house, page):
    browser = browser_of(house.family.actor)
    assert browser.put(house.address(page)).status_code == 405
    assert browser.delete(house.address(page)).status_code == 405
    if page in DEEDS:
        assert browser.get(house.address(page)).status_code == 405


@pytest.mark.parametrize("page", ["list", "new", "service"])
def test_page_without_a_key_keeps_to_its_roles_and_methods(house, page):
    address = reverse(f"cases:{page}")
    open_to = {Role.MANAGER} if page == "service" else {Role.PRACTITIONER, Role.TRAINEE}
    for role in Role:
        answer = browser_of(make_actor(house.family.actor.service, role)).get(address)
        assert answer.status_code == (200 if role in open_to else 403)
        assert CANARY.strip() not in answer.content.decode()
    assert browser_of(house.family.actor).delete(address).status_code == 405


@pytest.mark.parametrize("page", [*PAGES, "list", "new", "service"])
def test_page_asks_strangers_to_sign_in(client, house, page):
    address = (
        reverse(f"cases:{page}") if page in {"list", "new", "service"} else house.address(page)
    )
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('account_login')}?next={address}"
