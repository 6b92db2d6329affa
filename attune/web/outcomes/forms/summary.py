"""What stands on a client's one-page summary: the practitioner ticks each thing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from attune.web.outcomes.queries.summary import GOALS, MEASURES, QUESTIONS, WORDS, Offer

LABELS = {
    QUESTIONS: _("The helping question"),
    GOALS: _("Goals, with the first and the newest rating"),
    WORDS: _("What they said when you decided together"),
    MEASURES: _("Measures, with one sentence each and no score"),
}
HINTS = {
    GOALS: _("A goal that was rated lower than at first is only on the page if you tick it."),
    MEASURES: _("Only what you tick. Read the sentence below before you give it."),
}


class SummaryForm(forms.Form):
    """Sent as part of the address, so that the page and its PDF are of the same choice."""

    chosen = forms.CharField(widget=forms.HiddenInput, initial="yes", required=False)

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        for name, pieces in offer.pieces.items():
            if pieces:
                self.fields[name] = forms.MultipleChoiceField(
                    label=LABELS[name],
                    help_text=HINTS.get(name, ""),
                    choices=[(piece.key, piece.label) for piece in pieces],
                    widget=forms.CheckboxSelectMultiple,
                    required=False,
                )

    def said(self) -> dict[str, list[str]]:
        """The keys that were chosen, by field; what is unknown is left out."""
        ticked = self.initial if not self.is_bound else self.data
        found = {}
        for name, pieces in self.offer.pieces.items():
            asked = ticked.getlist(name) if hasattr(ticked, "getlist") else ticked.get(name, [])
            found[name] = [piece.key for piece in pieces if piece.key in asked]
        return found
