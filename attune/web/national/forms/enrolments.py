"""What is asked when a service is invited, asked back, or revoked."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from attune.web.cases.forms import OnceForm
from attune.web.national.models import Enrolment
from attune.web.national.queries.enrolments import is_known
from attune.web.people.models import Region, Setting


class InviteForm(OnceForm):
    """Who is invited, and where they stand in the figures."""

    name = forms.CharField(
        label=_("Name of the service"),
        max_length=Enrolment._meta.get_field("name").max_length,
        help_text=_(
            "Only you and the other analysts see it. Records bear a random number instead."
        ),
        error_messages={"required": _("Write what the service is called.")},
    )
    region = forms.ChoiceField(
        label=_("Region"),
        choices=[("", _("Choose a region")), *Region.choices],
        error_messages={"required": _("Choose the region in which the service works.")},
    )
    setting = forms.ChoiceField(
        label=_("Kind of organisation"),
        choices=Setting.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of organisation it is.")},
    )

    def __init__(self, *args: Any, again: bool = False, **kwargs: Any) -> None:
        """again: it is a service that contributed before, so its name is known."""
        super().__init__(*args, **kwargs)
        self.again = again

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not self.again and is_known(name):
            raise ValidationError(
                _(
                    "A service of this name is here already. Open it in the list of services to invite it again."
                )
            )
        return name

    @property
    def said(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("name", "region", "setting")}


class RevokeForm(forms.Form):
    """Whether its records stay, and why it ends."""

    STOP, TAKE_OUT = "stop", "take-out"

    records = forms.ChoiceField(
        label=_("What becomes of what it gave?"),
        choices=[
            (STOP, _("It stays, and counts in figures as before. Nothing new is taken.")),
            (
                TAKE_OUT,
                _(
                    "All of it is taken out, now and for good. Releases that were published keep their numbers."
                ),
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether its records stay.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=Enrolment._meta.get_field("reason").max_length,
        help_text=_("For you and your colleagues. The service is told to ask you."),
        error_messages={"required": _("Write down why, in a sentence.")},
    )

    @property
    def take_out(self) -> bool:
        return self.cleaned_data["records"] == self.TAKE_OUT
