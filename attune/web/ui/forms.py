"""One form with every kind of field, for the gallery."""

from django import forms
from django.utils.translation import gettext_lazy as _

from attune.web.ui import fields

CONTEXTS = [
    ("infant", _("Parent and baby")),
    ("child", _("Parent and child")),
    ("school", _("School")),
    ("care", _("Care home")),
]
PURPOSES = [
    ("film", _("Being filmed")),
    ("review", _("Watching together")),
    ("supervision", _("Showing clips to the supervisor")),
]


class EveryField(forms.Form):
    name = forms.CharField(label=_("What should we call you?"), max_length=80)
    email = forms.EmailField(
        label=_("E-mail address"), required=False, help_text=_("Only used to sign in.")
    )
    words = fields.WordsField(
        label=_("The question, in the client’s own words"),
        help_text=_("Write what was said, as it was said."),
    )
    hope = fields.RatingField(
        label=_("Where are you now with this hope?"),
        low=_("not there at all yet"),
        high=_("just as I hope"),
    )
    day = fields.DateField(label=_("Day of the film"))
    context = forms.ChoiceField(label=_("Where the work is done"), choices=CONTEXTS)
    chosen = forms.ChoiceField(
        label=_("How did this begin?"),
        choices=[("chosen", _("The family chose it")), ("ordered", _("It was ordered"))],
        widget=forms.RadioSelect,
    )
    purposes = forms.MultipleChoiceField(
        label=_("What was agreed to?"),
        choices=PURPOSES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    told = forms.BooleanField(label=_("They know that they can change their mind at any time"))
    film = fields.FilmField(label=_("The film"), required=False)
