"""What is asked about an agreement with a researcher, and in which form data are given."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from attune.core.extracts.fields import AGREEABLE, OPTIONAL
from attune.core.instruments.catalogue import newest
from attune.web.cases.forms import OnceForm
from attune.web.national.models import Extract, ResearchAgreement
from attune.web.national.release_words import DIMENSIONS
from attune.web.ui.fields import DateField

MORE = {
    "pair": _("Which relationship of the family (a number)"),
    "version": _("Version of the measure"),
    "months": _("Whole months since the first score"),
}
FIRST = 2000


def field_choices() -> list[tuple[str, Any]]:
    """What can be agreed on, in words."""
    return [(name, MORE[name] if name in OPTIONAL else DIMENSIONS[name]) for name in AGREEABLE]


def measure_choices() -> list[tuple[str, str]]:
    return [(one.id, one.title) for one in sorted(newest(), key=lambda one: one.title.lower())]


class AgreementForm(OnceForm, forms.ModelForm):
    """An agreement as it was signed."""

    fields_agreed = forms.MultipleChoiceField(
        label=_("What is given besides the scores?"),
        choices=field_choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Only what the study needs. The more is given, the more has to be left out again so that nobody is alone."
        ),
    )
    measures_agreed = forms.MultipleChoiceField(
        label=_("Which measures?"),
        choices=measure_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one measure.")},
    )
    signed_on = DateField(
        label=_("Signed on"), error_messages={"required": _("Say when it was signed.")}
    )
    valid_until = DateField(
        label=_("Valid until"), error_messages={"required": _("Say until when it is valid.")}
    )

    class Meta:
        model = ResearchAgreement
        fields = (
            "title",
            "researcher",
            "organisation",
            "purpose",
            "ethics",
            "first_year",
            "last_year",
            "k",
            "signed_on",
            "valid_until",
        )
        help_texts: ClassVar = {
            "k": _(
                "So many families, at the least, are alike in all that others may know of them. 10 is usual; never less than 5."
            ),
            "purpose": _("In a few sentences, as in the agreement."),
            "first_year": _("Of the first score of an episode."),
        }

    def clean_signed_on(self) -> date:
        day: date = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise ValidationError(now("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        first, last = said.get("first_year"), said.get("last_year")
        if first is not None and last is not None and not FIRST <= first <= last:
            self.add_error("last_year", now("The last year is before the first."))
        signed, until = said.get("signed_on"), said.get("valid_until")
        if signed and until and until < signed:
            self.add_error("valid_until", now("It would be over before it was signed."))
        return said

    @property
    def said(self) -> dict[str, Any]:
        """The values of an agreement, by the names of its fields."""
        told = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {
            **told,
            "fields": self.cleaned_data["fields_agreed"],
            "measures": self.cleaned_data["measures_agreed"],
        }


class ExtractForm(forms.Form):
    """In which form the data are given."""

    form = forms.ChoiceField(
        label=_("As which file?"),
        choices=Extract.Form.choices,
        widget=forms.RadioSelect,
        initial=Extract.Form.CSV,
        error_messages={"required": _("Choose a file format.")},
    )
