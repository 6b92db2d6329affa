"""The form of a measure: questions, numbers copied from paper, totals."""

from attune.core.instruments.catalogue import find
from attune.core.instruments.model import Status
from attune.web.outcomes.forms.answers import AnswersForm, CopiedForm, ReasonForm, TotalsForm
from attune.web.outcomes.models import Response


def made(kind, measure, data=None, **kept):
    return kind(data, measure=find(measure), response=Response(**kept))


def test_question_has_its_options_in_the_order_of_the_form_and_a_way_not_to_say():
    form = made(AnswersForm, "phq-9")
    field = form.fields["item-1"]
    assert str(field.label) == "1. Little interest or pleasure in doing things"
    assert [str(label) for _value, label in field.choices] == [
        "Not at all",
        "Several days",
        "More than half the days",
        "Nearly every day",
        "I would rather not say",
    ]


def test_answers_that_were_kept_are_chosen():
    form = made(AnswersForm, "phq-9", answers={"1": 0, "2": "declined"})
    assert [form.fields[f"item-{number}"].initial for number in (1, 2, 3)] == ["0", "declined", ""]


def test_said_are_numbers_and_statuses_and_nothing_for_a_blank():
    form = made(AnswersForm, "phq-9", {"item-1": "3", "item-2": "declined", "item-3": ""})
    assert form.is_valid()
    assert form.said() == {"1": 3, "2": Status.DECLINED}


def test_answer_that_the_question_does_not_have_is_refused():
    for wrong in ("4", "-1", "not-applicable", "x"):
        form = made(AnswersForm, "phq-9", {"item-1": wrong})
        assert not form.is_valid()
        assert list(form.errors) == ["item-1"]


def test_page_of_one_question_has_that_alone():
    measure = find("phq-9")
    form = AnswersForm(measure=measure, response=Response(), items=[measure.item("4")])
    assert list(form.fields) == ["item-4"]


def test_question_that_may_not_apply_says_so():
    measure = find("kpcs")
    form = AnswersForm(measure=measure, response=Response())
    values = {name: dict(form.fields[name].choices) for name in ("item-1", "item-2")}
    assert "not-applicable" in values["item-1"]
    assert "not-applicable" not in values["item-2"]
    assert [*values["item-2"]] == ["0", "1", "2", "3", "declined"]  # no words: their numbers


def test_copied_numbers_keep_to_their_ends_and_a_blank_is_missing():
    day = {"taken_on": "2026-01-05"}
    form = made(CopiedForm, "kpcs", {"item-1": "3", "item-2": "", **day})
    assert form.is_valid()
    assert form.said() == {"1": 3} | {str(number): Status.MISSING for number in range(2, 16)}
    form = made(CopiedForm, "kpcs", {"item-1": "4", "item-2": "-1", "item-3": "1.5", **day})
    assert not form.is_valid()
    assert list(form.errors) == ["item-1", "item-2", "item-3"]
    assert made(CopiedForm, "kpcs", answers={"1": 2, "2": "missing"}).fields["item-1"].initial == 2


def test_totals_keep_to_their_range_and_one_is_needed():
    day = {"taken_on": "2026-01-05"}
    form = made(TotalsForm, "epds", {"scale-total": "12", "risk": "no", **day})
    assert form.is_valid()
    assert (form.said(), form.cleaned_data["risk"]) == ({"total": 12.0, "anxiety": None}, False)
    form = made(TotalsForm, "epds", {"scale-total": "31", "risk": "no", **day})
    assert "30" in form.errors["scale-total"][0]
    form = made(TotalsForm, "epds", {"scale-total": "", "risk": "yes", **day})
    assert form.errors["__all__"] == ["Enter at least one total."]


def test_question_of_risk_is_answered_by_nobody_else():
    form = made(TotalsForm, "epds", {"scale-total": "12", "taken_on": "2026-01-05"})
    assert form.errors == {"risk": ["Look at the paper and say yes or no."]}
    assert made(TotalsForm, "epds").fields["risk"].initial == ""
    assert made(TotalsForm, "epds", risk_said=True).fields["risk"].initial == "yes"
    assert "risk" not in made(TotalsForm, "csq-8").fields


def test_reason_is_wanted():
    assert ReasonForm({"reason": " "}).errors == {"reason": ["Say why, in a few words."]}
