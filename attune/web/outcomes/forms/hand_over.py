"""Handing a tablet over, and taking it back."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from attune.web.outcomes.queries.plans import Asked

DIGITS = RegexValidator(r"^[0-9]{4,8}$", _("A PIN is four to eight digits."))


def _pin(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=8,
        validators=[DIGITS],
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Type four to eight digits.")},
        **options,
    )


class PinForm(forms.Form):
    """A new PIN, typed twice."""

    pin = _pin(_("Your PIN"), help_text=_("Four to eight digits. Only you know them."))
    again = _pin(_("The same PIN once more"))

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if found.get("pin") and found.get("again") and found["pin"] != found["again"]:
            self.add_error("again", _("The two are not the same. Type both again."))
        return found


class TakeBackForm(forms.Form):
    pin = _pin(_("Your PIN"))


class HandOverForm(forms.Form):
    """Which forms the client gets, in this order."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, asked: Iterable[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = list(asked)
        self.asked = {one.key: one for one in asked}
        self.fields["forms"] = forms.MultipleChoiceField(
            label=_("Which forms?"),
            choices=[(one.key, said(one)) for one in asked],
            initial=[one.key for one in asked if one.who == asked[0].who],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one form.")},
        )

    @property
    def chosen(self) -> list[Asked]:
        return [self.asked[key] for key in self.cleaned_data["forms"]]


def said(asked: Asked) -> str:
    """“CORE-10 for Ana, at the start”."""
    parts = {
        "measure": asked.measure.title,
        "who": asked.who,
        "about": asked.about,
        "when": asked.occasion.title[0].lower() + asked.occasion.title[1:],
    }
    if asked.about:
        return _("%(measure)s for %(who)s, about %(about)s, %(when)s") % parts
    return _("%(measure)s for %(who)s, %(when)s") % parts
