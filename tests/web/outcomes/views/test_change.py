"""The change screen: what it says in each case that was worked by hand, and the decision."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from attune.core.instruments.catalogue import find
from attune.web.cases import actions as cases
from attune.web.outcomes.actions.goals import attain, scale_goal
from attune.web.outcomes.models import Decision
from tests.factories import start_cycle
from tests.factories.outcomes import fill, plan
from tests.web.conftest import browser_of

TODAY = timezone.localdate()
BEFORE = TODAY - timedelta(days=60)


@pytest.fixture
def browser(family):
    return browser_of(family.actor)


@pytest.fixture
def address(family):
    return reverse("outcomes:change", args=[family.case.pk])


def words(answer) -> str:
    """What can be read on the page, with single spaces."""
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode()))


@pytest.mark.parametrize(
    ("measure", "first", "last", "says"),
    [
        (
            "core-10",
            20,
            14,
            [
                "More than measurement error, in the hoped-for direction",
                "20 at first, 14 now: 6 points lower.",
                "Lower is the hoped-for direction on this scale.",
            ],
        ),
        ("core-10", 14, 20, ["More than measurement error, away from it", "6 points higher."]),
        (
            "core-10",
            20,
            15,
            [
                "Within measurement error",
                "A change of 6 points or more would be more than measurement error.",
                (
                    "a change of more than 5.66 points, from a standard deviation of 7.7 and a "
                    "reliability of 0.9 (alpha) at 90 %"
                ),
            ],
        ),
        ("phq-9", 12, 8, ["Within measurement error", "A change of 6 points or more would be"]),
        ("mibs", 8, 4, ["No reliable-change value published"]),
    ],
)
def test_verdicts_are_said_in_plain_words(family, browser, address, measure, first, last, says):
    respondent = find(measure).respondents[0]
    for when, total, on in (("start", first, BEFORE), ("end", last, TODAY)):
        totals = None if find(measure).items else {"total": total}
        adding = total if totals is None else None
        fill(family, measure, when, total=adding, totals=totals, respondent=respondent, on=on)
    page = words(browser.get(address))
    assert [each for each in says if each not in page] == []
    assert "nothing here says what made them change" in page


def test_one_score_says_what_is_missing_and_when_it_comes(family, browser, address):
    plan(family)
    fill(family, total=20, on=BEFORE)
    page = words(browser.get(address))
    assert "One score is a beginning" in page
    assert "Cannot tell yet: a second score is missing; the next is planned: At the end" in page


def test_empty_page_teaches_what_a_change_needs(browser, address):
    page = words(browser.get(address))
    assert "A change needs two answers to the same question" in page
    assert "Is more input needed?" in page


def test_forms_that_were_due_are_named_with_a_way_to_fill_them_in(family, browser, address):
    plan(family)
    page = browser.get(address)
    assert "CORE-10, Ana, about themselves. At the start: not filled in." in words(page)
    link = reverse("outcomes:case", args=[family.case.pk])
    assert f'href="{link}"' in page.content.decode()


def test_people_stand_apart_and_nothing_joins_them(family, browser, address):
    cases.add_participant(
        by=family.actor, case=family.case, name="Cem", relation="father", is_client=True
    )
    for name, first, last in (("Ana", 20, 10), ("Cem", 10, 20)):
        fill(family, when="start", total=first, about=name, on=BEFORE)
        fill(family, when="end", total=last, about=name)
    html = browser.get(address).content.decode()
    sections = {
        name: part
        for part in html.split("<section")
        for name in ("Ana", "Cem")
        if f">{name}, about themselves</h2>" in part
    }
    assert "in the hoped-for direction" in sections["Ana"]
    assert "away from it" in sections["Cem"]
    assert "At least one of these measures" not in html


def test_measures_of_one_person_are_put_together_by_the_rule(family, browser, address):
    for measure, first, last in (("core-10", 20, 10), ("phq-9", 4, 12)):
        fill(family, measure, "start", total=first, on=BEFORE)
        fill(family, measure, "end", total=last)
    assert "moved away from the hoped-for direction" in words(browser.get(address))


def test_goals_and_cycles_share_the_axis_with_measures(family, browser, address):
    cycle = start_cycle(family)
    goal = family.case.goals.get()
    for rating, on in ((3, BEFORE), (7, TODAY)):
        cases.rate_goal(by=family.actor, goal=goal, rating=rating, on=on)
    fill(family, total=20, on=BEFORE)
    fill(family, when="end", total=20)
    html = browser.get(address).content.decode()
    # Both drawings have the same first and last day, and a mark of the cycle at the same place.
    assert html.count('cx="3.00%"') == html.count('cx="97.00%"') == 2
    (place,) = set(re.findall(r'class="attune-chart__cycle" x1="([\d.]+%)"', html))
    assert html.count(f'x1="{place}" x2="{place}"') == 3
    assert "4 points higher" in words(browser.get(address))
    assert cycle.number == 1


def test_goal_attainment_is_one_number_for_the_practitioner(family, browser, address):
    for level in (2, 0, -1):
        goal = cases.set_goal(by=family.actor, case=family.case, text=f"Goal {level}")
        scaling = scale_goal(
            by=family.actor,
            goal=goal,
            method="gas",
            baseline=-1,
            expected=0,
            words={"0": "We play"},
        )
        attain(by=family.actor, scaling=scaling, level=level)
    page = words(browser.get(address))
    assert "54.6 now, from 3 goals on five levels" in page  # 54.56 as published
    assert "Now: further than hoped for" in page
    assert "What is hoped for: “We play”" in page


def test_answers_that_need_a_response_are_on_no_chart(family, browser, address):
    said = dict.fromkeys((item.id for item in find("core-om").items), 1)
    for when in ("start", "end"):
        fill(family, "core-om", when, answers=said)
    page = browser.get(address).content.decode()
    assert "Other scales of CORE-OM" in page
    assert "Risk" not in page


def test_decision_is_kept_with_the_clients_words_and_reasons(family, browser, address):
    said = {"answer": "enough", "client_words": "We are all right now.", "reasons": "Goals reached"}
    for _twice in range(2):  # a double click
        assert browser.post(address, said).status_code == 302
    page = words(browser.get(address))
    assert page.index("We are all right now.") < page.index("Enough for now")
    assert "Goals reached" in page
    assert Decision.objects.count() == 1


def test_newer_decision_takes_the_place_and_the_older_stays(family, browser, address):
    browser.post(address, {"answer": "enough", "reasons": "Goals reached"})
    browser.post(address, {"answer": "more", "reasons": "A hard week"})
    page = words(browser.get(address))
    assert page.index("A hard week") < page.index("Decided before") < page.index("Goals reached")


def test_decision_without_reasons_is_told(browser, address):
    answer = browser.post(address, {"answer": "more"})
    assert "Write the reasons, in a sentence or two." in words(answer)
    assert not Decision.objects.exists()


def test_shared_colleague_may_and_strangers_may_not(family, address, colleague, stranger):
    assert browser_of(colleague).get(address).status_code == 403
    cases.share_case(by=family.actor, case=family.case, person=colleague.person)
    assert browser_of(colleague).get(address).status_code == 200
    assert browser_of(stranger).get(address).status_code == 404


def test_raters_of_different_kinds_are_shown_apart_in_their_order(family, browser, address):
    """A teacher's answers about the child stand beside the mother's about herself, joined by nothing."""
    teacher = find("sdq-teacher")
    for when, total, on in (("start", 12, BEFORE), ("end", 20, TODAY)):
        fill(family, total=32 - total, when=when, on=on)
        totals = {scale.id: total / 4 for scale in teacher.entered}
        fill(family, teacher.id, when, totals=totals, respondent="teacher", on=on)
    page = words(browser.get(address))
    mother, child = page.index("Ana, about themselves"), page.index("The teacher, about Ana – Bo")
    assert mother < page.index("in the hoped-for direction") < child
    assert "At least one of these measures" not in page


def test_words_of_people_are_never_markup(family, browser, address):
    hostile = "<img src=x onerror=alert(1)>"
    goal = cases.set_goal(by=family.actor, case=family.case, text=hostile)
    scaling = scale_goal(
        by=family.actor, goal=goal, method="gas", baseline=-1, expected=0, words={"0": hostile}
    )
    attain(by=family.actor, scaling=scaling, level=0, words=hostile)
    browser.post(address, {"answer": "more", "reasons": hostile, "client_words": hostile})
    for page in (address, reverse("outcomes:summary", args=[family.case.pk])):
        html = browser.get(page).content.decode()
        assert "<img src=x" not in html
        assert "&lt;img src=x" in html
