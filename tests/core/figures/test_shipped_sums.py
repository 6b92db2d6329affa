"""Sums of a service on their way: read they are what was written; and whatever is wrong with them is said, never a number."""

import copy
import json
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.figures.breakdowns import NOT_TOLD
from attune.core.figures.guarding import may_leave
from attune.core.figures.model import model_sums
from attune.core.figures.releasing import Earlier, draft, published
from attune.core.figures.service_sums import counted, of_records, scale_of
from attune.core.figures.shipped_sums import Place, read, rules_of, written
from attune.core.figures.tables import OVERALL, TWO_WAY
from attune.core.records.errors import RecordError
from attune.core.statistics.disclosure.attacker import pinned
from attune.core.statistics.disclosure.rules import Reason, Rules
from attune.core.statistics.mixed.fit import fit
from tests.core.figures.drafts import CORE_10, THRESHOLDS, YEARS, records
from tests.core.figures.test_guarding import pairs
from tests.core.figures.test_service_sums import TOPICS, by_service, sums

PLACE = Place("00000000-0000-4000-8000-000000000002", "wales", "nhs")


def form_of(known):
    return written(may_leave(of_records(known, TOPICS, THRESHOLDS)).sums, THRESHOLDS)


def arrived(form, place=PLACE):
    """As it comes: through the text of a push."""
    return read(json.loads(json.dumps(form)), place, TOPICS, THRESHOLDS)


@pytest.fixture(scope="module")
def fine():
    return form_of(pairs(9) + pairs(12, first=50, relation="father", mode="remote"))


@pytest.fixture
def form(fine):
    """A form to spoil."""
    return copy.deepcopy(fine)


def test_sums_arrive_as_they_left():
    for service, known in by_service().items():
        left = may_leave(sums(known)).sums
        found = arrived(
            written(left, THRESHOLDS), Place(service, known[0]["region"], known[0]["setting"])
        )
        assert {by: found.tables[by] for by in left.tables} == left.tables
        assert set(found.tables) == {*left.tables, *TWO_WAY}
        assert found.shipped.keys() == left.shipped.keys()
        for scale, one in left.shipped.items():
            assert np.array_equal(found.shipped[scale].cross, one.cross)


def test_form_does_not_hang_on_the_order_of_the_records():
    known = pairs(9) + pairs(12, first=50, relation="father")
    assert json.dumps(form_of(known)) == json.dumps(form_of(known[::-1]))


def test_nation_is_the_same_whether_services_give_records_or_sums():
    """Where every caseload and every category has enough: the same counts and sums, and the same model."""
    given = {
        service: [one for one in known if one["mode"] in ("in-person", "remote")]
        for service, known in by_service(records(3000)).items()
    }
    plain = counted({service: sums(known) for service, known in given.items()}, CORE_10)
    mixed = {}
    for number, (service, known) in enumerate(sorted(given.items())):
        place = Place(service, known[0]["region"], known[0]["setting"])
        mixed[service] = sums(known) if number % 2 else arrived(form_of(known), place)
    found = counted(mixed, CORE_10)
    assert found.groups[OVERALL] == plain.groups[OVERALL]
    assert found.follow_ups == plain.follow_ups
    for by in (
        ("region",),
        ("setting",),
        ("engagement",),
        ("mode",),
        ("region", "setting"),
    ):
        assert found.groups[by] == plain.groups[by]
    assert len(found.shipped) == 5
    one = fit(model_sums(plain.caseloads))
    other = fit(model_sums(found.caseloads, found.shipped))
    assert other.criterion == pytest.approx(one.criterion, rel=1e-9)
    assert dict(other.fixed) == pytest.approx(dict(one.fixed), rel=1e-7)
    assert dict(other.variance) == pytest.approx(dict(one.variance), rel=1e-5)
    assert model_sums([], found.shipped).rows == sum(each.rows for each in found.shipped)


def test_release_has_a_row_for_what_is_not_told():
    services = {}
    for service, known in by_service().items():
        place = Place(service, known[0]["region"], known[0]["setting"])
        services[service] = arrived(form_of(known), place)
    found = counted(services, CORE_10)
    assert "relation" in found.untold
    assert "region" not in found.untold
    part = draft("2026-11", CORE_10, found, YEARS).part
    categories = [row.category for row in part.table(("relation",)).rows]
    assert categories[-1] == (NOT_TOLD,)
    assert (NOT_TOLD,) not in [row.category for row in part.table(("region",)).rows]


