"""Every shipped measure: it loads, says only what is sourced, and shows only what it may.

SWEMWBS, EPDS, CORE-10 and CORE-OM are scored a second time, from the published rules written down here:
nothing of a package is used for what is expected. The table of docs/method/measures.md is the catalogue.
"""

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.instruments.catalogue import find, folder_of, newest, shipped
from attune.core.instruments.change import Basis, threshold_of
from attune.core.instruments.errors import UnknownMeasureError
from attune.core.instruments.model import RightsClass
from attune.core.instruments.scoring import score, totals
from attune.core.statistics.change import cutoff_c, reliable_change_threshold

# What a questionnaire says of itself, none of it what is asked.
NAMED = ("resourceType", "id", "version", "name", "title", "status", "language", "copyright")

METRIC = (
    "7.00 9.51 11.25 12.40 13.33 14.08 14.75 15.32 15.84 16.36 16.88 17.43 17.98 18.59 19.25 19.98 "
    "20.73 21.54 22.35 23.21 24.11 25.03 26.02 27.03 28.13 29.31 30.70 32.55 35.00"
)
LOOKED_UP = dict(zip(range(7, 36), map(float, METRIC.split()), strict=True))
POSITIVE = (3, 4, 7, 12, 19, 21, 31, 32)
DOMAINS = {
    "well-being": (4, 14, 17, 31),
    "problems": (2, 5, 8, 11, 13, 15, 18, 20, 23, 27, 28, 30),
    "functioning": (1, 3, 7, 10, 12, 19, 21, 25, 26, 29, 32, 33),
    "risk": (6, 9, 16, 22, 24, 34),
}
BLANKS = {"total": 3, "non-risk": 3, "well-being": 0, "problems": 1, "functioning": 1, "risk": 0}

PAGE = Path(__file__).parents[4] / "docs/method/measures.md"
BEGINS, ENDS = "<!-- the table begins -->\n", "<!-- the table ends -->\n"
HEAD = (
    "| id | measure | for whom · who answers | rights | what is shipped | alerts | more than error |\n"
    "|---|---|---|---|---|---|---|\n"
)


def unsourced(value, inherited=False):
    """Every number of a file that has no source in its own table or in one around it."""
    if isinstance(value, dict):
        sourced = inherited or "source" in value
        for key, part in value.items():
            yield from ((key, fault) for _, fault in unsourced(part, sourced))
    elif isinstance(value, list):
        for part in value:
            yield from unsourced(part, inherited)
    elif isinstance(value, int | float) and not isinstance(value, bool) and not inherited:
        yield ("", value)


@pytest.mark.parametrize("measure", shipped(), ids=lambda one: f"{one.id}-{one.version}")
def test_every_number_of_a_measure_is_sourced(measure):
    for file in ("scoring.toml", "safety.toml", "rights.toml"):
        data = tomllib.loads((folder_of(measure) / file).read_text())
        assert list(unsourced(data)) == []


def test_number_without_a_source_is_found():
    assert list(unsourced({"scales": {"total": {"range": [0, 27]}}})) == [
        ("scales", 0),
        ("scales", 27),
    ]
    assert list(unsourced({"total": {"range": [0, 27], "source": "manual"}})) == []


@pytest.mark.parametrize("measure", shipped(), ids=lambda one: f"{one.id}-{one.version}")
def test_wording_is_there_only_where_it_may_be(measure):
    form = json.loads((folder_of(measure) / "questionnaire.json").read_text())
    worded = "display" in json.dumps(form) or any("text" in item for item in form.get("item", []))
    may = measure.rights.rights_class in (RightsClass.SHIP, RightsClass.SEPARATE)
    assert worded is may
    assert worded is measure.worded
    if not may:
        assert not measure.instructions
        assert set(form) <= {*NAMED, "item"}
        for item in form.get("item", []):
            number = item["linkId"]
            bare = {"linkId": number, "type": "integer"}
            assert item in (bare, bare | {"prefix": f"{number}."})


@pytest.mark.parametrize("measure", shipped(), ids=lambda one: f"{one.id}-{one.version}")
def test_measure_lies_in_the_folder_of_its_name(measure):
    assert (folder_of(measure) / "scoring.toml").is_file()
    assert find(measure.id, measure.version) is measure


def test_newest_version_is_found():
    assert [one.id for one in newest()] == sorted({one.id for one in shipped()})
    assert find("phq-9") is next(one for one in newest() if one.id == "phq-9")


@pytest.mark.parametrize(
    ("name", "version", "says"),
    [
        ("phq-8", None, "There is no measure 'phq-8'. There are: "),
        ("../phq-9", None, "There is no measure"),
        ("phq-9", "0.9.0", "There is no version '0.9.0' of PHQ-9."),
    ],
)
def test_measure_that_is_not_there_is_said(name, version, says):
    with pytest.raises(UnknownMeasureError, match=says.replace(".", r"\.")):
        find(name, version)


# ------------------------------------------------------------------- scored a second time


def form(answers):
    return {str(n): answer for n, answer in enumerate(answers, 1) if answer is not None}


def answers(count, low, high):
    return st.lists(st.integers(low, high), min_size=count, max_size=count)


# ---------------------------------------------------------------------------- SWEMWBS


