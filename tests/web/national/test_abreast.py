"""Services beside each other: none of few, none named, each figure as coarse as a release's, and the model's own."""

import re
from dataclasses import replace

import pytest

from attune.core.figures.service_sums import ServiceSums, scale_of
from attune.core.figures.showing import unit
from attune.core.figures.tables import OVERALL
from attune.web.national import abreast
from attune.web.national.engine import modelling
from attune.web.national.models import Enrolment
from attune.web.national.tallying import services
from tests.core.figures.drafts import CORE_10
from tests.factories import nation

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(national):
    nation.give()
    return services()


def test_every_service_with_eight_pairs_is_a_point_as_coarse_as_in_a_release(known):
    found = abreast.of_topic(CORE_10, known)
    every = modelling.service_estimates(modelling.national(known, scale_of(CORE_10)))
    shown = [one for one in every if one.pairs >= 8]
    assert len(shown) == len(found.services) > 8
    assert found.left_out == len(every) - len(shown)
    for one in found.services:
        assert one.pairs % 5 == 0
    rounded = sorted(
        (
            (one.pairs + 2) // 5 * 5,
            round(round(one.plain / step) * step, 2),
            round(round(one.effect / step) * step, 2),
        )
        for one in shown
        for step in [unit(CORE_10, one.pairs)]
    )
    assert [(one.pairs, one.plain, one.drawn) for one in found.services] == rounded


def test_change_of_all_is_that_of_their_tallies(known):
    found = abreast.of_topic(CORE_10, known)
    key = (CORE_10.subject(), ())
    tallies = [mine.tables[OVERALL][key] for mine in known.values() if key in mine.tables[OVERALL]]
    shown = [one for one in tallies if one.paired >= 8]
    pairs = sum(one.paired for one in shown)
    change = sum(one.before - one.after for one in shown) / 1000 / pairs
    assert abs(found.change - change) <= unit(CORE_10, pairs) / 2 + 1e-9
    model = modelling.national(known, scale_of(CORE_10)).fit
    assert found.spread == pytest.approx(model.variance["residual"] ** 0.5, abs=0.2)
    assert found.between == pytest.approx(model.variance["service"] ** 0.5, abs=0.2)


def test_fewer_than_three_services_are_not_shown(known):
    fewer = "Fewer than three services have 8 pairs of this measure. Nothing is shown yet."
    large = {
        name: mine
        for name, mine in known.items()
        if sum(one.pairs for one in mine.caseloads[scale_of(CORE_10)]) >= 8
    }
    found = {
        many: abreast.of_topic(CORE_10, dict(list(large.items())[:many])) for many in (1, 2, 3)
    }
    assert found[1] == found[2] == fewer
    assert not isinstance(found[3], str) or found[3].startswith("It can’t be computed yet")


def test_page_names_no_service_and_shows_no_true_number(known):
    page = abreast.page("no-such-topic")
    assert page.slug == "core-10-self"
    assert list(page.charts) == ["plain"]  # in this nation services differ by chance alone
    text = " ".join([*page.said, *(str(drawing) for drawing in page.charts.values())])
    for row in Enrolment.objects.all():
        assert row.name not in text
        assert str(row.pseudonym) not in text
    assert "There is no control group" in text
    sizes = {row[1] for row in page.charts["plain"].table.rows}
    assert all(size % 5 == 0 for size in sizes)


def test_limits_grow_tighter_with_size_and_lie_around_the_middle(known):
    drawing = abreast.page("").charts["plain"]
    assert drawing.title == "Change in each service, within the limits of chance"
    assert [kind for kind, _word in drawing.keys] == ["estimate", "middle", "inner", "outer"]
    assert drawing.foot == ("As of today; no release. Figures leave only as a release.",)


def test_nothing_given_is_said(national):
    page = abreast.page("")
    assert page.said == ("No service has given anything yet that can be put beside others.",)
    assert (page.topics, page.charts) == ((), {})


def test_sentence_says_how_many(known):
    first, between, *_ = abreast.page("").said
    assert re.match(
        r"\d+ services have at least 8 pairs; together they changed by [\d.]+ points", first
    )
    assert between == "By the national model services of one region do not differ beyond chance."


def test_services_that_differ_have_a_second_picture(national):
    apart = {"region": 0.3, "service": 6.0, "caseload": 0.6}
    nation.give(replace(nation.SMALL, apart=apart))
    page = abreast.page("")
    assert page.said[1].startswith("Services of one region differ by about ")
    drawn = page.charts["drawn"]
    assert drawn.title == "What is left of a service’s own, with chance taken out"
    found = abreast.of_topic(CORE_10, services())
    assert [row[2] for row in drawn.table.rows] == [one.drawn for one in found.services]


def test_services_whose_sums_are_too_few_for_the_model_are_not_shown(known):
    """They give sums of which the model takes none, so only two are left."""
    large = [
        (name, mine)
        for name, mine in known.items()
        if sum(one.pairs for one in mine.caseloads[scale_of(CORE_10)]) >= 8
    ]
    some = {name: ServiceSums(mine.tables) for name, mine in large}
    assert abreast.of_topic(CORE_10, some).startswith("It can’t be computed yet")
