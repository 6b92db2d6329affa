"""The PDF of a summary: people's words are never read as markup, and what can't be printed is said."""

import io

import pypdf
import pytest

from attune.web.outcomes.printing import LettersError, TooLongError, pdf_of
from attune.web.outcomes.queries.summary import Page, Part, Said


def page(*quotes: str, rated: tuple[int, int] | None = None) -> Page:
    said = [Said(quote, rated=rated) for quote in quotes]
    return Page("What has changed", [Part("What you said", said)], "Closing.", "Harbour")


def words_of(pdf: bytes) -> str:
    (only,) = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return only.extract_text()


@pytest.mark.parametrize(
    "words",
    [
        '#read("/etc/passwd") *bold* _it_ $x$ = Heading',
        "#sys.inputs <pages> @ref \\ // /* ~ `raw`",
        "“Straight” and 'plain' \"quotes\" -- stay...",
    ],
)
def test_words_are_printed_as_they_were_said(words):
    assert words in words_of(pdf_of(page(words))).replace("\n", " ")


@pytest.mark.parametrize("words", ["Θέλω", "Хочу", "मैं", "قلت"])
def test_letters_of_other_scripts_are_printed(words):
    assert words_of(pdf_of(page(words), language="en-gb"))


@pytest.mark.parametrize("words", ["我", "😀", "\0"])
def test_letters_that_no_font_has_are_refused(words):
    with pytest.raises(LettersError):
        pdf_of(page(words))


def test_longer_page_is_printed_smaller_then_refused():
    assert words_of(pdf_of(page(*["A line of words that they said."] * 20)))
    with pytest.raises(TooLongError):
        pdf_of(page(*["A line of words that they said."] * 60))


@pytest.mark.parametrize("rated", [(0, 10), (10, 0), (5, 5)])
def test_ratings_are_drawn_to_both_ends(rated):
    assert "Closing." in words_of(pdf_of(page("To rest", rated=rated)))
