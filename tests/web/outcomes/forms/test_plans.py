"""Who is asked and when; a service's own words."""

from attune.core.instruments.catalogue import find
from attune.web.outcomes.forms.plans import DefaultForm, OwnTextForm, PlanForm, RiskTextForm


def test_respondents_are_those_that_the_measure_has():
    form = PlanForm({"respondent": "teacher", "when": ["start"]}, measure=find("core-10"))
    assert list(form.errors) == ["respondent"]
    form = PlanForm({"respondent": "self", "when": ["start", "end"]}, measure=find("core-10"))
    assert form.is_valid()
    assert form.cleaned_data == {"respondent": "self", "when": ["start", "end"]}


def test_no_time_at_all_is_allowed_and_a_wrong_one_is_not():
    assert PlanForm({"respondent": "self"}, measure=find("core-10")).is_valid()
    assert not PlanForm(
        {"respondent": "self", "when": ["never"]}, measure=find("core-10")
    ).is_valid()


def test_default_is_for_all_contexts_or_one():
    for context, right in (("", True), ("school", True), ("moon", False)):
        data = {"respondent": "self", "when": ["start"], "context": context}
        assert DefaultForm(data, measure=find("core-10")).is_valid() is right


def test_words_for_the_practitioner_are_wanted():
    assert list(RiskTextForm({"for_client": "x"}).errors) == ["for_practitioner"]


def test_wording_needs_every_word_a_licence_and_the_declaration():
    measure = find("kpcs")
    words = {f"item-{item.id}": f"Q{item.id}" for item in measure.items}
    words |= {f"option-{number}": f"A{number}" for number in range(4)}
    form = OwnTextForm({**words, "licence": "Letter of 3 May", "declared": "on"}, measure=measure)
    assert form.is_valid()
    assert form.wording() == {
        "instructions": "",
        "items": {str(number): f"Q{number}" for number in range(1, 16)},
        "options": {str(number): f"A{number}" for number in range(4)},
    }
    form = OwnTextForm({**words, "item-3": ""}, measure=measure)
    assert sorted(form.errors) == ["declared", "item-3", "licence"]