def test_release_follows_one_in_which_everybody_gave_records():
    """A service changes to sums only between two releases: both are tried together, and nothing is pinned."""
    given = by_service()
    services = {service: sums(known) for service, known in given.items()}
    first = draft("2026-10", CORE_10, counted(services, CORE_10), YEARS)
    service, known = next(iter(sorted(given.items())))
    place = Place(service, known[0]["region"], known[0]["setting"])
    services[service] = arrived(form_of(known), place)
    earlier = [Earlier("2026-10", first.part, first.reasons)]
    second = draft("2026-11", CORE_10, counted(services, CORE_10), YEARS, earlier)
    assert [row.category for row in second.part.table(("relation",)).rows][-1] == (NOT_TOLD,)
    both = [published(first.part, "2026-10"), published(second.part, "2026-11")]
    own = {"2026-10": first.reasons, "2026-11": second.reasons}
    protected = {
        (name, cell)
        for name, reasons in own.items()
        for cell, why in reasons.items()
        if why is not Reason.COMPLEMENTARY
    }
    assert protected
    assert not protected & {(one.release, one.cell) for one in pinned(both, Rules())}


# --- what is wrong --------------------------------------------------------------------------------
def refused(form, place=PLACE):
    with pytest.raises(RecordError) as refusal:
        arrived(form, place)
    return list(refusal.value.faults)


@pytest.mark.parametrize(
    "odd",
    [None, [], "x", {}, {"judged": "", "tables": []}],
)
def test_something_else_is_refused(odd):
    assert refused(odd) == ["The sums have not the fields of sums."]


def test_other_rules_of_judging_are_refused(form):
    form["judged"] = rules_of({})
    assert refused(form) == [
        "Reliable change is judged by other rules there. The same version of Attune is needed."
    ]


@pytest.mark.parametrize("name", ["tables", "models"])
def test_what_is_no_list_is_refused(form, name):
    form[name] = {}
    assert refused(form) == ["The sums have no list of tables, or none of models."]


def test_empty_sums_are_refused(form):
    assert refused({**form, "tables": [], "models": []}) == ["The sums tell of nothing."]


@pytest.mark.parametrize(
    "odd", [None, 1, [], ["", "end"], ["", "end", "core-10", "total", "self", 3, []]]
)
def test_row_that_is_no_tally_is_refused(form, odd):
    form["tables"][0] = odd
    assert refused(form) == ["A tally has not the fields of a tally."]


@pytest.mark.parametrize(
    "odd", [None, [], ["core-10", "total", "self"], ["core-10", 1, "self", {}]]
)
def test_row_that_is_no_model_is_refused(form, odd):
    form["models"][0] = odd
    assert refused(form) == ["A model has not the fields of a model."]


CELLS = {
    "table": (0, "weather", "A tally is of a table that is not known here."),
    "occasion": (1, "start", "A tally is of a table that is not known here."),
    "measure": (2, "no-such", "A tally is of a measure that is not known here."),
    "scale": (3, "risk", "A tally is of a measure that is not known here."),
    "respondent": (4, "teacher", "A tally is of a measure that is not known here."),
    "numbers": (6, [1] * 10, "A tally has not eleven whole numbers."),
    "fraction": (6, [0.5] * 11, "A tally has not eleven whole numbers."),
    "truth": (6, [True] * 11, "A tally has not eleven whole numbers."),
    "no list": (6, "1", "A tally has not eleven whole numbers."),
    "huge": (6, [10**24] * 11, "A tally has not eleven whole numbers."),
}


@pytest.mark.parametrize("name", CELLS)
def test_tally_of_something_unknown_is_refused(form, name):
    place, odd, says = CELLS[name]
    form["tables"][0][place] = odd
    assert says in refused(form)


@pytest.mark.parametrize(
    ("by", "odd"),
    [
        ("region", "london"),
        ("setting", "school"),
        ("region", NOT_TOLD),
        ("relation", "dog"),
        ("year", "1999"),
        ("year", "twenty"),
        ("end", "open"),
        ("", "mother"),
    ],
)
def test_category_that_the_service_can_not_have_is_refused(form, by, odd):
    row = next(one for one in form["tables"] if one[0] == by)
    row[5] = odd
    said = f"A tally is of a category that this service has none of ({by or 'everybody'})."
    assert refused(form) == [said]


def test_sums_of_another_place_are_refused(form):
    assert any("region" in one for one in refused(form, Place(PLACE.service, "london", "nhs")))
    assert refused(form, Place("somebody", "wales", "nhs")) == [
        "A model is of another service than the one that sends it."
    ]


