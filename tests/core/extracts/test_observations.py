"""FHIR: each line is an Observation to the classes of fhir.resources, and says what its row says."""

import json

from fhir.resources.R4B.observation import Observation

from attune.core.extracts import observations
from attune.core.extracts.fields import columns

SAYS = "urn:attune:outcome-record:1:"


def test_every_row_is_an_observation(extract):
    lines = observations.ndjson_of(extract).decode().splitlines()
    assert len(lines) == len(extract.rows)
    for line, row in zip(lines, extract.rows, strict=True):
        read = Observation.model_validate_json(line)
        assert float(read.valueQuantity.value) == row["score"]
        assert read.subject.identifier.value == row["episode"]
        assert read.subject.reference is None
        coding = read.code.coding[-1]
        assert (coding.system, coding.code) == ("urn:attune:measure:core-10", "total")
        assert coding.version == row["version"]
        told = {
            one.url.removeprefix(SAYS): one.valueInteger
            if one.valueString is None
            else one.valueString
            for one in read.extension
        }
        assert told["occasion"] == row["occasion"]
        assert told["engagement"] == row["engagement"]
        assert told["months"] == row["months"]


def test_score_of_a_measure_that_is_not_known_here_keeps_its_ids():
    fields = columns(("version",))
    row = {
        "episode": "E000001",
        "measure": "of-tomorrow",
        "version": "9.0.0",
        "scale": "total",
        "occasion": "start",
        "respondent": "self",
        "score": 2.5,
    }
    for other in (row, {**row, "measure": "core-10", "version": "1.0.0", "scale": "unknown"}):
        read = Observation.model_validate_json(json.dumps(observations.observation(other, fields)))
        assert read.code.coding[0].code == other["scale"]
        assert float(read.valueQuantity.value) == 2.5
