"""Looking for entries, and writing them."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from attune.web.evidence import wording
from attune.web.evidence.content import Content, NotAnEntryError, faults_of, read
from attune.web.evidence.queries import Wanted
from attune.web.ui.fields import DateField

ROWS = 2  # empty places for sources, figures and effects
NUMBER = r"[-−]?\d+(?:\.\d+)?"
WITH_INTERVAL = re.compile(
    rf"^\s*({NUMBER})\s*\(\s*({NUMBER})\s*(?:to|–|;|,)\s*({NUMBER})\s*\)\s*$"
)


class SearchForm(forms.Form):
    """Which studies and reviews a reader wants to see."""

    words = forms.CharField(label=_("Words"), required=False, max_length=200)
    design = forms.ChoiceField(
        label=_("Design"),
        required=False,
        choices=wording.choices(wording.DESIGNS, empty=_("Any design")),
    )
    risk = forms.ChoiceField(
        label=_("Which families"),
        required=False,
        choices=wording.choices(wording.RISKS, empty=_("Any families")),
    )
    method = forms.ChoiceField(
        label=_("Kind of video feedback"),
        required=False,
        choices=wording.choices(wording.METHODS, empty=_("Any kind")),
    )
    outcome = forms.ChoiceField(
        label=_("With a figure for"),
        required=False,
        choices=wording.choices(wording.OUTCOMES, empty=_("Anything")),
    )

    def wanted(self) -> Wanted:
        """Nothing in particular, where what was asked is not in the lists."""
        return Wanted(**self.cleaned_data) if self.is_valid() else Wanted()


class AnalysisForm(forms.Form):
    """Which outcome is put together, and as the library was on which day."""

    outcome = forms.ChoiceField(label=_("What changed"))
    among = forms.ChoiceField(
        label=_("Among"), required=False, choices=wording.choices(wording.AMONG)
    )
    as_of = DateField(
        label=_("As the library was on"), required=False, help_text=_("Empty: as it is today.")
    )

    def __init__(self, *args: Any, counted: dict[str, int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["outcome"].choices = [
            (name, words) for name, words in wording.OUTCOMES.items() if name in counted
        ]


class WhyForm(forms.Form):
    why = forms.CharField(
        label=_("Why"), max_length=500, help_text=_("Everybody who reads the entry can see this.")
    )


class EntryForm(forms.Form):
    """What an entry says of itself; its sources, figures and effects have their own rows."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=wording.choices(wording.KINDS))
    title = forms.CharField(label=_("Title"), max_length=1000)
    authors = forms.CharField(
        label=_("Authors"), max_length=1000, help_text=_("As “Barlow J, Sembi S, Underdown A”.")
    )
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1900, max_value=2100)
    where = forms.CharField(label=_("Where it was published"), required=False, max_length=1000)
    doi = forms.RegexField(
        r"^10\.[0-9]{4,9}/[^\s<>\"]+$",
        label=_("DOI"),
        required=False,
        max_length=200,
        help_text=_("Without the address before it: 10.1080/…"),
    )
    method = forms.ChoiceField(
        label=_("Kind of video feedback"),
        required=False,
        choices=wording.choices(wording.METHODS, empty=_("Not told")),
    )
    design = forms.ChoiceField(
        label=_("Design"),
        required=False,
        choices=wording.choices(wording.DESIGNS, empty=_("Not told")),
    )
    risk = forms.ChoiceField(
        label=_("Which families"),
        required=False,
        choices=wording.choices(wording.RISKS, empty=_("Not told")),
    )
    population = forms.CharField(
        label=_("Who took part"), required=False, widget=forms.Textarea({"rows": 3})
    )
    sessions = forms.IntegerField(
        label=_("Number of sessions"), required=False, min_value=1, max_value=200
    )
    families_with = forms.IntegerField(
        label=_("Families with video feedback"), required=False, min_value=1
    )
    families_without = forms.IntegerField(
        label=_("Families without it"), required=False, min_value=1
    )
    found = forms.CharField(
        label=_("What it found, in plain words"), widget=forms.Textarea({"rows": 3})
    )
    sure = forms.CharField(
        label=_("How sure that is"), required=False, widget=forms.Textarea({"rows": 2})
    )
    caution = forms.CharField(
        label=_("What to be careful about"), required=False, widget=forms.Textarea({"rows": 2})
    )

    def said(self) -> Content:
        given = {
            name: value for name, value in self.cleaned_data.items() if value not in ("", None)
        }
        both = {
            "with": given.pop("families_with", None),
            "without": given.pop("families_without", None),
        }
        groups = {name: value for name, value in both.items() if value}
        return {**given, **({"groups": groups} if groups else {})}


