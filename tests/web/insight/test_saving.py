import pytest
from django.http import Http404
from django.test import RequestFactory

from attune.web.insight.saving import asked_file, pdf_file
from attune.web.ui.charts.bars import Share, bars

CHARTS = {"complete": bars([Share("A", 0.5, 0.2, 0.8)], title="T", says="", whose="W", what="S")}


def asked(address):
    return asked_file(RequestFactory().get(address), CHARTS)


@pytest.mark.parametrize(
    ("kind", "content_type", "begins"),
    [
        ("svg", "image/svg+xml", b"<svg"),
        ("png", "image/png", b"\x89PNG"),
        ("csv", "text/csv; charset=utf-8", b"W,"),
    ],
)
def test_chart_is_a_file_that_is_saved_and_not_shown(kind, content_type, begins):
    response = asked(f"/?save=complete&as={kind}")
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="complete.{kind}"'
    assert response.content.startswith(begins)


def test_page_is_asked_for_where_no_file_is():
    assert asked("/?by=mode") is None


@pytest.mark.parametrize(
    "address", ["/?save=other&as=svg", "/?save=complete&as=exe", "/?save=complete"]
)
def test_file_that_is_not_there_is_not_found(address):
    with pytest.raises(Http404):
        asked(address)


def test_report_is_saved_under_its_name():
    assert pdf_file(b"%PDF", "figures-2025")["Content-Disposition"].endswith('"figures-2025.pdf"')
