"""Measures, filled forms and scores as FHIR R4 resources, for systems that ask for them.

Words are given only where the rights of a measure let them be shipped: those that a service has loaded
for itself stay with it. Nobody is named unless a reference is given. No formula is exported: a score
travels as an Observation, with the version and the hash of the package that made it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from attune.core.instruments.model import Answer, Item, Measure, RightsClass, Scale, Status
from attune.core.instruments.scoring import Scored, check

Resource = dict[str, object]
Filled = Literal["in-progress", "completed", "amended", "entered-in-error", "stopped"]
"""How far a form is filled in, in the words of FHIR."""

HL7 = "http://hl7.org/fhir/StructureDefinition/"
ABSENT = HL7 + "data-absent-reason"
REASONS = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
WORDED = (RightsClass.SHIP, RightsClass.SEPARATE)
REASON = {
    Status.MISSING: "unknown",
    Status.DECLINED: "asked-declined",
    Status.SKIPPED: "not-asked",
    Status.NOT_ASKED: "not-asked",
    Status.NOT_APPLICABLE: "not-applicable",
}


@dataclass(frozen=True, slots=True)
class About:
    """Whom and when a filled form is about. subject, author: references ("Patient/1"), "" for nobody.

    at: when it was filled in, with its time zone.
    """

    subject: str = ""
    author: str = ""
    at: datetime | None = None


NOBODY = About()


def canonical(measure: Measure) -> str:
    """The name of this version of a measure, as responses refer to it."""
    return f"urn:attune:measure:{measure.id}|{measure.version}"


def questionnaire(measure: Measure) -> Resource:
    """A measure as a Questionnaire; its questions by number only where its words may not be shipped.

    Each option of a question in words carries, as ordinalValue, what it counts after reversal. Where
    only totals are known, the questions are the scores that are entered.
    """
    worded = measure.rights.rights_class in WORDED
    address, _, version = canonical(measure).partition("|")
    found: Resource = {
        "resourceType": "Questionnaire",
        "id": measure.id,
        "url": address,
        "identifier": [{"system": "urn:attune:sha256", "value": measure.sha256}],
        "version": version,
        "name": "".join(part.capitalize() for part in f"measure-{measure.id}".split("-")),
        "title": measure.title,
        "status": "active",
        "subjectType": ["Patient"],
        "copyright": measure.copyright or f"{measure.rights.holder}. {measure.rights.licence}.",
    }
    if worded and measure.instructions:
        found["description"] = measure.instructions
    found["item"] = [_question(measure, item, worded) for item in measure.items] or [
        _total(scale) for scale in measure.entered
    ]
    return found


def _question(measure: Measure, item: Item, worded: bool) -> Resource:
    asked: Resource = {"linkId": item.id}
    if worded and item.text:
        asked["text"] = item.text
    if worded and item.options:
        options = [
            {
                "extension": [
                    {"url": HL7 + "ordinalValue", "valueDecimal": item.scored(option.value)}
                ],
                "valueCoding": _coding(measure, option.value, option.text),
            }
            for option in item.options
        ]
        return {**asked, "type": "choice", "answerOption": options}
    ends = [
        {"url": f"{HL7}minValue", "valueInteger": item.minimum},
        {"url": f"{HL7}maxValue", "valueInteger": item.maximum},
    ]
    return {"extension": ends, **asked, "type": "integer"}


def _total(scale: Scale) -> Resource:
    ends = [
        {"url": f"{HL7}minValue", "valueDecimal": scale.low},
        {"url": f"{HL7}maxValue", "valueDecimal": scale.high},
    ]
    return {"extension": ends, "linkId": scale.id, "text": scale.title, "type": "decimal"}


def _coding(measure: Measure, value: int, text: str) -> Resource:
    coding: Resource = {"system": f"urn:attune:measure:{measure.id}", "code": str(value)}
    return {**coding, "display": text} if text else coding


# --------------------------------------------------------------------------- responses


def response(
    measure: Measure,
    answers: Mapping[str, Answer],
    about: About = NOBODY,
    status: Filled = "completed",
) -> Resource:
    """A form that was filled in, by item, as a QuestionnaireResponse; each question is there.

    A question without a number says why, never a number. Raises AnswerError for an answer that the
    measure can't have.
    """
    check(measure, answers)
    items: list[Resource] = [
        {
            "linkId": item.id,
            "answer": [_answer(measure, item, answers.get(item.id, Status.MISSING))],
        }
        for item in measure.items
    ]
    return _response(measure, items, about, status)


def response_of_totals(
    measure: Measure, scored: Scored, about: About = NOBODY, status: Filled = "completed"
) -> Resource:
    """Totals that were entered from a form on paper, as a QuestionnaireResponse."""
    items: list[Resource] = []
    for scale in measure.entered:
        number = scored.scores[scale.id]
        answer = _absent(Status.MISSING) if number is None else {"valueDecimal": number}
        items.append({"linkId": scale.id, "answer": [answer]})
    return _response(measure, items, about, status)


def _response(measure: Measure, items: list[Resource], about: About, status: Filled) -> Resource:
    found: Resource = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": canonical(measure),
        "status": status,
    }
    if about.subject:
        found["subject"] = {"reference": about.subject}
    if about.at is not None:
        found["authored"] = about.at.isoformat()
    if about.author:
        found["author"] = {"reference": about.author}
    return {**found, "item": items}


def _answer(measure: Measure, item: Item, answer: Answer) -> Resource:
    if isinstance(answer, Status):
        return _absent(answer)
    if measure.rights.rights_class in WORDED and item.options:
        text = next(option.text for option in item.options if option.value == answer)
        return {"valueCoding": _coding(measure, answer, text)}
    return {"valueInteger": answer}


def _absent(status: Status) -> Resource:
    return {"extension": [{"url": ABSENT, "valueCode": REASON[status]}]}


# ------------------------------------------------------------------------ observations


def observations(measure: Measure, scored: Scored, about: About = NOBODY) -> list[Resource]:
    """The scores of a filled form, an Observation for each scale, in the order of the measure.

    A score that can't be computed says so and has no value. SNOMED CT codes stand where the measure
    names them; their use needs a licence in many countries.
    """
    return [_observation(measure, scale, scored, about) for scale in measure.scales]


def _observation(measure: Measure, scale: Scale, scored: Scored, about: About) -> Resource:
    name = f"{measure.title}: {scale.title}"
    codes: list[Resource] = [{"system": SNOMED, "code": code} for code in scale.codes]
    own: Resource = {
        "system": f"urn:attune:measure:{measure.id}",
        "version": measure.version,
        "code": scale.id,
        "display": name,
    }
    found: Resource = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [*codes, own], "text": name},
    }
    if about.subject:
        found["subject"] = {"reference": about.subject}
    if about.at is not None:
        found["effectiveDateTime"] = about.at.isoformat()
    number = scored.scores[scale.id]
    if number is None:
        found["dataAbsentReason"] = {"coding": [{"system": REASONS, "code": "unknown"}]}
    else:
        found["valueQuantity"] = {
            "value": number,
            "unit": "score",
            "system": UCUM,
            "code": "{score}",
        }
    if scale.id in scored.bands:
        found["interpretation"] = [{"text": scored.bands[scale.id]}]
    found["method"] = {
        "coding": [
            {"system": "urn:attune:sha256", "version": measure.version, "code": measure.sha256}
        ],
        "text": f"{measure.title}, version {measure.version}, scored by its package",
    }
    return found
