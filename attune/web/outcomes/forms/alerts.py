"""Saying what was done about an answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from attune.web.outcomes.models import Alert
from attune.web.ui.fields import WordsField


class AcknowledgeForm(forms.Form):
    did = WordsField(
        label=_("What did you do, or what will you do?"),
        rows=2,
        max_length=Alert._meta.get_field("did").max_length,
        help_text=_("A sentence is enough. It is kept with your name and the time."),
        error_messages={"required": _("Say in a sentence what you did, or will do.")},
    )
