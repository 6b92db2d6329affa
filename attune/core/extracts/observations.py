"""An extract as FHIR: an Observation for each score, one on a line (NDJSON).

The codes of a score are those of its measure's package (`instruments/fhir.py`). What the contract says besides stands in
extensions; the episode is an identifier of this extract, and there is no Patient.
"""

import json
from collections.abc import Mapping
from typing import Any

from attune.core.extracts.extract import Extract
from attune.core.extracts.fields import Field
from attune.core.instruments.catalogue import find
from attune.core.instruments.errors import UnknownMeasureError
from attune.core.instruments.fhir import UCUM, Resource, observations
from attune.core.instruments.scoring import Scored

EPISODE = "urn:attune:extract:episode"
SAYS = "urn:attune:outcome-record:1:"
IN_CODE = ("episode", "measure", "version", "scale", "score")


def ndjson_of(extract: Extract) -> bytes:
    """The rows as NDJSON, each an Observation of FHIR R4."""
    lines = [json.dumps(observation(row, extract.columns), allow_nan=False) for row in extract.rows]
    return "".join(f"{line}\n" for line in lines).encode()


def observation(row: Mapping[str, Any], fields: tuple[Field, ...]) -> Resource:
    """One score as an Observation."""
    found = _coded(row)
    found["subject"] = {"identifier": {"system": EPISODE, "value": row["episode"]}}
    found["extension"] = [
        {"url": SAYS + field.name, _kind(field): row[field.name]}
        for field in fields
        if field.name not in IN_CODE
    ]
    return found


def _kind(field: Field) -> str:
    return "valueInteger" if field.kind == "whole" else "valueString"


def _coded(row: Mapping[str, Any]) -> Resource:
    """As the measure's package says it; with the bare ids where the measure, its version or scale is not known here."""
    measure_id, scale_id = row["measure"], row["scale"]
    try:
        measure = find(measure_id, row.get("version"))
        place = [scale.id for scale in measure.scales].index(scale_id)
    except (UnknownMeasureError, ValueError):
        coding = {"system": f"urn:attune:measure:{measure_id}", "code": scale_id}
        value = {"value": row["score"], "unit": "score", "system": UCUM, "code": "{score}"}
        return {
            "resourceType": "Observation",
            "status": "final",
            "code": {"coding": [coding], "text": f"{measure_id}: {scale_id}"},
            "valueQuantity": value,
        }
    scores = dict.fromkeys((scale.id for scale in measure.scales), None) | {scale_id: row["score"]}
    return observations(measure, Scored(scores, (), {}, ()))[place]
