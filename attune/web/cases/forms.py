"""What people fill in about a case."""

from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from attune.core.consent import Answer, Purpose
from attune.web.cases.models import Case, Consent, Cycle, Dyad, Goal, HelpingQuestion, Participant
from attune.web.cases.queries import Standing
from attune.web.people.models import Person
from attune.web.ui.fields import DateField, RatingField, WordsField


def not_in_the_future(day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError(_("This day is still to come. Choose today or an earlier day."))


def wanted(sentence: str | Promise) -> dict[str, str | Promise]:
    """What is said of a field that was left empty: what is needed there."""
    return {"required": sentence}


def past_day(**options: Any) -> DateField:
    return DateField(validators=[not_in_the_future], **options)


class OnceForm(forms.Form):
    """A form that carries the key of what it makes: sent twice, it makes it once."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)


FACTS = ("relation", "child_age", "ethnicity", "mode")


class CaseForm(forms.ModelForm):
    started_on = past_day(
        label=_("First meeting"),
        initial=timezone.localdate,
        error_messages=wanted(_("Say on which day you first met.")),
    )

    class Meta:
        model = Case
        fields = ("label", "context", "engagement", "ordered_note", "started_on", *FACTS)
        widgets: ClassVar = {"context": forms.RadioSelect, "engagement": forms.RadioSelect}
        error_messages: ClassVar = {
            "label": wanted(_("Give the case a short name.")),
            "context": wanted(_("Choose who it is about.")),
            "engagement": wanted(_("Choose how it came about.")),
        }
        help_texts: ClassVar = {
            "engagement": _(
                "Work that was ordered is no sign of a wish to change, so it is good to know."
            ),
            "ordered_note": _("Only if it was ordered."),
            "relation": _(
                "This and the next three may stay as they are. They are asked so that figures can say "
                "for whom the work helps, and leave this service only if the client agrees."
            ),
            "ethnicity": _(
                "In the client’s own view, if they wish to say. Figures by group show who is not "
                "reached, or is helped less."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("context", "engagement"):  # radios with nothing chosen beforehand
            field = self.fields[name]
            field.choices = [choice for choice in field.choices if choice[0]]
        for name in FACTS:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if found.get("engagement") == Case.Engagement.CHOSEN:
            found["ordered_note"] = ""
        for name in FACTS:  # what nobody says stays as not recorded
            found[name] = found.get(name) or Case._meta.get_field(name).default
        return found


class NewCaseForm(OnceForm, CaseForm):
    pass


WHO = {
    "name": wanted(_("Write the first name.")),
    "relation": wanted(_("Say who they are, for example mother or teacher.")),
}


class PersonForm(OnceForm, forms.ModelForm):
    is_client = forms.TypedChoiceField(
        label=_("Is this the adult you are working with?"),
        choices=[("yes", _("Yes, this is the client")), ("no", _("No"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
        error_messages=wanted(_("Choose yes or no.")),
    )

    class Meta:
        model = Participant
        fields = ("name", "relation", "is_client")
        error_messages: ClassVar = WHO


class PersonDetailsForm(forms.ModelForm):
    class Meta:
        model = Participant
        fields = ("name", "relation")
        error_messages: ClassVar = WHO


PURPOSE_HINTS = {
    Purpose.FILM: _("A few minutes of everyday life, to be watched by you and your practitioner."),
    Purpose.REVIEW: _("Chosen moments are shown in the shared review."),
    Purpose.SUPERVISION: _("A supervisor sees chosen parts, to help the practitioner learn."),
    Purpose.INTERVISION: _("Colleagues of the practitioner see chosen moments and learn together."),
    Purpose.COPY: _("The family is given clips to keep."),
    Purpose.TRAINING: _("Clips are shown to people who learn this work inside the service."),
    Purpose.TEACHING: _("Clips are shown to people outside the service."),
    Purpose.RESEARCH: _(
        "Scores of the forms, and a few facts such as an age in bands, go to the national data under a "
        "random number. No name, no words, no film and no day. A no changes nothing for you; a yes can "
        "be withdrawn at any time, and what was given is then taken out again."
    ),
    Purpose.RATING: _("A trained person who knows neither names nor order watches films."),
}
NOT_ASKED = "not-asked"  # a value of its own: an empty one would be ticked beforehand
ANSWERS = [
    (str(Answer.GIVEN), _("Yes")),
    (str(Answer.DECLINED), _("No")),
    (NOT_ASKED, _("Not asked now")),
]


class ConsentForm(forms.Form):
    """One person's answers on one day. Nothing is chosen beforehand; what is left stays as it was."""

    def __init__(
        self, *args: Any, participant: Participant, standings: list[Standing], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for standing in standings:
            field = self.fields[str(standing.purpose)] = forms.ChoiceField(
                label=standing.label,
                choices=ANSWERS,
                required=False,
                widget=forms.RadioSelect,
                help_text=PURPOSE_HINTS[standing.purpose],
            )
            field.standing = standing  # the page shows how it stands now beside the question
        self.fields["given_by"] = forms.CharField(
            label=_("Who said so"),
            max_length=100,
            required=not participant.is_client,
            error_messages=wanted(_("Write the name of the person who said so.")),
            help_text=_("For a child: the name of the person with parental responsibility."),
        )
        self.fields["on"] = past_day(
            label=_("On which day"),
            initial=timezone.localdate,
            error_messages=wanted(_("Say on which day it was said.")),
        )
        self.fields["until"] = DateField(
            label=_("Each yes holds until"),
            required=False,
            help_text=_("Leave it empty when no day was agreed. It can be withdrawn at any time."),
        )

    @property
    def purposes(self) -> list[forms.BoundField]:
        return [self[key] for key, _label in Consent.PURPOSES]

    @property
    def circumstances(self) -> list[forms.BoundField]:
        return [self["given_by"], self["on"], self["until"]]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        answers = {key: found.get(key) for key, _label in Consent.PURPOSES}
        found["answers"] = {
            key: Answer(said) for key, said in answers.items() if said not in ("", None, NOT_ASKED)
        }
        if not found["answers"] and not self.errors:
            raise ValidationError(_("Choose yes or no for at least one of these."))
        on, until = found.get("on"), found.get("until")
        if on and until and until < on:
            self.add_error("until", _("This is before the day on which it was said."))
        return found


class WithdrawForm(forms.Form):
    given_by = forms.CharField(
        label=_("Who said so"),
        max_length=100,
        required=False,
        help_text=_("The person themselves, or for a child the person who speaks for them."),
    )


class QuestionForm(forms.Form):
    text = WordsField(
        label=_("In their words"),
        max_length=HelpingQuestion._meta.get_field("text").max_length,
        error_messages=wanted(_("Write the question as they say it.")),
    )


class GoalForm(OnceForm):
    text = WordsField(
        label=_("In their words"),
        rows=2,
        max_length=Goal._meta.get_field("text").max_length,
        error_messages=wanted(_("Write what they hope for, as they say it.")),
    )


class GoalRatingForm(forms.Form):
    rating = RatingField(
        label=_("How close does it feel to them?"),
        low=_("not at all"),
        high=_("completely"),
        error_messages=wanted(_("Choose a number from 0 to 10.")),
    )
    on = past_day(
        label=_("On which day"),
        initial=timezone.localdate,
        error_messages=wanted(_("Say on which day they rated it.")),
    )


class CycleForm(OnceForm):
    dyad = forms.ModelChoiceField(
        label=_("Which relationship is in focus?"),
        queryset=None,
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages=wanted(_("Choose the relationship that the film is about.")),
    )
    plan = forms.CharField(
        label=_("What will you film?"),
        max_length=Cycle._meta.get_field("plan").max_length,
        help_text=_(
            "An everyday activity that is likely to go well: a nappy change, a snack, a game."
        ),
        error_messages=wanted(_("Write what you will film, in a few words.")),
    )

    def __init__(self, *args: Any, dyads: QuerySet[Dyad], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dyad"].queryset = dyads
        if len(dyads) == 1:
            self.initial["dyad"] = dyads[0].pk


class ShareForm(forms.Form):
    person = forms.ModelChoiceField(
        label=_("Which colleague?"),
        queryset=None,
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages=wanted(_("Choose a colleague.")),
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class EndForm(forms.Form):
    on = past_day(
        label=_("The work ended on"),
        initial=timezone.localdate,
        error_messages=wanted(_("Say on which day the work ended.")),
    )
    ending = forms.ChoiceField(
        label=_("How it came to its end"),
        choices=Case.Ending.choices,
        widget=forms.RadioSelect,
        error_messages=wanted(_("Choose how it came to its end.")),
    )
    note = WordsField(
        label=_("What there is to say of it"),
        max_length=Case._meta.get_field("ending_note").max_length,
        help_text=_("What changed, in the client’s words where you can."),
        error_messages=wanted(_("Write how it ended, in a sentence or two.")),
    )
