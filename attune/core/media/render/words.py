"""Words drawn on pictures: title cards, and the line that says for whom a film is.

The letters are those of Noto Sans and Noto Sans Arabic, which come in packages: the same on every
machine, and loaded before the sandbox's walls go up. What they do not hold is refused, not drawn as boxes.
"""

import io
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont, features

from attune.core.media.errors import FilmError

PACKAGES = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
GROUND, INK = (30, 41, 51), (250, 248, 244)
"""Contrast of a card: 13.8 to 1 by WCAG 2.2."""
FIRST_LINE, OTHER_LINES, LEAST = 0.11, 0.07, 0.025
"""Heights of letters on a card, as parts of the picture's shorter side."""
LINE = 0.042
WIDEST, TALLEST, LEADING = 0.86, 0.84, 1.35
SPACE, MEASURED = 0.27, 64
"""The gap between words, as a part of the letters' height, and the height at which words are measured."""
NO_GLYPH = "\U0010fffe"
Mask = npt.NDArray[np.uint8]


@cache
def _data(package: str) -> bytes:
    found = files(package).joinpath("files").iterdir()
    return next(each.read_bytes() for each in found if "Italic" not in each.name)


@cache
def _font(number: int, size: int) -> ImageFont.FreeTypeFont:
    # From memory: behind the sandbox's walls no file can be opened.
    return ImageFont.truetype(io.BytesIO(_data(PACKAGES[number])), size)


@cache
def _has(number: int, letter: str) -> bool:
    """Whether the font draws this letter as anything else than the sign for a missing one."""
    font = _font(number, 24)
    drawn, nothing = font.getmask(letter), font.getmask(NO_GLYPH)
    return drawn.size != nothing.size or bytes(drawn) != bytes(nothing)


def _plain(letter: str) -> bool:
    """Spaces, joiners and marks of direction: no font need draw them."""
    return letter.isspace() or unicodedata.category(letter) in ("Cf", "Zs")


def missing(text: str) -> str:
    """The letters of `text` that cannot be drawn here, each once; empty when all can."""
    numbers = range(len(PACKAGES))
    lost = [
        one for one in text if not _plain(one) and not any(_has(number, one) for number in numbers)
    ]
    if not features.check("raqm"):
        lost += [one for one in text if unicodedata.bidirectional(one) in ("R", "AL")]
    return "".join(dict.fromkeys(lost))


def warm() -> None:
    """Load the fonts and what shapes them, while files can still be opened."""
    for number in range(len(PACKAGES)):
        _font(number, 12).getmask("Aم")
    missing("A")


def refuse_missing(text: str) -> None:
    """Raise `FilmError` when a letter of `text` cannot be drawn."""
    if lost := missing(text):
        raise FilmError(
            f"These letters cannot be drawn here: {lost}. Write the words without them."
        )


def _font_of(word: str) -> int:
    """The first font that holds the whole word."""
    for number in range(len(PACKAGES)):
        if all(_plain(letter) or _has(number, letter) for letter in word):
            return number
    return 0


def _from_right(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    for letter in text:
        way = unicodedata.bidirectional(letter)
        if way in ("L", "R", "AL"):
            return way != "L"
    return False


@cache
def _width(word: str) -> float:
    """The width of a word whose letters are 1 high."""
    return _font(_font_of(word), MEASURED).getlength(word) / MEASURED


class Row:
    """One row of words, in the order in which they are seen; `width` is in pixels."""

    def __init__(self, words: Sequence[str], size: int) -> None:
        self._words = list(reversed(words)) if _from_right(" ".join(words)) else list(words)
        self._size = size
        self.width = size * (sum(map(_width, words)) + SPACE * max(0, len(words) - 1))

    def draw(
        self, canvas: ImageDraw.ImageDraw, x: float, y: float, ink: tuple[int, int, int] | int
    ) -> None:
        """Draw with the baseline's left end at (x, y)."""
        for word in self._words:
            font = _font(_font_of(word), self._size)
            canvas.text((x, y), word, fill=ink, font=font, anchor="ls")
            x += self._size * (_width(word) + SPACE)


def _broken(word: str, size: int, width: float) -> list[str]:
    """A word in pieces that are `width` wide at most, by the widths of its letters."""
    if size * _width(word) <= width:
        return [word]
    pieces, room = [""], width
    for letter in word:
        if pieces[-1] and size * _width(letter) > room:
            pieces.append("")
            room = width
        pieces[-1] += letter
        room -= size * _width(letter)
    return pieces


def wrapped(text: str, size: int, width: float) -> list[Row]:
    """The rows of a text that is `width` pixels wide at most; a longer word is broken."""
    rows: list[list[str]] = []
    room = 0.0
    for word in text.split():
        for piece in _broken(word, size, width):
            if not rows or size * (_width(piece) + SPACE) > room:
                rows.append([])
                room = width + size * SPACE
            rows[-1].append(piece)
            room -= size * (_width(piece) + SPACE)
    return [Row(each, size) for each in rows]


def _laid(lines: tuple[str, ...], width: int, height: int) -> list[tuple[Row, int]]:
    """Rows with their heights, as large as fits."""
    short, scale = min(width, height), 1.0
    while True:
        rows = []
        for number, text in enumerate(lines):
            size = max(8, round((OTHER_LINES if number else FIRST_LINE) * short * scale))
            rows += [(row, round(size * LEADING)) for row in wrapped(text, size, WIDEST * width)]
        if sum(each for _, each in rows) <= TALLEST * height or scale * OTHER_LINES < LEAST:
            return rows
        scale *= 0.9


def card(lines: tuple[str, ...], width: int, height: int) -> Image.Image:
    """A title card of this size, RGB. Raises `FilmError` for letters that cannot be drawn."""
    refuse_missing("".join(lines))
    picture = Image.new("RGB", (width, height), GROUND)
    canvas = ImageDraw.Draw(picture)
    rows = _laid(lines, width, height)
    y = (height - sum(each for _, each in rows)) / 2
    for row, high in rows:
        row.draw(canvas, (width - row.width) / 2, y + high * 0.75, INK)
        y += high
    return picture


def line_masks(text: str, width: int, height: int) -> tuple[Mask, Mask]:
    """The line across the top of every picture: where it is ink, and where it is ink or outline.

    Two arrays of shape (rows, width), 0 to 255, for the upper rows of the picture: light letters with
    a dark outline are read on light and on dark. Raises `FilmError` for letters that cannot be drawn.
    """
    refuse_missing(text)
    size = max(11, round(LINE * min(width, height)))
    edge = max(1, round(size / 9))
    rows = wrapped(text, size, WIDEST * width)
    high = round(size * LEADING)
    tall = min(height, (round(size * 0.4) + high * len(rows) + 1) // 2 * 2)
    letters = Image.new("L", (width, tall), 0)
    for number, row in enumerate(rows):
        y = size * 0.2 + high * number + high * 0.75
        row.draw(ImageDraw.Draw(letters), (width - row.width) / 2, y, 255)
    outlined = letters.filter(ImageFilter.MaxFilter(2 * edge + 1))
    return np.asarray(letters, dtype=np.uint8), np.asarray(outlined, dtype=np.uint8)
