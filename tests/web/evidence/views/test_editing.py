"""What editors write, and what nobody else may."""

import pytest
from django.test import Client

from attune.web.evidence.actions import load_shipped, withdraw_entry
from attune.web.evidence.content import LIBRARY, shipped
from attune.web.evidence.forms import Writing
from attune.web.evidence.models import Entry, Version
from attune.web.people.models import Post
from tests.factories import make_officer
from tests.factories.evidence import add, effect, make_editor, study

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db):
    return make_editor("Edda Lindt")


@pytest.fixture
def browser(editor):
    client = Client()
    client.force_login(editor.person)
    return client


def shown(content=None):
    """What a browser sends back of the page of an entry, when nothing is changed."""
    writing = Writing(content=content)
    sent = dict(writing.form.initial)
    for _title, rows in writing.rows:
        sent |= {
            f"{rows.prefix}-TOTAL_FORMS": rows.total_form_count(),
            f"{rows.prefix}-INITIAL_FORMS": rows.initial_form_count(),
        }
        for row in rows:
            sent |= {row.add_prefix(name): value for name, value in row.initial.items()}
    plain = (str, int, float)
    return {name: value for name, value in sent.items() if isinstance(value, plain)}


def filled(**more):
    """A page with one new study, its source and one effect."""
    return {
        **shown(),
        "kind": "study",
        "title": "What Heron found",
        "authors": "Heron A",
        "year": "2020",
        "design": "randomised",
        "risk": "general",
        "population": "Invented families.",
        "found": "Parents answered more often.",
        "families_with": "40",
        "families_without": "28",
        "sources-0-citation": "Invented 2020",
        "sources-0-url": "https://example.org/invented",
        "sources-0-seen": "abstract",
        "sources-0-looked_at": "2026-11-20",
        "effects-0-outcome": "sensitivity",
        "effects-0-measure": "An invented scale",
        "effects-0-derived": "n",
        "effects-0-d": "0.51",
        "effects-0-n_with": "40",
        "effects-0-n_without": "28",
        "effects-0-because": "none was printed",
        "effects-0-source": "1",
        **more,
    }


def test_an_editor_adds_a_study_by_the_page(browser, editor):
    assert browser.get("/evidence/add/").status_code == 200
    response = browser.post("/evidence/add/", filled())
    assert response["Location"] == "/evidence/entry/heron-2020/"
    version = Version.objects.get()
    assert version.by == editor.person
    assert version.content == {
        "kind": "study",
        "title": "What Heron found",
        "authors": "Heron A",
        "year": 2020,
        "design": "randomised",
        "risk": "general",
        "population": "Invented families.",
        "found": "Parents answered more often.",
        "groups": {"with": 40, "without": 28},
        "sources": [
            {
                "citation": "Invented 2020",
                "url": "https://example.org/invented",
                "seen": "abstract",
                "looked_at": "2026-11-20",
            }
        ],
        "effects": [
            {
                "outcome": "sensitivity",
                "measure": "An invented scale",
                "derived": "n",
                "d": 0.51,
                "n": [40, 28],
                "because": "none was printed",
                "source": 1,
            }
        ],
    }


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"effects-0-source": ""}, "Something in the rows below is missing"),
        ({"effects-0-source": "2"}, "There is no source 2."),
        ({"effects-0-n_with": ""}, "is a required property"),
        ({"sources-0-url": "javascript:alert(1)"}, "Something in the rows below is missing"),
        ({"title": ""}, "This field is required"),
        ({"doi": "https://doi.org/10.1000/x"}, "Enter a valid value"),
    ],
)
def test_a_study_with_something_wrong_is_not_saved(browser, wrong, words):
    response = browser.post("/evidence/add/", filled(**wrong))
    assert response.status_code == 200
    assert words in response.content.decode()
    assert Entry.objects.count() == 0


def test_a_doi_that_is_there_already_is_said_on_the_page(browser):
    add(study("Tern", doi="10.1000/x"))
    response = browser.post("/evidence/add/", filled(doi="10.1000/X"))
    assert "This DOI is in the library already: tern-2020." in response.content.decode()
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("key", sorted(shipped()))
def test_every_shipped_entry_comes_through_the_page_unchanged(key):
    """What the page shows of an entry and sends back is that entry again."""
    content = shipped()[key]
    writing = Writing(shown(content), content)
    assert writing.is_valid(), writing.form.errors
    assert writing.content == content