CHOOSE = _("Choose")  # nothing is chosen beforehand, so that a row nobody touched is no row


class SourceForm(forms.Form):
    citation = forms.CharField(label=_("Citation"), max_length=1000)
    url = forms.RegexField(
        r"^https?://[^\s<>\"]+$", label=_("Address where it was read"), max_length=500
    )
    seen = forms.ChoiceField(
        label=_("How much of it was read"), choices=wording.choices(wording.SEEN, empty=CHOOSE)
    )
    looked_at = DateField(label=_("On which day"))

    def said(self) -> Content:
        return {**self.cleaned_data, "looked_at": self.cleaned_data["looked_at"].isoformat()}


class FigureForm(forms.Form):
    says = forms.CharField(label=_("The figure, in words"), max_length=1000)
    source = forms.IntegerField(
        label=_("Number of its source"), min_value=1, help_text=_("1 is the first source above.")
    )

    def said(self) -> Content:
        return dict(self.cleaned_data)


class EffectForm(forms.Form):
    """A standardised difference between two groups; what is needed hangs on how its variance is known."""

    outcome = forms.ChoiceField(
        label=_("What changed"), choices=wording.choices(wording.OUTCOMES, empty=CHOOSE)
    )
    measure = forms.CharField(label=_("Measured by"), max_length=1000)
    derived = forms.ChoiceField(
        label=_("How its standard error is known"),
        choices=wording.choices(wording.DERIVED, empty=CHOOSE),
    )
    d = forms.FloatField(
        label=_("Difference, in standard deviations"),
        required=False,
        help_text=_("Above zero favours video feedback: turn the sign where less is better."),
    )
    se = forms.FloatField(label=_("Its standard error"), required=False)
    low = forms.FloatField(label=_("Its 95 % interval, from"), required=False)
    high = forms.FloatField(label=_("to"), required=False)
    p = forms.FloatField(label=_("Its exact two-sided P value"), required=False)
    n_with = forms.IntegerField(
        label=_("Families with video feedback"), required=False, min_value=2
    )
    n_without = forms.IntegerField(label=_("Families without it"), required=False, min_value=2)
    mean_with = forms.RegexField(
        WITH_INTERVAL,
        label=_("Mean and its 95 % interval with video feedback"),
        required=False,
        help_text=_("As “9.55 (8.96 to 10.14)”."),
    )
    mean_without = forms.RegexField(
        WITH_INTERVAL, label=_("Mean and its 95 % interval without it"), required=False
    )
    because = forms.CharField(label=_("Why it had to be derived"), required=False, max_length=1000)
    source = forms.IntegerField(label=_("Number of its source"), min_value=1)

    def said(self) -> Content:
        given = {
            name: value for name, value in self.cleaned_data.items() if value not in ("", None)
        }
        pairs = {"ci": ("low", "high"), "n": ("n_with", "n_without")}
        said: Content = {}
        for name, ends in pairs.items():
            found = [given.pop(end, None) for end in ends]
            if None not in found:
                said[name] = found
        means = [given.pop(name, None) for name in ("mean_with", "mean_without")]
        if None not in means:
            numbers = [_numbers(text) for text in means]
            said |= {"means": [one[0] for one in numbers], "mean_ci": [one[1:] for one in numbers]}
        return {**given, **said}


def _numbers(text: str) -> list[float]:
    found = WITH_INTERVAL.match(text)
    return [float(each.replace("−", "-")) for each in found.groups()] if found else []


