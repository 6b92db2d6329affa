"""The decision whether more is needed: the client's words first."""

from django import forms
from django.utils.translation import gettext_lazy as _

from attune.web.cases.forms import wanted
from attune.web.outcomes.models import Decision
from attune.web.ui.fields import WordsField


class DecisionForm(forms.Form):
    client_words = WordsField(
        label=_("What the client said"),
        required=False,
        rows=2,
        max_length=Decision._meta.get_field("client_words").max_length,
        help_text=_("Their view of whether more is needed, as they say it."),
    )
    answer = forms.ChoiceField(
        label=_("What was decided together"),
        choices=Decision.Answer.choices,
        widget=forms.RadioSelect,
        error_messages=wanted(_("Choose what was decided.")),
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        widget=forms.Textarea({"rows": 3, "data-behaviour": "grow"}),
        max_length=Decision._meta.get_field("reasons").max_length,
        error_messages=wanted(_("Write the reasons, in a sentence or two.")),
    )
