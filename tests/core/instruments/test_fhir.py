"""Measures, answers and scores as FHIR R4, held against the classes of fhir.resources."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fhir.resources.R4B.observation import Observation
from fhir.resources.R4B.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

from attune.core.instruments import fhir
from attune.core.instruments.catalogue import find, newest
from attune.core.instruments.errors import AnswerError
from attune.core.instruments.importers.comparing import Known
from attune.core.instruments.importers.reading import read_form
from attune.core.instruments.model import RightsClass, Status
from attune.core.instruments.scoring import score, totals
from tests.core.instruments.small import small, totals_only

ABOUT = fhir.About("Patient/7", "RelatedPerson/8", datetime(2026, 3, 14, 15, 9, tzinfo=UTC))


def as_json(resource: fhir.Resource) -> str:
    return json.dumps(resource)


@pytest.mark.parametrize("measure", newest(), ids=lambda one: one.id)
def test_measure_of_the_catalogue_is_a_questionnaire(measure):
    told = fhir.questionnaire(measure)
    read = Questionnaire.model_validate_json(as_json(told))
    assert (read.id, read.version, read.title) == (measure.id, measure.version, measure.title)
    assert [one.linkId for one in read.item] == [one.id for one in measure.items or measure.entered]
    assert {one.type for one in read.item} <= {"choice", "integer", "decimal"}
    assert measure.sha256 in as_json(told)
    if measure.items:
        shipped = measure.rights.rights_class in (RightsClass.SHIP, RightsClass.SEPARATE)
        assert [one.text for one in read.item] == [
            one.text if shipped else None for one in measure.items
        ]


def test_words_that_a_service_loaded_for_itself_stay_with_it(tmp_path):
    measure = small(tmp_path)
    own = replace(measure, rights=replace(measure.rights, rights_class=RightsClass.OWN_TEXT))
    told = as_json(fhir.questionnaire(own)) + as_json(fhir.response(own, {"1": 2}))
    assert "Thought" in as_json(fhir.questionnaire(measure))
    for words in ("Thought", "Never", "Think of today"):
        assert words not in told
    first = Questionnaire.model_validate_json(as_json(fhir.questionnaire(own))).item[0]
    assert (first.type, [each.valueInteger for each in first.extension]) == ("integer", [0, 3])


def test_options_count_what_the_measure_counts(tmp_path):
    """Item 2 is reversed: its first answer counts most."""
    read = Questionnaire.model_validate_json(as_json(fhir.questionnaire(small(tmp_path))))
    for item, counts in ((read.item[0], [0, 1, 2, 3]), (read.item[1], [3, 2, 1, 0])):
        assert [one.valueCoding.code for one in item.answerOption] == ["0", "1", "2", "3"]
        assert [one.extension[0].valueDecimal for one in item.answerOption] == counts
    assert (read.description, read.copyright) == ("Think of today.", "Ours. None needed.")


@pytest.mark.parametrize("name", ["phq-9", "gad-7", "core-10", "core-om"])
def test_what_goes_out_comes_in_again_without_a_doubt_of_its_direction(name):
    measure = find(name)
    content = as_json(fhir.questionnaire(measure)).encode()
    report = read_form(content, "form.json", known=[Known(measure, [])])
    assert len(report.forms[0].counted) == len(measure.items)
    assert [one for one in report.decide if "looks like" in one or one.startswith("Look at")] == [
        (
            f"{name} looks like {measure.title}, which Attune has already, sourced and tried. Use that one "
            "unless this form differs from it on purpose."
        )
    ]


def test_form_is_a_response_and_says_why_an_answer_is_absent(tmp_path):
    answers = {"1": 2, "2": Status.DECLINED, "4": Status.NOT_APPLICABLE}
    told = fhir.response(small(tmp_path), answers, ABOUT)
    read = QuestionnaireResponse.model_validate_json(as_json(told))
    assert (read.status, read.questionnaire) == ("completed", "urn:attune:measure:small|1.0.0")
    assert (read.subject.reference, read.author.reference) == ("Patient/7", "RelatedPerson/8")
    assert read.authored == ABOUT.at
    first = read.item[0].answer[0].valueCoding
    assert (first.system, first.code, first.display) == ("urn:attune:measure:small", "2", "Often")
    absent = [item.answer[0] for item in read.item[1:]]
    assert [each.extension[0].valueCode for each in absent] == [
        "asked-declined", "unknown", "not-applicable",
    ]  # fmt: skip
    assert [each.valueCoding for each in absent] == [None] * 3
    assert set(fhir.REASON) == set(Status)


def test_nobody_is_named_and_a_form_may_be_unfinished(tmp_path):
    told = fhir.response(small(tmp_path), {}, status="in-progress")
    assert QuestionnaireResponse.model_validate_json(as_json(told)).status == "in-progress"
    assert not {"subject", "author", "authored"} & set(told)
    with pytest.raises(AnswerError, match="takes a whole number from 0 to 3"):
        fhir.response(small(tmp_path), {"1": 4})


def test_question_by_number_is_answered_by_its_number():
    told = fhir.response(find("pbq"), {"1": 5})
    read = QuestionnaireResponse.model_validate_json(as_json(told))
    assert (read.item[0].answer[0].valueInteger, len(read.item)) == (5, 25)


def test_totals_are_a_response_too(tmp_path):
    measure = totals_only(tmp_path)
    told = fhir.response_of_totals(measure, totals(measure, {"warmth": 20.5}))
    read = QuestionnaireResponse.model_validate_json(as_json(told))
    assert [one.linkId for one in read.item] == ["warmth", "worry"]
    assert read.item[0].answer[0].valueDecimal == 20.5
    assert read.item[1].answer[0].extension[0].valueCode == "unknown"
    asked = Questionnaire.model_validate_json(as_json(fhir.questionnaire(measure))).item
    assert [(one.text, one.type) for one in asked] == [("Warmth", "decimal"), ("Worry", "decimal")]


def test_scores_are_observations(tmp_path):
    measure = small(tmp_path)
    scored = score(measure, {"1": 2, "2": 1})
    told = [
        Observation.model_validate_json(as_json(one))
        for one in fhir.observations(measure, scored, ABOUT)
    ]
    assert [one.code.text for one in told] == [f"Small: {scale.title}" for scale in measure.scales]
    first, mean = told[0], told[1]
    assert (first.valueQuantity.value, first.valueQuantity.code) == (4, "{score}")
    assert [(one.system, one.code) for one in first.code.coding] == [
        ("http://snomed.info/sct", "720433000"), ("urn:attune:measure:small", "first"),
    ]  # fmt: skip
    assert (first.interpretation[0].text, first.subject.reference) == ("much", "Patient/7")
    assert first.effectiveDateTime == ABOUT.at
    assert (first.method.coding[0].version, first.method.coding[0].code) == (
        "1.0.0",
        measure.sha256,
    )
    assert (mean.valueQuantity, mean.dataAbsentReason.coding[0].code) == (None, "unknown")
    assert "subject" not in fhir.observations(measure, scored)[0]
