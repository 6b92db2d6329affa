"""What is asked while a film to give away is put together."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from attune.web.cases.forms import OnceForm
from attune.web.exports.models import Export, ExportClip
from attune.web.films.queries import frame_table
from attune.web.reviews.models import Moment

MOST_BOXES = 6  # in one clip; whoever needs more hides the whole picture
MOST_CLIPS = 30


class ChooseForm(OnceForm):
    """What it is for, for whom, and of which moments."""

    purpose = forms.ChoiceField(
        label=_("What is it for?"),
        choices=Export.PURPOSES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is for. Consent is given for one purpose.")},
    )
    recipient = forms.CharField(
        label=_("Who is it for?"),
        max_length=Export._meta.get_field("recipient").max_length,
        help_text=_("The person or group it is given to, such as a first name."),
    )

    def __init__(self, *args: Any, moments: Iterable[Moment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(moment.pk): moment for moment in moments}
        self.fields["moments"] = forms.MultipleChoiceField(
            label=_("Which moments?"),
            choices=[(key, str(moment)) for key, moment in self.offered.items()],
            error_messages={"required": _("Choose at least one moment.")},
        )

    def clean_moments(self) -> list[Moment]:
        """The chosen moments; first those that were shown first (the page sends them in order)."""
        chosen = self.cleaned_data["moments"]
        if len(chosen) > MOST_CLIPS:
            most = {"most": MOST_CLIPS}
            raise ValidationError(_("Choose at most %(most)d moments for one film.") % most)
        return [self.offered[key] for key in dict.fromkeys(chosen)]

    def chosen(self) -> list[str]:
        """The keys that are ticked when the page is drawn."""
        value = self["moments"].value() or []
        return [str(key) for key in value]


class WordsForm(forms.ModelForm):
    """How the file begins, what is written over it, how good the picture is."""

    class Meta:
        model = Export
        fields = ("title", "subtitle", "line", "chapters", "quality")
        widgets: ClassVar = {"quality": forms.RadioSelect}
        labels: ClassVar = {
            "title": _("Words on a first card"),
            "subtitle": _("Smaller words below"),
            "line": _("Line over the picture"),
            "chapters": _("Chapters, so that a player can jump from moment to moment"),
            "quality": _("Picture"),
        }
        help_texts: ClassVar = {
            "title": _("Shown for four seconds before the first moment. Leave it empty for none."),
            "line": _("Small, across the top, from the first picture to the last."),
            "quality": _(
                "“As it was filmed” keeps the phone’s own picture where nothing is drawn on it: "
                "no line, nothing hidden, no slow motion. Elsewhere it is made anew, and you are told."
            ),
        }

    def __init__(self, *args: Any, as_filmed: bool = True, **kwargs: Any) -> None:
        """as_filmed: whether every original is there, so that its own picture can be kept."""
        super().__init__(*args, **kwargs)
        if not as_filmed:
            del self.fields["quality"]

    def clean(self) -> dict[str, Any]:
        """Each of these is one row of words."""
        found = super().clean()
        rows = ("title", "subtitle", "line")
        return found | {name: " ".join(found[name].split()) for name in rows if name in found}

    def clean_quality(self) -> str:
        return self.cleaned_data["quality"] or Export.Quality.EXACT


class ClipForm(forms.ModelForm):
    """How one clip is shown."""

    class Meta:
        model = ExportClip
        fields = ("name", "speed", "sound")
        labels: ClassVar = {
            "name": _("Name of the chapter"),
            "speed": _("How fast"),
            "sound": _("Sound"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_still:
            del self.fields["speed"], self.fields["sound"]

    def clean(self) -> dict[str, Any]:
        """A form from a script that left something out keeps what is there."""
        found = super().clean()
        return {name: found.get(name, getattr(self.instance, name)) for name in self.fields}


class Arrangement:
    """The whole page of arranging: the words, and a form for each clip, sent together."""

    def __init__(self, export: Export, clips: Iterable[ExportClip], data: Any = None) -> None:
        clips = list(clips)
        removed = any(clip.film and clip.film.original_removed_at for clip in clips)
        self.words = WordsForm(data, instance=export, as_filmed=not removed)
        self.clips = [ClipForm(data, instance=clip, prefix=f"clip-{clip.pk}") for clip in clips]

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in (self.words, *self.clips)])  # noqa: C419 -- each is to say what is wrong with it

    def said(self) -> dict[str, dict[str, Any]]:
        words = {name: self.words.cleaned_data[name] for name in self.words.fields}
        clips: dict[UUID, dict[str, Any]] = {
            form.instance.pk: dict(form.cleaned_data) for form in self.clips
        }
        return {"words": words, "clips": clips}


class HideForm(forms.Form):
    """What of a clip's picture is hidden: all of it, or boxes in parts of a hundred."""

    everything = forms.BooleanField(label=_("Hide the whole picture"), required=False)
    follows = forms.BooleanField(
        label=_("The boxes go along with what is in them"), required=False, initial=True
    )
    cover = forms.ChoiceField(
        label=_("What is seen instead"),
        choices=ExportClip.Cover.choices,
        widget=forms.RadioSelect,
    )

    faces = forms.TypedMultipleChoiceField(coerce=UUID, required=False)

    def __init__(self, data: Any = None, *, clip: ExportClip) -> None:
        shown = {"everything": clip.hide_all, "follows": clip.follows, "cover": clip.cover}
        super().__init__(data, initial=shown)
        self.fields["faces"].choices = [(str(face.pk), str(face)) for face in clip.faces.all()]
        boxes = [*clip.boxes, *[None] * MOST_BOXES][:MOST_BOXES]
        self.boxes = [
            BoxForm(data, prefix=f"box-{number}", initial=box or {})
            for number, box in enumerate(boxes, start=1)
        ]

        self.clip = clip

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(box.is_valid() for box in self.boxes)])

    @property
    def wrong(self) -> bool:
        """Whether a box can't be kept as it is, so that its numbers are to be seen."""
        return any(box.errors for box in self.boxes)

    def said(self) -> dict[str, Any]:
        for box in self.boxes:
            box.cleaned_data["at"] = self._tick(box.cleaned_data.get("at"))
        drawn = [box.cleaned_data for box in self.boxes if box.is_drawn]
        return {**self.cleaned_data, "boxes": drawn}

    def _tick(self, at: int | None) -> int:
        """The picture on which a box was drawn; without a script, the first."""
        if at is None or not self.clip.first <= at <= self.clip.last:
            return self.clip.first
        table = frame_table(self.clip.film_id)
        return table.pts[table.frame_at(at)]