def everybody(form):
    return next(one for one in form["tables"] if one[:2] == ["", "end"])[6]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({0: 1}, "A tally has courses that stand in a way that is not known here."),
        ({5: 1}, "A tally has courses that stand in a way that is not known here."),
        ({2: -1}, "A tally counts nobody, or fewer than nobody."),
        (dict.fromkeys(range(11), 0), "A tally counts nobody, or fewer than nobody."),
        ({6: 10**9}, "The sums of a tally can't be those of its scores."),
        ({8: 1}, "The sums of a tally can't be those of its scores."),
        ({10: 10**12}, "The sums of a tally can't be those of its scores."),
        ({2: 0, 3: 0, 4: 0, 1: 30}, "The sums of a tally can't be those of its scores."),
    ],
)
def test_tally_that_can_not_be_is_refused(form, changes, says):
    numbers = everybody(form)
    for place, number in changes.items():
        numbers[place] = number
    assert says in refused(form)


def test_categories_that_do_not_add_up_are_refused(form):
    everybody(form)[1] += 1
    faults = refused(form)
    assert "The categories do not add up to everybody (relation)." in faults
    assert "Not all courses are there at an occasion (follow-up-3)." in faults


def test_tally_that_is_missing_is_noticed(form):
    whole = next(one for one in form["tables"] if one[:2] == ["", "end"])
    form["tables"].remove(whole)
    assert "A measure is told of without everybody's tally." in refused(form)


def test_what_comes_twice_is_refused(form):
    form["tables"].append(form["tables"][0])
    form["models"].append(form["models"][0])
    assert {"A tally comes twice.", "A model comes twice."} <= set(refused(form))


def test_tally_of_few_is_refused():
    known = pairs(5) + pairs(12, first=50, relation="father")
    unguarded = written(of_records(known, TOPICS, THRESHOLDS), THRESHOLDS)
    unguarded["tables"] = [one for one in unguarded["tables"] if one[0] not in ("region-setting",)]
    assert "A tally tells of fewer than 8." in refused(unguarded)


def test_model_of_an_unknown_measure_is_refused(form):
    form["models"][0][0] = "no-such"
    assert refused(form) == ["A model is of a measure that is not known here."]


def test_model_that_can_not_be_read_is_refused(form):
    form["models"][0][3]["rows"] = 2
    assert refused(form) == [
        "A model can't be read (the sums cannot be read: its cells do not count its rows)."
    ]
    form["models"][0][3]["cross"][0] = float("nan")
    assert any(one.startswith("A model can't be read") for one in refused(form))


def test_model_that_is_nested_too_deep_is_refused(form):
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    form["models"][0][3] = deep
    with pytest.raises(RecordError, match="A model can't be read"):
        read(form, PLACE, TOPICS, THRESHOLDS)


def test_model_of_other_effects_is_refused(form):
    text = json.dumps(form["models"][0][3]).replace('"remote"', '"weather"')
    form["models"][0][3] = json.loads(text)
    assert refused(form) == ["A model has other effects or levels than the nation's."]


def test_model_of_other_pairs_is_refused(form):
    more = form_of(pairs(9) + pairs(13, first=50, relation="father", mode="remote"))
    form["models"] = more["models"]
    assert refused(form) == ["A model is of other pairs than the tally of its measure."]
    known = pairs(9) + pairs(12, first=50, relation="father", mode="remote")
    for one in known:
        one["score"] -= one["occasion"] == "end"
    form["models"] = form_of(known)["models"]
    assert refused(form) == ["A model is of other pairs than the tally of its measure."]


def test_model_without_its_measure_is_refused(form):
    other = next(one for one in TOPICS if one.measure != "core-10")
    form["models"][0][:3] = scale_of(other)[:3]
    assert refused(form) == ["A model is of other pairs than the tally of its measure."]


@given(st.data())
def test_no_oddity_goes_further_than_a_refusal(fine, data):
    """Somewhere in the form stands something else: it is refused in words, or leaves everybody's tally as it is."""
    form = copy.deepcopy(fine)
    spot, key = form, data.draw(st.sampled_from(sorted(form)))
    while isinstance(spot[key], (list, dict)) and spot[key] and data.draw(st.booleans()):
        spot = spot[key]
        key = data.draw(
            st.sampled_from(sorted(spot) if isinstance(spot, dict) else range(len(spot)))
        )
    spot[key] = data.draw(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just([]) | st.just({})
    )
    with suppress(RecordError):
        assert arrived(form).tables[OVERALL] == arrived(fine).tables[OVERALL]
