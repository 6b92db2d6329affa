from attune.web.insight.queries.records import Known
from attune.web.insight.reports import of_nation, of_service, years_of
from attune.web.people.models import Service
from tests.web.insight.invented import course, ten
from tests.web.insight.released import part, release
from tests.web.insight.test_pages import case

HARBOUR = Service(name="Harbour")


def made(records, cases=(), year=2025):
    return of_service(HARBOUR, Known(tuple(cases), tuple(records)), year)


def said(report):
    return [line for section in report.sections for line in section.said]


def test_years_are_those_of_first_forms_and_of_cases():
    known = Known((case(year="2024"),), tuple(course(20, year=2025) + course(20, year=2022)))
    assert years_of(known) == [2025, 2024, 2022]


def test_report_is_of_its_year_alone_but_for_the_trend():
    report = made(ten() + ten(year=2024) + ten(year=2024), [case()] * 9 + [case(year="2024")])
    assert report.title == "What has changed, 2025"
    assert report.subtitle == "Harbour"
    lines = said(report)
    assert "CORE-10, filled in by the client: On average 4.1 points better (1.1 to 7.1)." in lines
    assert (
        "CORE-10, filled in by the client: 10 of 10 first forms have their last one, too." in lines
    )
    assert "9 cases began in this year." in lines
    trend = report.sections[-1].charts[0]
    assert [row[:2] for row in trend.table.rows] == [("2024", 20), ("2025", 10)]


def test_report_of_a_year_with_too_few_says_so_and_shows_no_figure():
    report = made(course(20, 10), [case()] * 3)
    lines = said(report)
    assert "Fewer than 8 cases began in this year." in lines
    assert not [line for line in lines if "On average" in line]


def test_report_of_nothing_is_a_report():
    assert "No first form was filled in in this year." in said(made(()))


def test_every_report_says_how_it_is_made_and_that_there_is_no_control_group():
    for report in (made(ten()), of_nation(release())):
        assert report.method[0].startswith("There is no control group")
        assert "There is no control group" in report.foot


def test_national_report_has_every_part_and_the_checksum_of_its_release():
    document = release(part(), part("gad-7", "GAD-7"))
    report = of_nation(document)
    assert [one.heading for one in report.sections] == [
        "CORE-10, filled in by the client",
        "GAD-7, filled in by the client",
    ]
    assert any(document.digest in line for line in report.method)