def test_a_change_asks_why_and_keeps_the_earlier_version(browser, editor):
    content = study("Heron", effect(0.3))
    add(content, editor)
    assert browser.get("/evidence/entry/heron-2020/change/").status_code == 200
    sent = {**shown(content), "found": "More."}
    without = browser.post("/evidence/entry/heron-2020/change/", sent)
    assert without.status_code == 200
    assert Version.objects.count() == 1
    sent["reason-why"] = "Read again."
    assert browser.post("/evidence/entry/heron-2020/change/", sent).status_code == 302
    newest = Version.objects.first()
    assert (newest.number, newest.content["found"], newest.why) == (2, "More.", "Read again.")


def test_a_row_is_removed_by_its_box_and_sources_keep_their_figures(browser, editor):
    other = {**study()["sources"][0], "citation": "Another 2021"}
    content = study(
        "Heron",
        sources=[study()["sources"][0], other],
        figures=[{"says": "One", "source": 1}, {"says": "Two", "source": 2}],
    )
    add(content, editor)
    sent = {
        **shown(content),
        "reason-why": "Tidied.",
        "sources-0-DELETE": "on",
        "figures-0-DELETE": "on",
    }
    assert browser.post("/evidence/entry/heron-2020/change/", sent).status_code == 302
    newest = Version.objects.first().content
    assert [each["citation"] for each in newest["sources"]] == ["Another 2021"]
    assert newest["figures"] == [{"says": "Two", "source": 1}]


def test_a_source_that_a_figure_needs_is_not_removed(browser, editor):
    content = study("Heron", figures=[{"says": "One", "source": 1}])
    add(content, editor)
    sent = {**shown(content), "reason-why": "Tidied.", "sources-0-DELETE": "on"}
    assert browser.post("/evidence/entry/heron-2020/change/", sent).status_code == 200
    assert Version.objects.count() == 1


def test_a_change_that_changes_nothing_is_refused_on_the_page(browser, editor):
    content = study("Heron")
    add(content, editor)
    sent = {**shown(content), "reason-why": "Why not."}
    response = browser.post("/evidence/entry/heron-2020/change/", sent)
    assert "Nothing was changed." in response.content.decode()


def test_an_entry_is_withdrawn_with_a_reason(browser, editor):
    add(study("Heron"), editor)
    browser.post("/evidence/entry/heron-2020/withdraw/", {"why": ""})
    assert Version.objects.count() == 1
    browser.post("/evidence/entry/heron-2020/withdraw/", {"why": "Retracted."})
    assert Version.objects.first().withdrawn
    again = browser.post("/evidence/entry/heron-2020/withdraw/", {"why": "x"}, follow=True)
    assert "withdrawn already" in again.content.decode()


def test_a_withdrawn_entry_comes_back_by_the_page(browser, editor):
    content = study("Heron")
    entry = add(content, editor).entry
    withdraw_entry(by=editor, entry=entry, why="A doubt.")
    sent = {**shown(content), "reason-why": "The doubt is settled."}
    assert browser.post("/evidence/entry/heron-2020/change/", sent).status_code == 302
    assert not Version.objects.first().withdrawn


def test_an_entry_is_pasted_as_a_file_of_the_library(browser):
    assert browser.get("/evidence/paste/").status_code == 200
    text = (LIBRARY / "green-2015.toml").read_text(encoding="utf-8")
    response = browser.post("/evidence/paste/", {"text": text, "key": ""})
    assert response["Location"] == "/evidence/entry/green-2015/"
    assert Version.objects.get().content == shipped()["green-2015"]


def test_a_pasted_text_that_is_no_entry_says_what_is_wrong(browser):
    response = browser.post("/evidence/paste/", {"text": 'kind = "poem"'})
    assert "is not one of" in response.content.decode()
    load_shipped()
    text = (LIBRARY / "green-2015.toml").read_text(encoding="utf-8")
    response = browser.post("/evidence/paste/", {"text": text})
    assert "in the library already" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/evidence/add/",
        "/evidence/paste/",
        "/evidence/entry/heron-2020/change/",
        "/evidence/entry/heron-2020/withdraw/",
    ],
)
def test_nobody_but_an_editor_writes(address, practitioner):
    add(study("Heron"))
    for person in (practitioner.person, make_officer(Post.ANALYST).person):
        client = Client()
        client.force_login(person)
        assert client.post(address, filled()).status_code == 403
    assert Client().post(address, filled())["Location"].startswith("/accounts/login/")
    assert Version.objects.count() == 1


@pytest.mark.parametrize("deed", ["change", "withdraw"])
def test_an_entry_that_never_was_is_not_found(browser, deed):
    assert browser.post(f"/evidence/entry/never-was/{deed}/", {"why": "x"}).status_code == 404
