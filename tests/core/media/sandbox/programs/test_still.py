"""The still from behind the walls: the exact frame, and no file."""

import io

import numpy as np
import pytest
from PIL import Image

from attune.core.media.invented import read_frame_number
from attune.core.media.sandbox.launcher import FilmRefusedError, run
from attune.core.media.sandbox.programs import still
from tests.core.media.sandbox.inside import Parts, serving
from tests.films.made import made


def drawn(kind, number, name, **options):
    truth = made(kind)
    parts = Parts()
    with truth.path.open("rb") as film:
        sources = [film, io.BytesIO(truth.table.to_bytes())]
        facts = run("still", {"number": number, "name": name}, sources, parts, **options)
    picture = Image.open(io.BytesIO(parts.pop(name)))
    assert parts == {}
    assert (facts["width"], facts["height"]) == picture.size
    return picture


def test_frame_is_drawn_behind_all_walls():
    picture = drawn("hevc-vfr-rotated", 17, "still.png")
    assert picture.format == "PNG"
    assert read_frame_number(np.asarray(picture)) == 17


def test_frame_is_drawn_as_a_jpeg_too():
    still.warm()
    picture = drawn("h264", 3, "still.jpg", walls=(), start=serving(still.still))
    assert picture.format == "JPEG"
    assert read_frame_number(np.asarray(picture)) == 3


def test_what_is_no_film_is_refused_in_a_sentence():
    frames = io.BytesIO(made("h264").table.to_bytes())
    with pytest.raises(FilmRefusedError, match="not a film"):
        run("still", {"number": 0, "name": "a.png"}, [io.BytesIO(b"no film" * 9), frames], Parts())