@given(answers(7, 1, 5))
def test_swemwbs_is_the_sum_and_what_the_table_makes_of_it(given_answers):
    found = score(find("swemwbs"), form(given_answers)).scores
    assert found == {"raw": sum(given_answers), "total": LOOKED_UP[sum(given_answers)]}


def test_swemwbs_holds_every_row_of_the_table():
    entered = {raw: totals(find("swemwbs"), {"raw": raw}).scores["total"] for raw in LOOKED_UP}
    assert entered == LOOKED_UP


@given(answers(7, 1, 5), st.integers(0, 6))
def test_swemwbs_with_a_blank_has_no_score(given_answers, blank):
    given_answers[blank] = None
    assert set(score(find("swemwbs"), form(given_answers)).scores.values()) == {None}


# ------------------------------------------------------------------------------- EPDS


@given(answers(10, 0, 3))
def test_epds_is_a_plain_sum_and_item_10_alerts(given_answers):
    found = score(find("epds"), form(given_answers))
    assert found.scores == {"total": sum(given_answers), "anxiety": sum(given_answers[2:5])}
    assert found.risk == (("10",) if given_answers[9] else ())


def test_epds_item_10_alerts_whatever_else_is_answered():
    """A published copy scores this item backwards: none of it must ever look like all of it."""
    assert score(find("epds"), {"10": 1}).risk == ("10",)
    assert score(find("epds"), {"10": 3}).risk == ("10",)
    assert score(find("epds"), {str(n): 3 for n in range(1, 10)} | {"10": 0}).risk == ()


def test_epds_change_counts_from_four_points():
    threshold = threshold_of(find("epds").scale("total"))
    assert (threshold.points, threshold.confidence, threshold.reached_at) == (4, 0.95, True)


# ----------------------------------------------------------------------- CORE-10, CORE-OM


def test_core_10_thresholds_are_the_published_ones():
    given = find("core-10").scale("total").reliability
    assert threshold_of(find("core-10").scale("total")).points == pytest.approx(5.665, abs=5e-4)
    at_95 = reliable_change_threshold(given.sd, given.reliability, 0.95)
    assert at_95 == pytest.approx(6.749, abs=1e-3)
    cut_off = cutoff_c(given.clinical_mean, given.sd, given.comparison_mean, given.comparison_sd)
    assert cut_off == pytest.approx(10.46, abs=5e-3)


@given(answers(10, 0, 4))
def test_core_10_counts_two_answers_from_the_other_end(given_answers):
    one, two, three, *rest = given_answers
    expected = one + (4 - two) + (4 - three) + sum(rest)
    assert score(find("core-10"), form(given_answers)).scores["total"] == expected


@given(answers(34, 0, 4), st.sets(st.integers(1, 34), max_size=5))
def test_core_om_is_ten_times_the_mean_of_what_was_answered(given_answers, blank):
    counted = {
        n: 4 - answer if n in POSITIVE else answer
        for n, answer in enumerate(given_answers, 1)
        if n not in blank
    }
    items = {"total": range(1, 35), **DOMAINS}
    items["non-risk"] = [n for n in range(1, 35) if n not in DOMAINS["risk"]]
    found = score(find("core-om"), {str(n): given_answers[n - 1] for n in counted})
    for scale, members in items.items():
        there = [counted[n] for n in members if n in counted]
        if len(members) - len(there) > BLANKS[scale]:
            assert found.scores[scale] is None
        else:
            expected = 10 * sum(there) / len(there)
            assert found.scores[scale] == pytest.approx(expected, abs=1e-9)
    assert found.risk == tuple(str(n) for n in DOMAINS["risk"] if counted.get(n))


@pytest.mark.parametrize("measure", ["core-10", "core-om"])
def test_forms_of_the_core_trust_carry_its_line(measure):
    """The trust asks for it wherever its wording is shown."""
    line = "© CORE System Trust: https://www.coresystemtrust.org.uk/copyright.pdf"
    assert find(measure).copyright == line


# ------------------------------------------------------------------- the page of measures


def counted(number, thing):
    return f"{number} {thing}{'s' * (number > 1)}"


def what_is_shipped(measure):
    if measure.items:
        known = "in words" if measure.worded else "by number"
        return f"{counted(len(measure.items), 'question')} {known}"
    return f"{counted(len(measure.entered), 'score')} to enter"


def more_than_error(measure):
    threshold = threshold_of(measure.scale(measure.decides))
    if threshold is None:
        parts = any(threshold_of(scale) for scale in measure.scales)
        return "of its parts only" if parts else "none found"
    level = f", {threshold.confidence * 100:.0f} %" if threshold.confidence else ""
    if threshold.basis is Basis.JACOBSON_TRUAX:
        return f"above {threshold.points:.4g} (computed{level})"
    return f"{threshold.points:g} (published{level})"


def line(measure):
    cells = (
        f"`{measure.id}`",
        measure.name,
        f"{measure.ages} · {', '.join(measure.respondents)}",
        measure.rights.rights_class,
        what_is_shipped(measure),
        ", ".join(alert.item for alert in measure.safety.alerts) or "–",
        more_than_error(measure),
    )
    return f"| {' | '.join(cells)} |\n"


def test_table_is_the_catalogue():
    written = PAGE.read_text("utf-8").split(BEGINS)[1].split(ENDS)[0]
    assert written == HEAD + "".join(line(measure) for measure in newest())
