"""The contract: closed, said in words, and alike in code, schema and page."""

import math
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from attune.core.instruments.catalogue import shipped
from attune.core.records.contract import faults, fields, schema, values_of
from attune.core.records.making import records_of
from tests.core.records.test_making import EPISODE, FIRST

PAGE = Path(__file__).parents[3] / "docs/method/outcome-record.md"


def test_contract_is_a_schema_and_closed():
    Draft202012Validator.check_schema(schema())
    assert schema()["additionalProperties"] is False
    assert schema()["required"] == list(fields())


def test_no_field_is_open_text():
    for name, field in schema()["properties"].items():
        field = {**field, **schema()["$defs"].get(field.get("$ref", "").split("/")[-1], {})}
        closed = {"const", "enum", "pattern", "maximum"} & field.keys()
        assert closed, name
        assert field["description"].endswith("."), name


def test_every_shipped_measure_can_be_sent():
    (record,) = records_of(EPISODE, [FIRST])
    for measure in shipped():
        for scale in measure.scales:
            sent = {**record, "measure": measure.id, "version": measure.version, "scale": scale.id}
            assert faults({**sent, "score": scale.high}) == []
        assert set(measure.respondents) <= set(values_of("respondent"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": "Ana"}, "the record does not hold to the contract (additionalProperties)."),
        ({"months": 1.0}, "months is not a number that may be sent."),
        ({"months": True}, "months does not hold to the contract (type)."),
        ({"score": "12"}, "score does not hold to the contract (type)."),
        ({"contract": 2}, "contract does not hold to the contract (const)."),
        ({"measure": "core-10\n"}, "measure does not hold to the contract (pattern)."),
    ],
)
def test_fault_names_the_field_and_not_what_is_in_it(change, says):
    (record,) = records_of(EPISODE, [FIRST])
    assert faults({**record, **change}) == [says]


ODD = (None, True, 0, 1, 2026, 1.0, -1, 2.5, 0.0001, 1e9, math.nan, math.inf, "", "1", "core-10", "Ana", "core-10\n", "9" * 41,
       "1.0.0", [], {}, "london", "5f1c3c9e-2f3d-4a65-9d3f-0a0c8f6f1b11", "5F1C3C9E-2F3D-4A65-9D3F-0A0C8F6F1B11")  # fmt: skip


@pytest.mark.parametrize("name", fields())
def test_quick_look_and_the_schema_agree_on_every_field_and_odd_value(name):
    """The schema's own validator is the oracle; beside it whole numbers are whole, and no text ends in a new line."""
    (record,) = records_of(EPISODE, [FIRST])
    right = 0
    for value in ODD:
        changed = {**record, name: value}
        allowed = Draft202012Validator(schema()).is_valid(changed) and value != "core-10\n"
        if isinstance(value, float):
            allowed = allowed and name == "score" and round(value, 3) == value
        assert (faults(changed) == []) is allowed, value
        right += allowed
    assert right >= 1 or values_of(name)


def test_record_that_lacks_a_field_or_is_none_is_refused():
    (record,) = records_of(EPISODE, [FIRST])
    del record["score"]
    assert faults(record) == ["the record does not hold to the contract (required)."]
    assert faults("Ana") == ["the record does not hold to the contract (type)."]


def test_lists_are_those_of_the_contract():
    assert values_of("engagement") == ("chosen", "ordered")
    assert values_of("score") == ()


def test_page_says_every_field_in_the_contracts_words():
    page = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", page, flags=re.M)
    assert [name for name, _values, _words in rows] == list(fields())
    for name, values, words in rows:
        assert words == schema()["properties"][name]["description"]
        listed = tuple(re.findall(r"`([^`]+)`", values))
        assert not values_of(name) or listed == values_of(name)
