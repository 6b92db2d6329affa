"""What is asked when a link is made, and when one is opened without a script."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from attune.web.cases.forms import OnceForm
from attune.web.outcomes.models import Link
from attune.web.outcomes.queries.links import Recipient

DAYS = {3: _("3 days"), 7: _("1 week"), 14: _("2 weeks"), 30: _("30 days")}
USUAL = 14


class LinkForm(OnceForm):
    """For whom, until when, and whether an e-mail goes to them."""

    recipient = forms.ChoiceField(
        label=_("Who fills in what?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who it is for, and which forms.")},
    )
    name = forms.CharField(
        label=_("What should the page call them?"),
        max_length=Link._meta.get_field("name").max_length,
        required=False,
        help_text=_("A first name. Leave it empty for the name that stands in the case."),
    )
    days = forms.TypedChoiceField(
        label=_("How long should it work?"),
        choices=list(DAYS.items()),
        coerce=int,
        initial=USUAL,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how long it should work.")},
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)

    def __init__(self, *args: Any, recipients: Iterable[Recipient], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {one.key: one for one in recipients}
        self.fields["recipient"].choices = [(key, _label(one)) for key, one in self.offered.items()]
        self.fields["email"].help_text = (
            _(
                "Leave it empty if you show, print or send the link yourself. With an address they get "
                "the link now, and at most two reminders. The address is forgotten when the link ends."
            )
            if settings.MAIL
            else _(
                "This machine has no mail server: e-mails are only written to the server’s own log. "
                "Leave it empty, and show, print or send the link yourself."
            )
        )

    @property
    def chosen(self) -> Recipient:
        """For whom a valid form is."""
        return self.offered[self.cleaned_data["recipient"]]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        found["name"] = " ".join(found.get("name", "").split())
        chosen = self.offered.get(found.get("recipient", ""))
        if chosen is not None and chosen.participant is None and not found["name"]:
            self.add_error("name", ValidationError(_("Write their first name, for the greeting.")))
        return found


def _label(one: Recipient) -> str:
    said = {"who": one.who, "when": one.occasion.title, "measures": one.measures}
    return _("%(who)s – %(when)s: %(measures)s") % said


class OpenForm(forms.Form):
    """A link or the code in it, pasted or put in by the page's script."""

    token = forms.CharField(
        label=_("Your link"),
        max_length=500,
        help_text=_("Paste the whole link that you were given, or what stands behind the # in it."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Paste the link that you were given.")},
    )

    def clean_token(self) -> str:
        return self.cleaned_data["token"].rpartition("#")[2].strip()