REMOVABLE = {"extra": ROWS, "can_delete": True, "can_delete_extra": False}
SourceRows = formset_factory(SourceForm, max_num=20, absolute_max=20, **REMOVABLE)
FigureRows = formset_factory(FigureForm, max_num=40, absolute_max=40, **REMOVABLE)
EffectRows = formset_factory(EffectForm, max_num=40, absolute_max=40, **REMOVABLE)


class Writing:
    """An entry as one page of forms: of itself, its sources, its figures, its effects."""

    def __init__(self, data: Any = None, content: Content | None = None) -> None:
        first = _first(content or {})
        self.form = EntryForm(data, initial=first["form"])
        self.sources = SourceRows(data, initial=first["sources"], prefix="sources")
        self.figures = FigureRows(data, initial=first["figures"], prefix="figures")
        self.effects = EffectRows(data, initial=first["effects"], prefix="effects")
        self.content: Content = {}

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """Each set of rows with its title."""
        return [
            (_("Source"), self.sources),
            (_("Figure in words"), self.figures),
            (_("Difference for the analysis"), self.effects),
        ]

    def is_valid(self) -> bool:
        good = [self.form.is_valid(), *(each.is_valid() for _title, each in self.rows)]
        if not all(good):
            if good[0]:
                self.form.add_error(None, _("Something in the rows below is missing or not right."))
            return False
        self.content = self._said()
        for fault in [] if self.form.errors else faults_of(self.content):
            self.form.add_error(None, fault)
        return not self.form.errors

    def refuse(self, refusal: ValidationError) -> None:
        """Say on the page what an action refused."""
        self.form.add_error(None, refusal)

    def _said(self) -> Content:
        sources = _kept(self.sources)
        said = {**self.form.said(), "sources": list(sources.values())}
        places = {number: place for place, number in enumerate(sources, 1)}
        for name, rows in (("figures", self.figures), ("effects", self.effects)):
            if found := [self._placed(each, places) for each in _kept(rows).values()]:
                said[name] = found
        return said

    def _placed(self, each: Content, places: dict[int, int]) -> Content:
        """A source has its number on the page; in the entry it counts without the empty rows."""
        if each["source"] not in places:
            words = _("There is no source %(number)s.") % {"number": each["source"]}
            self.form.add_error(None, words)
        return {**each, "source": places.get(each["source"], 1)}


def _kept(rows: Any) -> dict[int, Content]:
    """What the rows say that are filled and not removed, by their number on the page."""
    gone = rows.deleted_forms
    return {
        number: {name: value for name, value in each.said().items() if name != "DELETE"}
        for number, each in enumerate(rows, 1)
        if each.cleaned_data and each not in gone
    }


def _first(content: Content) -> dict[str, Any]:
    """What the forms show of an entry that is there already."""
    groups = content.get("groups", {})
    return {
        "form": {
            **content,
            "families_with": groups.get("with"),
            "families_without": groups.get("without"),
        },
        "sources": content.get("sources", []),
        "figures": content.get("figures", []),
        "effects": [_first_effect(each) for each in content.get("effects", [])],
    }


def _first_effect(effect: Content) -> Content:
    shown = dict(effect)
    for name, ends in (("ci", ("low", "high")), ("n", ("n_with", "n_without"))):
        shown |= dict(zip(ends, effect.get(name, []), strict=False))
    for name, mean, (low, high) in zip(
        ("mean_with", "mean_without"),
        effect.get("means", []),
        effect.get("mean_ci", []),
        strict=False,
    ):
        shown[name] = f"{mean} ({low} to {high})"
    return shown


class TextForm(forms.Form):
    """An entry as a text, such as one of the files that come with Attune."""

    key = forms.SlugField(
        label=_("Short name"),
        max_length=70,
        required=False,
        help_text=_("For its address, as “barlow-2016”. Empty: made of the author and the year."),
    )
    text = forms.CharField(label=_("The entry, as TOML"), widget=forms.Textarea({"rows": 16}))

    def clean_text(self) -> Content:
        try:
            return read(self.cleaned_data["text"])
        except NotAnEntryError as error:
            raise ValidationError(error.faults) from error
