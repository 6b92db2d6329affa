"""The contract: closed, said in words, and alike in code, schema and page."""

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
    ],
)
def test_fault_names_the_field_and_not_what_is_in_it(change, says):
    (record,) = records_of(EPISODE, [FIRST])
    assert faults({**record, **change}) == [says]


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
