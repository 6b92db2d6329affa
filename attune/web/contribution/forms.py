"""What a manager fills in about the national data."""

import re
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from attune.web.contribution.models import NationalLink
from attune.web.contribution.talking import is_fine
from attune.web.people.models import Service

TOKEN = re.compile(r"[A-Za-z0-9_-]{20,200}")


def address_in(url: str) -> str:
    """Of the national instance, from the address of one of its pages, without a slash at its end."""
    parts = urlsplit(url)
    path = parts.path.partition("/national/")[0].rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path}"


class PlaceForm(forms.ModelForm):
    class Meta:
        model = Service
        fields = ("region", "setting")
        labels: ClassVar = {
            "region": _("Where does your service work?"),
            "setting": _("What kind of organisation is it?"),
        }
        error_messages: ClassVar = {
            "region": {"required": _("Choose a region.")},
            "setting": {"required": _("Choose what kind it is.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True


class WhatForm(forms.Form):
    """What a service gives: records, or sums only."""

    mode = forms.ChoiceField(
        label=_("What does your service give?"),
        choices=NationalLink.Mode.choices,
        initial=NationalLink.Mode.RECORDS,
        help_text=_(
            "Records can also serve research, each time under an agreement. With sums only, no score of one person leaves "
            "this service; there have to be 8 ended cases with both scores, and new sums go when 8 cases differ."
        ),
        error_messages={
            "required": _("Choose what is given."),
            "invalid_choice": _("Choose one of these."),
        },
        widget=forms.RadioSelect,
    )


class JoinForm(WhatForm):
    """The one text of an invitation: the address of the national instance, and what follows the #. held_by: the address of
    the instance that holds something of the service still, which has to be taken back there first."""

    invitation = forms.CharField(
        label=_("The text that the association sent you"),
        max_length=600,
        help_text=_("It begins with https:// and has a # in it. Paste all of it."),
        error_messages={"required": _("Paste the text of the invitation.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, held_by: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held_by = held_by
        self.order_fields(("invitation", "mode"))

    def clean_invitation(self) -> str:
        text = self.cleaned_data["invitation"].strip()
        url, _hash, token = text.partition("#")
        if not TOKEN.fullmatch(token):
            raise ValidationError(_("This is not the whole invitation. Copy it once more."))
        if not is_fine(url):
            raise ValidationError(_("This is no invitation: it does not begin with https://."))
        if self.held_by and address_in(url) != self.held_by:
            says = _("Your service gives to %(address)s still. Stop there first.")
            raise ValidationError(says, params={"address": self.held_by})
        return text

    @property
    def address(self) -> str:
        return address_in(self.cleaned_data["invitation"].partition("#")[0])

    @property
    def token(self) -> str:
        return str(self.cleaned_data["invitation"].partition("#")[2])
