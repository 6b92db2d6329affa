"""What is asked when a budget for tables with noise is set or raised, and when one is made."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from attune.web.cases.forms import OnceForm
from attune.web.national.queries import noise as queries
from attune.web.national.release_words import DIMENSIONS, subject_name

ALL = "all"
LEAST, MOST = Decimal("0.001"), Decimal(10)
"""Of ε; the most is that of core/figures/noisy.py."""


def subject_choices() -> list[tuple[str, str]]:
    known = [(key, subject_name(topic)) for key, topic in queries.topics().items()]
    return [(ALL, now("All of them")), *sorted(known, key=lambda one: one[1].lower())]


class EpsilonField(forms.DecimalField):
    """ε, to three decimal places; comes out in whole thousandths."""

    def __init__(self, **options: Any) -> None:
        widget = forms.NumberInput({"step": str(LEAST), "inputmode": "decimal"})
        limits = {"min_value": LEAST, "max_value": MOST, "decimal_places": 3}
        super().__init__(widget=widget, **limits, **options)

    def clean(self, value: Any) -> int | None:
        said = super().clean(value)
        return None if said is None else int(said * 1000)


class BudgetForm(OnceForm):
    """How much more may be spent, and why."""

    epsilon = EpsilonField(
        label=_("How much may be spent? (ε)"),
        help_text=_(
            "Everything that is ever made with noise shares this. Beyond 2 it hardly protects anybody who is looked for; 10 is the most that can be set."
        ),
        error_messages={"required": _("Say how much may be spent.")},
    )
    reason = forms.CharField(
        label=_("Why this much?"),
        max_length=500,
        help_text=_("Who decided it, and when. It stays in the ledger."),
        error_messages={"required": _("Write down why, in a sentence.")},
    )


class NoiseForm(OnceForm):
    """What a table with noise is to say, and what may be spent on it."""

    subjects = forms.MultipleChoiceField(
        label=_("Which measures?"),
        choices=subject_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Measures share what is spent: the fewer, the less noise. All that Attune knows are listed, whether or not anything came."
        ),
        error_messages={"required": _("Choose at least one measure.")},
    )
    breakdowns = forms.MultipleChoiceField(
        label=_("Broken down by what?"),
        choices=list(DIMENSIONS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("How everybody stands is always told. Each breakdown takes a share, too."),
    )
    epsilon = EpsilonField(
        label=_("How much to spend on it? (ε)"),
        help_text=_(
            "The more, the less noise. You see how far off counts will be before anything is spent."
        ),
        error_messages={"required": _("Say how much to spend.")},
    )

    def clean_subjects(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["subjects"]
        return list(queries.topics()) if ALL in chosen else chosen

    def clean_epsilon(self) -> int:
        thousandths: int = self.cleaned_data["epsilon"]
        if thousandths > queries.account().left:
            raise ValidationError(now("That is more than is left of the budget."))
        return thousandths
