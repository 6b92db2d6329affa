import numpy as np
import pytest
from PIL import Image, features

from attune.core.media.errors import FilmError
from attune.core.media.render import words


def test_many_scripts_can_be_drawn_and_others_are_named():
    words.warm()
    assert words.missing("Åsa Łoś Жанна Ελλάδα मेरा مرحبا “–…€”") == ""
    assert words.missing("A你好你") == "你好"
    with pytest.raises(FilmError, match="These letters cannot be drawn here: 你"):
        words.card(("A你",), 64, 64)
    with pytest.raises(FilmError, match="你"):
        words.line_masks("你", 64, 64)


def test_a_script_that_needs_shaping_is_named_where_nothing_shapes_it(monkeypatch):
    monkeypatch.setattr(features, "check", lambda name: False)
    assert words.missing("Aم") == "م"


def drawn(lines, width=640, height=360) -> np.ndarray:
    picture = np.asarray(words.card(lines, width, height)).astype(int)
    return np.abs(picture - words.GROUND).max(axis=2) > 40


def rows_of(ink: np.ndarray) -> int:
    """How many bands of ink lie one above the other."""
    rows = ink.any(axis=1).astype(int)
    return int((np.diff(rows, prepend=0) == 1).sum())


def test_a_card_has_its_words_in_the_middle_and_the_first_line_is_the_largest():
    ink = drawn(("HHH", "HHH"))
    columns = np.flatnonzero(ink.any(axis=0))
    assert abs(columns[0] + columns[-1] - 639) <= 4
    bands = np.flatnonzero(np.diff(ink.any(axis=1).astype(int)))
    first, second = bands[1] - bands[0], bands[3] - bands[2]
    assert first / second == pytest.approx(0.11 / 0.07, rel=0.1)


def test_long_lines_are_wrapped_and_stay_inside():
    ink = drawn(("HHHHHHHH " * 6,))
    assert rows_of(ink) >= 3
    assert drawn(("H" * 200,)).any()
    for each in (ink, drawn(("H" * 200,)), drawn(("HHH " * 99,) * 4)):
        columns = np.flatnonzero(each.any(axis=0))
        assert columns[0] >= 0.05 * 640
        assert columns[-1] <= 0.95 * 640


def test_too_many_words_become_smaller_but_never_too_small_to_read():
    few, many = drawn(("HHH",)), drawn(("HHH " * 60,) * 2)
    assert rows_of(many) > rows_of(few)
    assert drawn(("HHH " * 99,) * 12, 64, 64).any()


def row(text: str) -> words.Row:
    return words.Row(text.split(), 20)


def test_a_row_of_two_scripts_is_drawn_with_both_fonts():
    assert row("Anna مرحبا Ben").width > row("Anna Ben").width
    assert row("مرحبا Anna").width == row("Anna مرحبا").width
    assert row("123 …").width > 0
    assert row("").width == 0
    assert row("你").width > 0  # with the sign for a missing letter; `missing` has spoken before


def test_words_of_a_script_that_runs_from_the_right_begin_there():
    """The first word is the wider one: its ink is on the right, and on the left in Latin."""

    def ink(text):
        columns = np.flatnonzero(drawn((text,))[:, :].any(axis=0))
        gaps = np.diff(columns)
        return columns[gaps.argmax()] - columns[0] > columns[-1] - columns[gaps.argmax()]

    assert ink("HHHHHHH H")
    assert not ink("ممممممم د")


def test_arabic_is_shaped():
    """Joined, lam and alif become one sign, narrower than the two apart."""
    assert row("لا").width < row("ل").width + row("\N{ARABIC LETTER ALEF}").width


def test_the_line_has_an_outline_around_every_letter():
    letters, outlined = words.line_masks("for Anna only", 640, 360)
    assert letters.shape == outlined.shape
    assert letters.shape[0] % 2 == 0
    grown = np.asarray(outlined)[1:-1, 1:-1]
    assert (grown[np.asarray(letters)[1:-1, 1:-1] > 0] > 0).all()
    assert (outlined > 0).sum() > 1.5 * (letters > 0).sum()
    assert Image.fromarray(letters).getbbox() is not None
    tall, _ = words.line_masks("for " * 80, 320, 180)
    assert tall.shape[0] > letters.shape[0]
