"""The pages that anybody may read."""

import pytest
from django.test import Client

from attune.web.evidence.actions import change_entry, load_shipped, withdraw_entry
from tests.factories.evidence import SOURCE, add, effect, make_editor, study

pytestmark = pytest.mark.django_db


def page(address, client=None, status=200):
    response = (client or Client()).get(address)
    assert response.status_code == status
    return response.content.decode()


def browser(officer):
    client = Client()
    client.force_login(officer.person)
    return client


def test_the_library_is_read_without_signing_in():
    load_shipped()
    text = page("/evidence/")
    assert "Pilot RCT of the use of video interaction guidance with preterm babies" in text
    assert "Video feedback for parental sensitivity and attachment security" in text
    assert "Children&#x27;s attachment: quality statement 3" not in text


def test_guidelines_and_publications_have_their_own_pages():
    load_shipped()
    assert "Children&#x27;s attachment: quality statement 3" in page("/evidence/guidelines/")
    assert "remotely delivered" in page("/evidence/publications/").lower()


def test_every_shipped_entry_has_its_page():
    load_shipped()
    for key in ("barlow-2016", "o-hara-2019", "nice-cg170", "tooten-2012", "bohan-mcloughlin"):
        page(f"/evidence/entry/{key}/")


def test_the_list_is_of_what_is_looked_for():
    add(study("Heron", design="controlled"))
    add(study("Tern"))
    text = page("/evidence/?design=controlled&words=&risk=&method=&outcome=")
    assert "What Heron found" in text
    assert "What Tern found" not in text
    assert '<details class="attune-details" open>' in text
    assert '<details class="attune-details" open>' not in page("/evidence/")


def test_a_search_that_is_not_in_the_lists_shows_everything_and_says_so():
    add(study("Heron"))
    text = page("/evidence/?design=astrology")
    assert "What Heron found" in text
    assert "not one of the available choices" in text


def test_a_search_without_a_find_says_so():
    add(study("Heron"))
    assert "Nothing in the library is like that" in page("/evidence/?words=zebra")


def test_a_study_says_where_each_figure_was_read():
    add(study("Heron", effect(0.41, 0.2), figures=[{"says": "Nine of ten smiled", "source": 1}]))
    text = page("/evidence/entry/heron-2020/")
    assert "Nine of ten smiled (Invented 2020, abstract)" in text
    assert "<td>0.41</td>" in text
    assert f'href="{SOURCE["url"]}" rel="external noreferrer"' in text
    assert "the abstract was read" in text
    assert "20 November 2026" in text


def test_a_derived_standard_error_says_why():
    said = {"derived": "n", "n": [40, 28], "because": "none was printed", "se": None}
    given = {name: value for name, value in {**effect(0.51), **said}.items() if value is not None}
    add(study("Heron", given, groups={"with": 40, "without": 28}))
    text = page("/evidence/entry/heron-2020/")
    assert "0.25, derived from the sizes of the groups, because none was printed" in text
    assert "40 with video feedback, 28 without" in text


def test_an_earlier_version_can_be_seen_as_it_was():
    editor = make_editor("Edda Lindt")
    entry = add(study("Heron"), editor).entry
    change_entry(by=editor, entry=entry, content=study("Heron", found="More."), why="Read again.")
    assert "More." in page("/evidence/entry/heron-2020/")
    old = page("/evidence/entry/heron-2020/?version=1")
    assert "Parents answered more often." in old
    assert "This is how the entry was." in old
    assert "Read again." in old


def test_who_wrote_a_version_is_told_to_editors():
    editor = make_editor("Edda Lindt")
    add(study("Heron"), editor)
    assert "Edda Lindt" not in page("/evidence/entry/heron-2020/")
    assert "Edda Lindt" in page("/evidence/entry/heron-2020/", browser(editor))


def test_a_withdrawn_entry_says_why_and_is_in_no_list():
    editor = make_editor()
    entry = add(study("Heron"), editor).entry
    withdraw_entry(by=editor, entry=entry, why="Retracted by the journal.")
    assert "What Heron found" not in page("/evidence/")
    assert "Retracted by the journal." in page("/evidence/entry/heron-2020/")


@pytest.mark.parametrize(
    "address",
    ["/evidence/entry/never-was/", "/evidence/entry/heron-2020/?version=7", "/evidence/entry/x y/"],
)
def test_what_never_was_is_not_found(address):
    add(study("Heron"))
    page(address, status=404)


def test_links_for_editors_are_shown_to_editors_alone(practitioner):
    add(study("Heron"))
    for address in ("/evidence/", "/evidence/guidelines/"):
        assert "/evidence/add/" in page(address, browser(make_editor()))
        assert "/evidence/add/" not in page(address, browser(practitioner))
        assert "/evidence/add/" not in page(address)


def test_everybody_signed_in_finds_the_evidence_in_the_header(practitioner):
    assert '<a href="/evidence/"' in page("/cases/", browser(practitioner)).split("</header>")[0]


def test_a_list_of_one_and_of_three_asks_the_same(django_assert_num_queries):
    for name in ("Heron", "Tern", "Gull"):
        add(study(name))
        with django_assert_num_queries(1):
            page("/evidence/")
