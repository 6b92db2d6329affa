"""What a person says about a film before it is sent."""

import json
import unicodedata
from fractions import Fraction
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attune.core.clock import FrameTable
from attune.core.timeline.beside import meeting
from attune.web.cases.forms import wanted
from attune.web.cases.models import Cycle
from attune.web.films.models import Film
from attune.web.films.queries import without_consent
from attune.web.people.models import Service
from attune.web.ui.fields import DateField, FilmField

LONGEST_NAME = 200


def shown_name(name: str) -> str:
    """A file's name as it may be shown: no path, nothing invisible or reversing, not too long.

    It is only ever shown; no file is called by it.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip()
    if len(visible) > LONGEST_NAME:
        stem, dot, ending = visible.rpartition(".")
        ending = dot + ending if stem and len(ending) <= 5 else ""
        visible = visible[: LONGEST_NAME - len(ending) - 1] + "…" + ending
    return visible or str(_("film"))


class NameField(forms.Field):
    """The name of the chosen file. Any text will do: it is cleaned, never refused."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> str:
        return shown_name(str(value or ""))


class ChosenFile(FilmField):
    """Shows where to choose a file. The file itself does not come with the form."""

    def clean(self, data: Any, initial: Any = None) -> None:
        return None


class KeepDays(forms.ModelForm):
    """For how long a service keeps films as they were sent."""

    class Meta:
        model = Service
        fields = ("originals_kept_days",)
        labels: ClassVar = {"originals_kept_days": _("Days for which originals are kept")}


class NewFilm(forms.Form):
    """Everything about the film but its bytes, which come after (views/uploads.py)."""

    file = ChosenFile(
        label=_("The film"),
        help_text=_("Five to fifteen minutes of something that usually goes well is best."),
    )
    title = forms.CharField(
        label=_("A title that you will recognise"),
        max_length=120,
        error_messages=wanted(_("Give the film a title.")),
    )
    kind = forms.ChoiceField(
        label=_("What does it show?"),
        choices=Film.Kind.choices,
        initial=Film.Kind.INTERACTION,
        widget=forms.RadioSelect,
        error_messages=wanted(_("Choose what it shows.")),
    )
    filmed_on = DateField(
        label=_("When was it filmed?"),
        initial=timezone.localdate,
        error_messages=wanted(_("Say on which day it was filmed.")),
    )
    in_picture = forms.ModelMultipleChoiceField(
        queryset=None,  # the people of the case, below
        label=_("Who is in the picture?"),
        help_text=_("Everyone whose face or voice is in it. Each of them owns this film."),
        widget=forms.CheckboxSelectMultiple,
        error_messages=wanted(_("Choose everyone who is in the picture.")),
    )
    size = forms.IntegerField(widget=forms.HiddenInput, required=False)
    original_name = NameField(required=False)

    def __init__(self, *args: Any, cycle: Cycle, **options: Any) -> None:
        options.setdefault("initial", {"in_picture": [cycle.dyad.first_id, cycle.dyad.second_id]})
        super().__init__(*args, **options)
        self.cycle = cycle
        self.fields["in_picture"].queryset = cycle.case.participants.all()

    def clean_filmed_on(self):
        day = self.cleaned_data["filmed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet. When was it filmed?"))
        return day

    def clean_in_picture(self):
        people = self.cleaned_data["in_picture"]
        if missing := without_consent(people):
            raise forms.ValidationError(
                [
                    _("%(name)s has not agreed to being filmed. Ask, and record the answer first.")
                    % {"name": person}
                    for person in missing
                ],
            )
        return people

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.cycle.case.ended_on:
            raise forms.ValidationError(ended())
        if problem := problem_with_size(cleaned.get("size")):
            self.add_error("file", problem)
        return cleaned

    def said(self) -> dict[str, Any]:
        """What begin_film wants to know."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


class NewRecording(NewFilm):
    """A film that is made in the browser: nobody knows yet how many bytes it will have."""

    file = size = None

    def clean(self) -> dict[str, Any]:
        cleaned = forms.Form.clean(self)
        if self.cycle.case.ended_on:
            raise forms.ValidationError(ended())
        return cleaned

    def said(self) -> dict[str, Any]:
        return {**super().said(), "size": None}


def read_offset(body: bytes, first: FrameTable, second: FrameTable) -> Fraction:
    """Where a second film lies: {"first": tick, "second": tick} of two frames that are the same
    moment, or {"offset": [numerator, denominator]}. Raises ValidationError or ClockError."""
    try:
        said = json.loads(body)
        if "offset" in said:
            num, den = said["offset"]
            if not all(type(part) is int and abs(part) < 2**62 for part in (num, den)):
                raise TypeError
            return Fraction(num, den)
        number, other = first.number_of(said["first"]), second.number_of(said["second"])
    except (ValueError, KeyError, TypeError, ZeroDivisionError) as error:
        raise forms.ValidationError(_("This can’t be read.")) from error
    return meeting(first, number, second, other)


def ended() -> str:
    return _("This work has ended. Open the case again before you add a film.")


def problem_with_size(size: int | None) -> forms.ValidationError | None:
    """Why a file of this many bytes can't be brought in; None when it can."""
    if size is None:
        return forms.ValidationError(_("Choose the film’s file."), code="required")
    if size <= 0:
        return forms.ValidationError(
            _("This file is empty. Copy the film from the phone or camera once more."),
            code="empty",
        )
    if size > settings.LARGEST_FILM:
        told = {
            "size": filesizeformat(size),
            "largest": filesizeformat(settings.LARGEST_FILM),
        }
        sentence = _(
            "This file has %(size)s; the largest that fits here is %(largest)s. "
            "Film a shorter moment, or export the film smaller, and choose that file."
        )
        return forms.ValidationError(sentence, code="too_large", params=told)
    return None
