"""The client's one-page summary: what is on it, what is not, and that the PDF says the same."""

import io
import re
from datetime import timedelta
from html import unescape

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from attune.web.cases import actions as cases
from attune.web.outcomes.actions.decisions import decide
from attune.web.outcomes.actions.goals import attain, scale_goal
from tests.factories.outcomes import fill
from tests.web.conftest import browser_of

TODAY = timezone.localdate()
BEFORE = TODAY - timedelta(days=60)


@pytest.fixture
def browser(family):
    """With a question, two goals, one of which fell, two measures, one of which got worse, and a
    decision."""
    by, case = family.actor, family.case
    for text in ("Does he like me?", "When does he look for me?"):
        cases.ask_helping_question(by=by, case=case, text=text)
    for text, ratings in (("To feel calm", (3, 7)), ("To sleep", (6, 4))):
        goal = cases.set_goal(by=by, case=case, text=text)
        for rating, on in zip(ratings, (BEFORE, TODAY), strict=True):
            cases.rate_goal(by=by, goal=goal, rating=rating, on=on)
    scaling = scale_goal(
        by=by,
        goal=case.goals.first(),
        method="gas",
        baseline=-1,
        expected=0,
        words={"1": "We sing"},
    )
    attain(by=by, scaling=scaling, level=1)
    for measure, first, last in (("core-10", 20, 10), ("phq-9", 4, 12)):
        fill(family, measure, "start", total=first, on=BEFORE)
        fill(family, measure, "end", total=last, on=TODAY)
    decide(by=by, case=case, answer="enough", reasons="Private", client_words="We are all right.")
    return browser_of(by)


@pytest.fixture
def address(family):
    return reverse("outcomes:summary", args=[family.case.pk])


def sheet(answer) -> str:
    """What can be read on the page that is printed."""
    html = answer.content.decode()
    (inside,) = re.findall(r"<article class=\"attune-sheet\".*?</article>", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(strip_tags(inside)))


def pdf_text(answer) -> str:
    (page,) = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    return page.extract_text()


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_their_words_and_goals_are_there_and_nothing_that_fell(browser, address):
    page = sheet(browser.get(address))
    for words in (
        "Does he like me?",
        "When does he look for me?",
        "To feel calm",
        "3 of 10 on",
        "7 of 10 on",
        "It looks like this now: “We sing”",
        "We are all right.",
    ):
        assert words in page
    for words in ("To sleep", "CORE-10", "PHQ-9", "Private", "Ana", "Willow"):
        assert words not in page


def test_measure_is_one_sentence_without_a_score_once_it_is_ticked(family, browser, address):
    who = family.mother.pk.hex
    page = sheet(browser.get(address, {"chosen": "yes", "measures": f"core-10~total~self~{who}~"}))
    assert (
        "Your answers on CORE-10 have changed in the direction you hoped for, by more than such "
        "answers vary by themselves." in page
    )
    said, _closing, _foot = page.partition("Things also change")
    assert not any(sign.isdigit() for sign in said.replace("CORE-10", ""))
    assert "To feel calm" not in page  # nothing that was not ticked


def test_what_got_worse_is_there_only_when_it_is_chosen(family, browser, address):
    who = family.mother.pk.hex
    page = sheet(browser.get(address, {"chosen": "yes", "measures": f"phq-9~total~self~{who}~"}))
    assert "some things feel harder now than at the start" in page


def test_pdf_says_what_the_page_says(family, browser, address):
    who = family.mother.pk.hex
    goals = [goal.pk.hex for goal in family.case.goals.all()]
    asked = {
        "chosen": "yes",
        "questions": ["1", "2"],
        "goals": goals,
        "measures": [f"core-10~total~self~{who}~", f"phq-9~total~self~{who}~"],
    }
    for choice in ({}, asked):
        answer = browser.get(reverse("outcomes:summary_pdf", args=[family.case.pk]), choice)
        assert answer["Content-Type"] == "application/pdf"
        assert letters(pdf_text(answer)) == letters(sheet(browser.get(address, choice)))


def test_file_is_tagged_has_its_letters_and_names_nobody(family, browser):
    answer = browser.get(reverse("outcomes:summary_pdf", args=[family.case.pk]))
    assert answer["Content-Disposition"] == f'attachment; filename="what-has-changed-{TODAY}.pdf"'
    pdf = pypdf.PdfReader(io.BytesIO(answer.content))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    assert pdf.metadata.title == "What has changed"
    for font in pdf.pages[0]["/Resources"]["/Font"].values():
        (below,) = font.get_object()["/DescendantFonts"]
        assert "/FontFile2" in below.get_object()["/FontDescriptor"]
    for name in (b"Ana", b"Willow"):
        assert name not in answer.content


def test_what_does_not_fit_on_a_page_is_told_and_not_printed(family, browser, address):
    for number in range(3):
        text = f"{number} " + "When does he look for me, and what do I do then? " * 19
        cases.ask_helping_question(by=family.actor, case=family.case, text=text)
    everything = {"chosen": "yes", "questions": ["3", "4", "5"]}
    said = "This is more than one page."
    assert said not in browser.get(address, everything).content.decode()
    goals = [
        cases.set_goal(by=family.actor, case=family.case, text="Words " * 50).pk.hex
        for _goal in range(9)
    ]
    everything["goals"] = goals
    page = browser.get(address, everything).content.decode()
    assert said in page
    assert "Download it as a PDF" not in page
    answer = browser.get(reverse("outcomes:summary_pdf", args=[family.case.pk]), everything)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_letters_that_the_fonts_lack_are_told(family, browser, address):
    cases.ask_helping_question(by=family.actor, case=family.case, text="他看我")
    page = browser.get(address).content.decode()
    assert "Some letters on this page can’t be written into the PDF." in page


def test_shared_colleague_may_and_strangers_may_not(family, browser, colleague, stranger):
    for name in ("outcomes:summary", "outcomes:summary_pdf"):
        page = reverse(name, args=[family.case.pk])
        assert browser_of(colleague).get(page).status_code == 403
        assert browser_of(stranger).get(page).status_code == 404
    cases.share_case(by=family.actor, case=family.case, person=colleague.person)
    assert browser_of(colleague).get(page).status_code == 200
