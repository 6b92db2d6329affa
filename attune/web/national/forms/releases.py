"""What is asked when a release is withdrawn."""

from django import forms
from django.utils.translation import gettext_lazy as _

from attune.web.national.models import Withdrawal


class WithdrawForm(forms.Form):
    """Why: everybody reads it."""

    reason = forms.CharField(
        label=_("Why should it not be used any more?"),
        max_length=Withdrawal._meta.get_field("reason").max_length,
        help_text=_("Everybody who opens the release reads this."),
        error_messages={"required": _("Write down why, in a sentence.")},
    )
