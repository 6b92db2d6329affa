"""How a goal is measured beyond its ratings, and where it is now."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attune.core.instruments.errors import AnswerError
from attune.core.instruments.goals import GREATEST_TARGET, LEAST_TARGET
from attune.web.cases.forms import past_day, wanted
from attune.web.outcomes.actions.goals import check_level, check_scale
from attune.web.outcomes.models import Attainment, Scaling
from attune.web.outcomes.queries.goals import MeasuredGoal
from attune.web.outcomes.wording import LEVELS
from attune.web.ui.fields import RatingInput, WordsField

Method = Scaling.Method
TARGETS = [(str(n), str(n)) for n in range(LEAST_TARGET, GREATEST_TARGET + 1)]
WORDS = 300  # letters of what a level looks like
CHOOSE_TARGET = _("Choose a number from 1 to 10.")


class RatingFromOne(RatingInput):
    """Ten equal places from 1 to 10."""

    template_name = "outcomes/parts/target_rating.html"


def target_field(label: Any, **options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=TARGETS,
        coerce=int,
        widget=RatingFromOne(low=_("not at all"), high=_("completely")),
        error_messages=wanted(CHOOSE_TARGET),
        **options,
    )


def looks_like(label: Any, *, required: bool = False, **options: Any) -> WordsField:
    return WordsField(
        label=label,
        rows=1,
        max_length=WORDS,
        required=required,
        error_messages=wanted(_("Write what it looks like, in their words.")),
        **options,
    )


class ScaleForm(forms.Form):
    """What both methods have in common: what the core does not know is said as an error."""

    method = ""

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if not self.errors:
            said = self.said()
            del said["words"]
            try:
                check_scale(**said)
            except AnswerError as refusal:
                self.add_error(None, str(refusal))
        return found

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        raise NotImplementedError


class TargetForm(ScaleForm):
    """A target of TME: where it starts, and where it is hoped to be."""

    method = Method.TME
    start_words = looks_like(_("What it looks like now"))
    baseline = target_field(_("Where it is now"))
    hope_words = looks_like(_("What it would look like then"))
    expected = target_field(_("Where they hope it will be"))

    def said(self) -> dict[str, Any]:
        found = self.cleaned_data
        baseline, expected = found["baseline"], found["expected"]
        words = {str(baseline): found["start_words"], str(expected): found["hope_words"]}
        return {
            "method": self.method,
            "baseline": baseline,
            "expected": expected,
            "words": {level: said for level, said in words.items() if said},
        }


class LevelsForm(ScaleForm):
    """Goal attainment scaling: what each of five levels looks like, and where it starts."""

    method = Method.GAS
    level_0 = looks_like(LEVELS[0], required=True, help_text=_("0: what you agree to work for."))
    level_1 = looks_like(LEVELS[1], help_text="+1")
    level_2 = looks_like(LEVELS[2], help_text="+2")
    level__1 = looks_like(LEVELS[-1], help_text="−1")
    level__2 = looks_like(LEVELS[-2], help_text="−2")
    baseline = forms.TypedChoiceField(
        label=_("Where it is now"),
        choices=[(str(level), words) for level, words in LEVELS.items() if level < 1],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=wanted(_("Choose where it is now.")),
    )
    weight = forms.IntegerField(
        label=_("Weight"),
        min_value=1,
        max_value=10,
        initial=1,
        help_text=_("How much this goal counts beside the others. 1 for each is usual."),
        error_messages=wanted(_("Write a whole number from 1 to 10.")),
    )

    def said(self) -> dict[str, Any]:
        found = self.cleaned_data
        words = {str(level): found[name_of(level)] for level in LEVELS}
        return {
            "method": self.method,
            "baseline": found["baseline"],
            "expected": 0,
            "weight": found["weight"],
            "words": {level: said for level, said in words.items() if said},
        }


def name_of(level: int) -> str:
    """The name of a level's field."""
    return f"level_{level}".replace("-", "_")


FORMS: dict[str, type[ScaleForm]] = {Method.TME: TargetForm, Method.GAS: LevelsForm}


def initial_of(scaling: Scaling) -> dict[str, Any]:
    """What was agreed, as the forms show it."""
    words = scaling.words
    found: dict[str, Any] = {"baseline": scaling.baseline, "weight": scaling.weight}
    if scaling.method == Method.TME:
        return found | {
            "expected": scaling.expected,
            "start_words": words.get(str(scaling.baseline), ""),
            "hope_words": words.get(str(scaling.expected), ""),
        }
    return found | {name_of(level): words.get(str(level), "") for level in LEVELS}


class AttainmentForm(forms.Form):
    """Where a goal is on its scale, on a day. The goal has to have one."""

    words = looks_like(
        _("What it looks like now"), help_text=_("In their words. Can be left empty.")
    )
    on = past_day(
        label=_("On which day"),
        initial=timezone.localdate,
        error_messages=wanted(_("Say on which day it was.")),
    )

    def __init__(self, *args: Any, goal: MeasuredGoal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scaling = goal.scaling
        level = target_field(_("Where it is now")) if goal.is_target else levels_field(goal)
        self.fields = {"level": level, **self.fields}
        self.fields["words"].max_length = Attainment._meta.get_field("words").max_length

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if "level" in found:
            try:
                check_level(self.scaling, found["level"])
            except AnswerError as refusal:
                self.add_error("level", str(refusal))
        return found


def levels_field(goal: MeasuredGoal) -> forms.TypedChoiceField:
    """Five levels from the best to the least, each with the words that were agreed."""
    choices = []
    for level, label in LEVELS.items():
        words = goal.words_of(level)
        choices.append((str(level), f"{label}: {words}" if words else str(label)))
    return forms.TypedChoiceField(
        label=_("Where it is now"),
        choices=choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=wanted(_("Choose where it is now.")),
    )
