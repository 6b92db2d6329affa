"""Which measure is asked of whom and when; a service's own wording, and its words for risk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from attune.core.instruments.model import Measure
from attune.web.cases.models import Case
from attune.web.outcomes.models import OwnText, Respondent, RiskText, When
from attune.web.ui.fields import WordsField


class PlanForm(forms.Form):
    """Who fills this measure in, and when. No time at all takes it out of the plan."""

    respondent = forms.ChoiceField(
        label=_("Who fills it in?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who fills it in.")},
    )
    when = forms.MultipleChoiceField(
        label=_("When?"),
        choices=When.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Start and end are what makes a change visible. Choose none to take it out."),
    )

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one, Respondent(one).label) for one in measure.respondents]
        self.fields["respondent"].choices = choices
        self.initial.setdefault("respondent", choices[0][0])


class DefaultForm(PlanForm):
    """The same, for new cases of a service."""

    context = forms.ChoiceField(
        label=_("For which new cases?"),
        choices=[("", _("All of them")), *Case.Context.choices],
        required=False,
    )
    field_order = ("context", "respondent", "when")


class RiskTextForm(forms.ModelForm):
    """A service's own words for an answer that needs a response."""

    for_practitioner = WordsField(
        label=_("What the practitioner reads"),
        max_length=2000,
        help_text=_("Whom to call, what to do now, and where to write it down."),
        error_messages={"required": _("Write what the practitioner should do.")},
    )
    for_client = WordsField(
        label=_("What the client reads"),
        max_length=1000,
        required=False,
        help_text=_(
            "Calm and short. Whom they can talk to, and a number they can call. Some read it alone, at home."
        ),
    )

    class Meta:
        model = RiskText
        fields = ("for_practitioner", "for_client")


class OwnTextForm(forms.Form):
    """The wording of a measure, typed in by someone who holds a licence for it, and declares so."""

    licence = forms.CharField(
        label=_("Your licence"),
        max_length=OwnText._meta.get_field("licence").max_length,
        help_text=OwnText._meta.get_field("licence").help_text,
        error_messages={"required": _("Say who allowed it, when, and where that is kept.")},
    )
    declared = forms.BooleanField(
        label=_("I declare that my service may show these words on a screen"),
        error_messages={"required": _("Without this declaration the words can’t be kept.")},
    )
    instructions = WordsField(label=_("What stands above the questions"), rows=2, required=False)

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure = measure
        for value in sorted({value for item in measure.items for value in item.values}):
            self.fields[f"option-{value}"] = forms.CharField(
                label=_("Answer %(value)d, in words") % {"value": value},
                max_length=200,
                error_messages={"required": _("Write the words of this answer.")},
            )
        for item in measure.items:
            self.fields[f"item-{item.id}"] = forms.CharField(
                label=_("Question %(number)s") % {"number": item.id},
                max_length=500,
                error_messages={"required": _("Write the words of this question.")},
            )

    def wording(self) -> dict[str, Any]:
        """What is kept: instructions, items, options."""
        said = self.cleaned_data
        return {
            "instructions": said["instructions"],
            "items": {item.id: said[f"item-{item.id}"] for item in self.measure.items},
            "options": {
                name.removeprefix("option-"): words
                for name, words in said.items()
                if name.startswith("option-")
            },
        }
