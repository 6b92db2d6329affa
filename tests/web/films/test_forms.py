"""What may be said of a film, and what becomes of a file's name."""

import pytest

from attune.web.films.forms import LONGEST_NAME, problem_with_size, shown_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("IMG_0001.MOV", "IMG_0001.MOV"),
        ("../../x.mp4", "x.mp4"),
        ("C:\\films\\bath time.mp4", "bath time.mp4"),
        ("a\0b.mp4", "ab.mp4"),
        ("film\u202e4pm.exe", "film4pm.exe"),
        ("\u200bzwölf 🛁 Bäder.mp4\n", "zwölf 🛁 Bäder.mp4"),
        ("", "film"),
        ("../", "film"),
        ("\0\u202e", "film"),
    ],
)
def test_name_is_shown_without_what_could_mislead(name, shown):
    assert shown_name(name) == shown


def test_name_that_is_too_long_keeps_its_ending():
    shown = shown_name("x" * 4096 + ".mp4")
    assert len(shown) == LONGEST_NAME
    assert shown.endswith("x….mp4")
    assert shown_name("." * 4096).endswith("….")
    assert len(shown_name("x" * 4096)) == LONGEST_NAME
    assert shown_name("a." + "b" * 4096).endswith("b…")


def test_sizes_at_the_edges(settings):
    settings.LARGEST_FILM = 10 * 2**20
    codes = {size: problem_with_size(size) for size in (None, -1, 0, 1, 10 * 2**20, 10 * 2**20 + 1)}
    assert {size: problem and problem.code for size, problem in codes.items()} == {
        None: "required",
        -1: "empty",
        0: "empty",
        1: None,
        10 * 2**20: None,
        10 * 2**20 + 1: "too_large",
    }
    assert "the largest that fits here is 10.0\xa0MB" in codes[10 * 2**20 + 1].messages[0]
