"""What is asked while a film to give away is put together."""

from uuid import uuid4

import pytest
from django.utils import timezone

from attune.web.exports.forms import Arrangement, ChooseForm, HideForm
from attune.web.exports.queries import clips_of
from attune.web.films.models import Film
from tests.factories.exports import begin_export


def chosen(offered, **sent):
    said = {"purpose": "copy", "recipient": "Ana", "moments": [offered[0].pk], "key": uuid4()}
    return ChooseForm(said | sent, moments=offered)


def test_the_moments_come_in_the_order_in_which_they_were_sent(moments):
    form = chosen(moments, moments=[moments[2].pk, moments[0].pk])
    assert form.is_valid(), form.errors
    assert form.cleaned_data["moments"] == [moments[2], moments[0]]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("purpose", "", "Consent is given for one purpose"),
        ("purpose", "film", "not one of the available choices"),
        ("recipient", "", "required"),
        ("moments", [], "at least one moment"),
        ("moments", [str(uuid4())], "not one of the available choices"),
    ],
)
def test_what_is_missing_or_foreign_is_said(moments, field, value, sentence):
    form = chosen(moments, **{field: value})
    assert sentence in " ".join(form.errors[field])


def test_too_many_moments_are_refused(moments, monkeypatch):
    monkeypatch.setattr("attune.web.exports.forms.MOST_CLIPS", 2)
    form = chosen(moments, moments=[moment.pk for moment in moments])
    assert form.errors["moments"] == ["Choose at most 2 moments for one film."]


def sent_for(export, **more):
    sent = {"title": "For you", "line": "For Ana only", "chapters": "on", "quality": "exact"}
    for clip in export.clips.all():
        sent |= {f"clip-{clip.pk}-speed": "1/2", f"clip-{clip.pk}-sound": "muted"}
    return sent | more


def test_an_arrangement_says_all_of_the_page(family, moments):
    export = begin_export(family, moments[0], moments[2])
    page = Arrangement(export, export.clips.all(), sent_for(export))
    assert page.is_valid()
    said = page.said()
    assert said["words"] == {
        "title": "For you",
        "subtitle": "",
        "line": "For Ana only",
        "chapters": True,
        "quality": "exact",
    }
    clip, still = export.clips.all()
    assert said["clips"] == {
        clip.pk: {"name": "", "speed": "1/2", "sound": "muted"},
        still.pk: {"name": ""},  # a still has neither speed nor sound
    }


def test_a_wrong_choice_for_one_clip_is_found(family, moments):
    export = begin_export(family, *moments)
    sent = sent_for(export) | {f"clip-{export.clips.last().pk}-name": "x" * 200}
    page = Arrangement(export, export.clips.all(), sent)
    assert not page.is_valid()
    assert page.clips[-1].errors.keys() == {"name"}


def box(number, *edges):
    names = ("left", "top", "width", "height")
    return {f"box-{number}-{name}": edge for name, edge in zip(names, edges, strict=True)}


@pytest.fixture
def clip(family, moments):
    return begin_export(family, moments[0]).clips.get()


def test_boxes_are_kept_in_tenths_of_a_percent(clip):
    sent = {**box(1, "10.04", "20", "30.5", "40"), **box(2, "", "", "", "")}
    form = HideForm(sent | {"follows": "on", "cover": "fill"}, clip=clip)
    assert form.is_valid()
    first = {"left": 10.0, "top": 20.0, "width": 30.5, "height": 40.0, "at": 10}
    assert form.said() == {
        "everything": False,
        "boxes": [first],
        "follows": True,
        "cover": "fill",
        "faces": [],
    }


@pytest.mark.parametrize(("at", "kept"), [("59", 59), ("60", 10), ("9", 10), ("", 10)])
def test_a_box_belongs_to_a_picture_of_its_clip(clip, at, kept):
    sent = {**box(1, "10", "10", "10", "10"), "box-1-at": at, "cover": "fill"}
    form = HideForm(sent, clip=clip)
    assert form.is_valid()
    assert [each["at"] for each in form.said()["boxes"]] == [kept]


def test_all_of_it_can_be_hidden(clip):
    form = HideForm({"everything": "on", "cover": "pixelate"}, clip=clip)
    assert form.is_valid()
    said = {"everything": True, "follows": False, "cover": "pixelate", "boxes": [], "faces": []}
    assert form.said() == said


@pytest.mark.parametrize(
    ("edges", "sentence"),
    [
        (("10", "", "30", "40"), "needs all four"),
        (("80", "10", "30", "10"), "beyond the picture"),
        (("10", "80", "10", "30"), "beyond the picture"),
        (("-1", "10", "30", "10"), "greater than or equal to 0"),
        (("10", "10", "0", "10"), "greater than or equal to 1"),
        (("a", "10", "10", "10"), "Enter a number"),
        (("NaN", "10", "10", "10"), "Enter a number"),
    ],
)
def test_a_box_that_cannot_be_is_said(clip, edges, sentence):
    form = HideForm(box(1, *edges), clip=clip)
    assert not form.is_valid()
    assert sentence in str(form.boxes[0].errors)


def test_boxes_that_are_there_are_shown_again(clip):
    clip.boxes = [{"left": 1.0, "top": 2.0, "width": 3.0, "height": 4.0}]
    assert HideForm(clip=clip).boxes[0]["width"].value() == 3.0


def test_the_picture_as_it_was_filmed_is_offered_while_the_original_is_there(family, film, moments):
    export = begin_export(family, *moments)
    assert "quality" in Arrangement(export, clips_of(export)).words.fields
    Film.objects.filter(pk=film.pk).update(original_removed_at=timezone.now())
    page = Arrangement(export, clips_of(export), sent_for(export, quality="original"))
    assert page.is_valid()
    assert "quality" not in page.said()["words"]
