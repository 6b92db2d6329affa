"""The list of cases, the journey page, and what concerns a case as a whole."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from attune.web.cases import actions
from attune.web.cases.models import Case
from tests.factories import make_actor, make_family, make_service, start_cycle
from tests.factories.films import ready_film
from tests.web.conftest import browser_of

TODAY = timezone.localdate().isoformat()


def page(name: str, *keys) -> str:
    return reverse(f"cases:{name}", args=keys)


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def browser(family):
    return browser_of(family.actor)


# --- the list ------------------------------------------------------------------------------------
def test_list_of_a_newcomer_teaches_what_a_case_is(practitioner):
    text = text_of(browser_of(practitioner).get(page("list")))
    assert "Your first case begins here" in text
    assert page("new") in text


def test_list_shows_people_question_and_the_one_next_step(family, browser):
    actions.ask_helping_question(by=family.actor, case=family.case, text="When do we laugh?")
    text = text_of(browser.get(page("list")))
    for words in ("Willow", "Ana (mother), Bo (baby)", "When do we laugh?", "Set a goal together"):
        assert words in text


def test_list_shows_open_and_ended_cases_apart(family, browser):
    over = make_family(family.actor, label="Elder").case
    actions.end_case(by=family.actor, case=over, on=timezone.localdate(), note="Done.")
    assert "Elder" not in text_of(browser.get(page("list")))
    ended = text_of(browser.get(page("list") + "?show=ended"))
    assert "Elder" in ended
    assert "Willow" not in ended


def test_list_without_ended_cases_says_when_there_will_be_some(family, browser):
    assert "No case has ended yet" in text_of(browser.get(page("list") + "?show=ended"))


def test_list_shows_no_case_of_a_colleague(family, colleague):
    assert "Willow" not in text_of(browser_of(colleague).get(page("list")))


def test_list_of_three_cases_costs_as_many_queries_as_of_one(
    family, browser, django_assert_num_queries, django_assert_max_num_queries
):
    start_cycle(family)
    browser.get(page("list"))
    with django_assert_max_num_queries(40) as one:
        browser.get(page("list"))
    for label in ("Oak", "Elm"):
        start_cycle(make_family(family.actor, label=label))
    with django_assert_num_queries(len(one)):
        browser.get(page("list"))


# --- one case ------------------------------------------------------------------------------------
def test_new_case_opens_its_journey_with_the_first_step(practitioner):
    answer = browser_of(practitioner).post(
        page("new"),
        {"label": "Oak", "context": "school", "engagement": "chosen", "started_on": TODAY},
        follow=True,
    )
    with scope(service=practitioner.service):
        case = Case.objects.get(label="Oak")
    assert answer.redirect_chain == [(page("case", case.pk), 302)]
    assert "Say who is in this case" in text_of(answer)


def test_new_case_that_is_not_filled_in_is_not_made(practitioner):
    answer = browser_of(practitioner).post(page("new"), {"label": ""})
    assert answer.status_code == 200
    assert "Give the case a short name." in text_of(answer)
    with scope(service=practitioner.service):
        assert not Case.objects.exists()


def test_journey_shows_the_question_first_then_one_next_step_then_the_way(family, browser):
    start_cycle(family)
    text = text_of(browser.get(page("case", family.case.pk)))
    question = text.index("What helps us enjoy bath time?")
    step = text.index("Film an everyday moment")
    assert question < step < text.index("The beginning") < text.index("Cycle 1")
    assert text.count("attune-next__title") == 1


def test_journey_shows_ratings_as_line_and_as_table(family, browser):
    goal = actions.set_goal(by=family.actor, case=family.case, text="To feel calm")
    for rating in (2, 7):
        actions.rate_goal(by=family.actor, goal=goal, rating=rating)
    text = text_of(browser.get(page("case", family.case.pk)))
    assert '<polyline points="28,64 308,30"' in text
    assert "Ratings of “To feel calm”" in text


def test_journey_of_an_ended_case_looks_back_and_can_be_opened_again(family, browser):
    said = {"on": TODAY, "ending": "planned", "note": "We laugh more."}
    browser.post(page("end", family.case.pk), said)
    text = text_of(browser.get(page("case", family.case.pk)))
    assert "Look back on the way" in text
    assert "We laugh more." in text
    answer = browser.post(page("reopen", family.case.pk), follow=True)
    assert "The case is open again." in text_of(answer)
    family.case.refresh_from_db()
    assert (family.case.ended_on, family.case.ending) == (None, "")


def test_words_of_people_are_shown_as_text(family, browser):
    nasty = "<script>alert(1)</script>&"
    actions.change_case(by=family.actor, case=family.case, label=nasty)
    actions.change_participant(by=family.actor, participant=family.baby, name=nasty, relation=nasty)
    actions.ask_helping_question(by=family.actor, case=family.case, text=nasty)
    for name in ("case", "consent", "question", "share", "add_person", "end"):
        assert "<script>alert" not in text_of(browser.get(page(name, family.case.pk)))
    assert "<script>alert" not in text_of(browser.get(page("list")))


def test_edit_saves_the_details(family, browser):
    details = {"label": "Hazel", "context": "foster", "engagement": "ordered", "started_on": TODAY}
    answer = browser.post(page("edit", family.case.pk), {**details, "ordered_note": "A plan"})
    assert answer.status_code == 302
    family.case.refresh_from_db()
    assert (family.case.label, family.case.context) == ("Hazel", "foster")
    assert (family.case.engagement, family.case.ordered_note) == ("ordered", "A plan")
    assert (family.case.relation, family.case.ethnicity) == ("not-recorded", "not-stated")


def test_facts_for_figures_are_saved_when_they_are_said(family, browser):
    facts = {"relation": "father", "child_age": "1-to-4", "ethnicity": "mixed", "mode": "remote"}
    details = {"label": "Oak", "context": "school", "engagement": "chosen", "started_on": TODAY}
    browser.post(page("new"), {**details, **facts})
    case = Case.objects.get(label="Oak")
    assert {name: getattr(case, name) for name in facts} == facts


def test_end_without_words_keeps_the_case_open(family, browser):
    answer = browser.post(page("end", family.case.pk), {"on": TODAY, "note": ""})
    assert "Write how it ended, in a sentence or two." in text_of(answer)
    family.case.refresh_from_db()
    assert family.case.ended_on is None


# --- sharing -------------------------------------------------------------------------------------
def test_share_and_stop_sharing(family, browser, colleague):
    person = {"person": str(colleague.person.pk)}
    assert browser.post(page("share", family.case.pk), person).status_code == 302
    text = text_of(browser.get(page("share", family.case.pk)))
    assert f"Stop sharing with {colleague.person}?" in text
    theirs = browser_of(colleague)
    assert theirs.get(page("case", family.case.pk)).status_code == 200
    answer = browser.post(page("unshare", family.case.pk), person, follow=True)
    assert f"{colleague.person} can no longer open this case." in text_of(answer)
    assert theirs.get(page("case", family.case.pk)).status_code == 403


def test_share_with_a_stranger_or_manager_is_refused(family, browser, colleague, stranger, manager):
    for person in (stranger.person, manager.person):
        answer = browser.post(page("share", family.case.pk), {"person": str(person.pk)})
        assert "Select a valid choice." in text_of(answer)
    assert family.case.workers.count() == 1


def test_nobody_stops_sharing_with_themselves(family, browser):
    browser.post(page("unshare", family.case.pk), {"person": str(family.actor.person.pk)})
    assert family.case.workers.get().person == family.actor.person


def test_more_films_are_added_to_the_newest_cycle_beside_the_next_step(
    family, browser, films_directory
):
    first = start_cycle(family)
    plan = {"by": family.actor, "case": family.case, "dyad_id": family.dyad.pk, "plan": "A snack"}
    cycle = actions.start_cycle(**plan)
    text = text_of(browser.get(page("case", family.case.pk)))
    add, now = (reverse(f"films:{name}", args=[cycle.pk]) for name in ("new", "record"))
    assert text.count(f'href="{now}"') == 1
    assert text.count(f'<a href="{add}">Add a film</a>') == 0  # the next step says it
    ready_film(family, cycle)
    text = text_of(browser.get(page("case", family.case.pk)))
    assert text.count(f'href="{add}"') == text.count(f'href="{now}"') == 1
    assert str(first.pk) not in text
    actions.end_case(by=family.actor, case=family.case, on=timezone.localdate(), note="")
    assert add not in text_of(browser.get(page("case", family.case.pk)))


# --- the manager ---------------------------------------------------------------------------------
def test_service_shows_counts_and_no_name(family, manager):
    start_cycle(family)
    text = text_of(browser_of(manager).get(page("service")))
    assert "There are fewer than 8 cases." in text
    assert "<td>1</td>" not in text
    for number in range(7):
        make_family(family.actor, label=f"Other {number}")
    text = text_of(browser_of(manager).get(page("service")))
    assert '<th scope="row">Parent and baby</th><td>8</td>' in text
    assert "Fewer than 8 cycles" in text
    for word in ("Willow", "Ana", "bath time", str(family.case.pk), str(family.actor.person)):
        assert word not in text


def test_manager_who_opens_a_case_is_told_what_managers_see(family, manager, colleague):
    answer = browser_of(manager).get(page("case", family.case.pk))
    assert answer.status_code == 403
    assert "As a manager you see how much work there is" in text_of(answer)
    assert f'href="{page("service")}"' in text_of(answer).split("<main")[1]
    answer = browser_of(colleague).get(page("case", family.case.pk))
    assert answer.status_code == 403
    assert "A colleague who holds the case can share it with you." in text_of(answer)


# --- the wall between services -------------------------------------------------------------------
def test_words_of_one_service_are_on_no_page_of_another(db):
    words = " Zaunkönig"
    theirs = make_actor(make_service("Theirs"))
    with scope(service=theirs.service):
        start_cycle(make_family(theirs, label="Same", words=words), words=words)
    ours = make_actor(make_service("Ours"))
    with scope(service=ours.service):
        family = make_family(ours, label="Same")
        start_cycle(family)
    browser = browser_of(ours)
    names = ("case", "edit", "share", "add_person", "consent", "question", "start_cycle", "end")
    pages = [page("list"), page("list") + "?show=ended", page("new"), reverse("home")]
    pages += [page(name, family.case.pk) for name in names]
    for address in pages:
        answer = browser.get(address, follow=True)
        assert answer.status_code == 200
        assert words.strip() not in text_of(answer)
    with scopes_disabled():
        assert Case.objects.filter(label__contains=words.strip()).count() == 1
