import datetime

from attune.web.ui.forms import EveryField

ANSWERS = {
    "name": "Beth",
    "email": "",
    "words": "What am I doing that helps?",
    "hope": "4",
    "day": "2026-11-03",
    "context": "infant",
    "chosen": "ordered",
    "purposes": ["film", "review"],
    "told": "on",
}


def test_every_field_filled_in_is_kept():
    form = EveryField(ANSWERS)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == ANSWERS | {
        "hope": 4,
        "day": datetime.date(2026, 11, 3),
        "told": True,
        "film": None,
    }


def test_every_field_left_empty_names_what_is_needed():
    form = EveryField({})
    assert set(form.errors) == {"name", "words", "hope", "day", "context", "chosen", "told"}