class BoxForm(forms.Form):
    """One box, in percent of the picture as it is seen; empty when there is none."""

    EDGES = ("left", "top", "width", "height")

    left = forms.DecimalField(label=_("From the left"), min_value=0, max_value=100, required=False)
    top = forms.DecimalField(label=_("From the top"), min_value=0, max_value=100, required=False)
    width = forms.DecimalField(label=_("Width"), min_value=1, max_value=100, required=False)
    height = forms.DecimalField(label=_("Height"), min_value=1, max_value=100, required=False)
    at = forms.IntegerField(required=False, widget=forms.HiddenInput)  # tick of its picture

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs["data-edge"] = name
        for name in self.EDGES:
            self.fields[name].widget.attrs |= {"step": "0.1", "inputmode": "decimal"}

    @property
    def is_drawn(self) -> bool:
        return bool(self.cleaned_data.get("width"))

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        edges = [found.get(name) for name in self.EDGES]
        if all(edge is None for edge in edges) or self.errors:
            return {}  # no box
        if any(edge is None for edge in edges):
            raise ValidationError(_("A box needs all four numbers. Empty all four for no box."))
        left, top, width, height = edges
        if left + width > 100 or top + height > 100:
            raise ValidationError(_("This box reaches beyond the picture. Make it smaller."))
        box = {name: float(round(edge, 1)) for name, edge in zip(self.EDGES, edges, strict=True)}
        return box | {"at": found.get("at")}
