import datetime

import pytest
from django import forms

from attune.web.ui import fields


@pytest.mark.parametrize(("given", "kept"), [("0", 0), ("7", 7), ("10", 10)])
def test_rating_whole_number_is_kept(given, kept):
    assert fields.RatingField().clean(given) == kept


@pytest.mark.parametrize("given", ["11", "-1", "5.5", "seven", "07", "\u0667"])
def test_rating_anything_else_is_refused(given):
    with pytest.raises(forms.ValidationError):
        fields.RatingField().clean(given)


def test_rating_left_empty_is_none_and_not_zero():
    assert fields.RatingField(required=False).clean("") is None


def test_rating_draws_eleven_places_and_words_at_the_ends():
    class Form(forms.Form):
        hope = fields.RatingField(low="not <yet>", high="just so")

    html = str(Form(initial={"hope": 0})["hope"])
    assert html.count('type="radio"') == 11
    assert html.count("checked") == 1
    assert 'value="0" required id="id_hope_0" checked' in html
    assert "not &lt;yet&gt;" in html
    assert "not <yet>" not in html


def test_date_is_the_browsers_own_picker():
    class Form(forms.Form):
        day = fields.DateField()

    html = str(Form(initial={"day": datetime.date(2026, 11, 3)})["day"])
    assert 'type="date"' in html
    assert 'value="2026-11-03"' in html


def test_words_are_kept_as_they_were_written():
    class Form(forms.Form):
        words = fields.WordsField(rows=5)

    form = Form({"words": "He <looked>.\r\n\r\nI waited."})
    assert form.is_valid()
    assert form.cleaned_data["words"] == "He <looked>.\r\n\r\nI waited."
    assert 'rows="5" data-behaviour="grow" class="attune-words"' in str(form["words"])


def test_film_is_a_file_input_in_a_drop_zone():
    class Form(forms.Form):
        film = fields.FilmField(accept="video/mp4")

    html = str(Form()["film"])
    assert 'data-behaviour="drop-zone"' in html
    assert '<input type="file" name="film" accept="video/mp4" required id="id_film">' in html
    assert Form().is_multipart()
