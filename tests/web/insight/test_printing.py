"""The PDF of a report: read back, tagged, and with what people named never read as markup."""

import io

import pypdf
import pytest

from attune.web.insight.printing import LettersError, pdf_of
from attune.web.insight.queries.records import Known
from attune.web.insight.reports import Report, of_nation, of_service
from attune.web.people.models import Service
from tests.web.insight.invented import ten
from tests.web.insight.released import release


def printed(report: Report) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf_of(report, language="en-gb")))


def words_of(reader: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.fixture(scope="module")
def report():
    return printed(of_service(Service(name="Harbour"), Known((), tuple(ten())), 2025))


def test_report_says_what_its_charts_and_tables_say(report):
    words = words_of(report)
    assert "What has changed, 2025" in words
    assert "On average 4.1 points better (1.1 to 7.1)." in words
    assert "is not shown: it would tell of fewer than 8 people." in words
    assert "At the end 10 20.0 15.9 12.9 18.9" in words
    assert "How these figures are made" in words


def test_every_page_says_that_there_is_no_control_group(report):
    for page in report.pages:
        assert "There is no control group" in " ".join(page.extract_text().split())


def test_report_is_tagged_and_its_charts_have_words(report):
    catalog = report.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en"
    assert b"pdfuaid" in catalog["/Metadata"].get_object().get_data()
    assert any(
        words.startswith("Before and after") for words in alternatives(catalog["/StructTreeRoot"])
    )


def alternatives(node) -> list[str]:
    node = node.get_object()
    if isinstance(node, list):
        return [words for one in node for words in alternatives(one)]
    if not isinstance(node, dict):
        return []
    below = alternatives(node["/K"]) if "/K" in node else []
    return [str(node["/Alt"]), *below] if "/Alt" in node else below


def test_national_report_is_printed():
    words = words_of(printed(of_nation(release())))
    assert "National figures, release 2026-11" in words
    assert "London 40 3.5 2.5 4.5" in words


def test_name_is_never_read_as_markup():
    name = '#read("/etc/passwd") *bold* $x$'
    assert name in words_of(printed(Report("Title", name, (), ())))


def test_letters_that_no_font_has_are_refused():
    with pytest.raises(LettersError):
        pdf_of(Report("Title", "我", (), ()))
