"""Every shipped measure: it loads, says only what is sourced, and shows only what it may."""

import json
import tomllib

import pytest

from attune.core.instruments.catalogue import find, folder_of, newest, shipped
from attune.core.instruments.errors import UnknownMeasureError
from attune.core.instruments.model import RightsClass

# What a questionnaire says of itself, none of it what is asked.
NAMED = ("resourceType", "id", "version", "name", "title", "status", "language", "copyright")


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
