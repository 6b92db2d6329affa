"""Fields that Django lacks, and those that look different here."""

from typing import Any

from django import forms

RATINGS = [(str(number), str(number)) for number in range(11)]


class RatingInput(forms.RadioSelect):
    """Eleven equal places from 0 to 10, with words at both ends and none in between."""

    template_name = "ui/forms/rating.html"

    def __init__(self, *, low: str = "", high: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.low, self.high = low, high

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"low": self.low, "high": self.high}
        return context


class RatingField(forms.TypedChoiceField):
    """A rating from 0 to 10 that a person gives; a whole number, or None when left empty."""

    def __init__(self, *, low: str = "", high: str = "", **options: Any) -> None:
        options.setdefault("widget", RatingInput(low=low, high=high))
        super().__init__(choices=RATINGS, coerce=int, empty_value=None, **options)


class DateInput(forms.DateInput):
    """The browser's own date picker, which wants and gives 2026-11-21 in every language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateField(forms.DateField):
    widget = DateInput


class WordsField(forms.CharField):
    """Somebody's own words: room to write, growing as one writes, kept as they were written."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        attrs = {"rows": rows, "data-behaviour": "grow", "class": "attune-words"}
        options.setdefault("widget", forms.Textarea(attrs))
        super().__init__(**options)


class FilmInput(forms.FileInput):
    """A place to drop one file, around an ordinary file input that works without a script."""

    template_name = "ui/forms/film.html"


class FilmField(forms.FileField):
    def __init__(self, *, accept: str = "video/*", **options: Any) -> None:
        options.setdefault("widget", FilmInput({"accept": accept}))
        super().__init__(**options)
