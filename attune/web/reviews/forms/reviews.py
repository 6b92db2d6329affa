"""What is asked in and after a shared review."""

from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from attune.web.reviews.actions.reviews import Conclusion
from attune.web.reviews.models import LONGEST_WORDS, SharedReview, Words
from attune.web.ui.fields import WordsField

GO_ON = "go-on"
STOP = "stop"


class WordsForm(forms.Form):
    """Somebody's words about one moment. `form` names this form, so that a repeat is known."""

    text = WordsField(max_length=LONGEST_WORDS, rows=2)
    speaker = forms.ChoiceField(choices=Words.Speaker.choices, widget=forms.HiddenInput)
    form = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, data=None, *, place: object, speaker: str, label: str = "", hint: str = ""
    ) -> None:
        super().__init__(
            data,
            auto_id=f"words-{place}-{speaker}-%s",
            initial={"speaker": speaker, "form": uuid4()},
        )
        self.fields["text"].label = label
        self.fields["text"].help_text = hint
        self.fields["text"].error_messages["required"] = _(
            "Write down what was said, then keep it."
        )


class FinishForm(forms.Form):
    """What the client says now, and what comes next."""

    narrative = WordsField(max_length=LONGEST_WORDS, required=False, rows=3)
    ideas = WordsField(
        label=_("Ideas you had together"), max_length=LONGEST_WORDS, required=False, rows=2
    )
    next_step = forms.CharField(
        label=_("The next step"),
        help_text=_("Small, and in the client’s words: what they would like to try or do more of."),
        max_length=SharedReview._meta.get_field("next_step").max_length,
        required=False,
        widget=forms.Textarea({"rows": 2, "data-behaviour": "grow"}),
    )
    then = forms.ChoiceField(
        label=_("How will you go on?"),
        choices=[
            (GO_ON, _("Plan the next film with them now")),
            (STOP, _("Stop here for now")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you will go on. Stopping here is fine.")},
    )
    next_film = forms.CharField(
        label=_("What you will film next"),
        help_text=_(
            "An everyday activity that is likely to go well. Needed to plan the next film."
        ),
        max_length=SharedReview._meta.get_field("next_film").max_length,
        required=False,
    )
    form = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, review: SharedReview, client: str, other: str) -> None:
        super().__init__(
            data,
            initial={
                "next_step": review.next_step,
                "next_film": review.next_film,
                "form": uuid4(),
            },
        )
        narrative = self.fields["narrative"]
        narrative.label = _("What %(client)s says now") % {"client": client}
        narrative.help_text = _(
            "In their own words: about themselves, about %(other)s, about the two of them."
        ) % {"other": other}
        self.review = review
        if review.next_cycle is not None:
            del self.fields["then"], self.fields["next_film"]

    def clean(self) -> dict[str, object]:
        data = super().clean()
        if data.get("then") == GO_ON and not data.get("next_film"):
            self.add_error(
                "next_film",
                ValidationError(_("Say what you will film next, or stop here for now.")),
            )
        return data

    def conclusion(self) -> Conclusion:
        """What was sent, once it is valid. The next film stays as it was when it is planned."""
        data = self.cleaned_data
        return Conclusion(
            narrative=data["narrative"],
            ideas=data["ideas"],
            next_step=data["next_step"],
            next_film=data.get("next_film", self.review.next_film),
            go_on=data.get("then") == GO_ON,
            form=data["form"],
        )
