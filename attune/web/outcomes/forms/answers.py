"""The form of a measure, made of its package: questions to answer, answers to copy, totals to enter."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from attune.core.instruments.model import Answer, Item, Measure, Scale, Status
from attune.web.outcomes.models import Response
from attune.web.ui.fields import DateField

ITEM, SCALE = "item-", "scale-"
OTHER_WORDS = {
    Status.NOT_APPLICABLE: _("This does not apply to me"),
    Status.DECLINED: _("I would rather not say"),
}


class AnswersForm(forms.Form):
    """Questions with their words. items: those of this page (all, when not given). What is left blank
    stays as it was: an answer that is missing is never a number."""

    def __init__(
        self,
        *args: Any,
        measure: Measure,
        response: Response,
        items: Sequence[Item] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.measure = measure
        for item in measure.items if items is None else items:
            self.fields[ITEM + item.id] = forms.ChoiceField(
                label=_("%(number)s. %(text)s") % {"number": item.id, "text": item.text},
                choices=_choices(item),
                initial=_kept(response.answers, item.id),
                required=False,
                widget=forms.RadioSelect,
            )

    def said(self) -> dict[str, Answer]:
        """The answers of a valid form, by item; without those that were left blank."""
        named = {name.removeprefix(ITEM): said for name, said in self.cleaned_data.items()}
        return {item: _answer(said) for item, said in named.items() if said not in ("", None)}


def _choices(item: Item) -> list[tuple[str, Any]]:
    worded = [(str(option.value), option.text) for option in item.options]
    numbers = [(str(value), str(value)) for value in item.values]
    others = [Status.DECLINED]
    if item.if_not_applicable is not None:
        others.insert(0, Status.NOT_APPLICABLE)
    return [*(worded or numbers), *((str(one), OTHER_WORDS[one]) for one in others)]


def _kept(answers: Mapping[str, Any], item: str) -> str:
    return str(answers.get(item, ""))


def _answer(said: str) -> Answer:
    return int(said) if said.lstrip("-").isdigit() else Status(said)


class CopiedForm(forms.Form):
    """The numbers of a form on paper, item by item, where its words may not be shown."""

    def __init__(self, *args: Any, measure: Measure, response: Response, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure = measure
        for item in measure.items:
            kept = response.answers.get(item.id)
            ends = {"low": item.minimum, "high": item.maximum}
            self.fields[ITEM + item.id] = forms.IntegerField(
                label=_("Question %(number)s") % {"number": item.id},
                help_text=_("%(low)d to %(high)d") % ends,
                min_value=item.minimum,
                max_value=item.maximum,
                initial=kept if type(kept) is int else None,
                required=False,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
        self.fields["taken_on"] = _day(response)

    def said(self) -> dict[str, Answer]:
        """The answers, by item; what is empty on the paper is missing."""
        return {
            name.removeprefix(ITEM): Status.MISSING if said is None else said
            for name, said in self.cleaned_data.items()
            if name.startswith(ITEM)
        }


class TotalsForm(forms.Form):
    """Totals that were worked out on paper, and the question of risk, which nobody answers for them."""

    def __init__(self, *args: Any, measure: Measure, response: Response, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure = measure
        for scale in measure.entered:
            self.fields[SCALE + scale.id] = _total(scale, response)
        if measure.safety.ask:
            self.fields["risk"] = forms.TypedChoiceField(
                label=measure.safety.ask,
                choices=[("yes", _("Yes")), ("no", _("No"))],
                coerce=lambda word: word == "yes",
                empty_value=None,
                initial={None: "", True: "yes", False: "no"}[response.risk_said],
                widget=forms.RadioSelect,
                error_messages={"required": _("Look at the paper and say yes or no.")},
            )
        self.fields["taken_on"] = _day(response)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if not self.errors and not any(number is not None for number in self.said().values()):
            raise forms.ValidationError(_("Enter at least one total."))
        return found

    def said(self) -> dict[str, float | None]:
        """The totals, by scale."""
        return {
            name.removeprefix(SCALE): said
            for name, said in self.cleaned_data.items()
            if name.startswith(SCALE)
        }


def _total(scale: Scale, response: Response) -> forms.FloatField:
    return forms.FloatField(
        label=scale.title,
        help_text=_("%(low)g to %(high)g") % {"low": scale.low, "high": scale.high},
        min_value=scale.low,
        max_value=scale.high,
        initial=response.totals.get(scale.id),
        required=False,
    )


def _day(response: Response) -> DateField:
    return DateField(
        label=_("On which day it was filled in"),
        initial=response.taken_on,
        error_messages={"required": _("Say on which day it was filled in.")},
    )


class ReasonForm(forms.Form):
    """Why something is corrected or set aside."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=Response._meta.get_field("reason").max_length,
        help_text=_("For example: two answers were swapped when they were typed in."),
        error_messages={"required": _("Say why, in a few words.")},
    )
