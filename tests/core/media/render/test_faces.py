import io

import numpy as np
import pytest
from PIL import Image

from attune.core.clock import FrameOutOfRangeError
from attune.core.media.look import first_look
from attune.core.media.render.detect import Found
from attune.core.media.render.faces import Tracks, faces, small_size, thumb, to_json
from attune.core.media.render.places import Places, around
from attune.core.media.render.plan import Face
from tests.films.made import made

PICTURE = np.zeros((100, 200, 3), dtype=np.uint8)


def face(x: float, score: float = 0.9) -> Found:
    return Found(x, 0.5, 0.2, 0.2, score)


def test_sightings_become_tracks_of_one_face_each():
    tracks = Tracks(apart=30)
    tracks.see(0, [face(0.2), face(0.8)], PICTURE)
    tracks.see(10, [face(0.78), face(0.24)], PICTURE)
    tracks.see(20, [face(0.75)], PICTURE)
    tracks.see(30, [face(0.3), face(0.5), face(0.28, 0.6)], PICTURE)  # after a gap; one is new
    tracks.see(90, [face(0.75)], PICTURE)  # too long out of sight
    tracks.see(91, [face(0.75)], PICTURE)
    kept = tracks.kept()
    assert [[box.tick for box in track.boxes] for track in kept] == [
        [0, 10, 30],
        [0, 10, 20],
        [90, 91],
    ]
    assert [box.x for box in kept[0].boxes] == [1000, 1400, 1800]  # the more alike of two
    assert [box.x for box in kept[1].boxes] == [7000, 6800, 6500]
    assert to_json(kept[2], "face-003.jpg") == {
        "picture": "face-003.jpg",
        "boxes": [[90, 6500, 4000, 2000, 2000], [91, 6500, 4000, 2000, 2000]],
    }


def test_a_thumb_is_small_and_shows_the_face():
    picture = np.zeros((1000, 2000, 3), dtype=np.uint8)
    picture[400:600, 800:1200] = 255
    shown = Image.open(io.BytesIO(thumb(picture, Found(0.5, 0.5, 0.2, 0.2, 1))))
    assert max(shown.size) <= 160
    assert np.asarray(shown).mean() > 100
    assert Image.open(io.BytesIO(thumb(PICTURE, Found(1.2, 1.2, 0.1, 0.1, 1)))).size == (1, 1)


def test_the_faces_of_a_film_are_followed_and_hidden_wherever_they_were_found():
    film, told = made("h264", 1.5, (640, 360)), []
    first, second, *others = faces(film.path, 2, 40, progress=lambda *step: told.append(step))
    assert told[-1][0] == told[-1][1]
    places = Places(film.table.time_base, [], [Face(0, tuple(first.boxes))], {})
    for box in first.boxes:
        ((corners, _),) = places.at(box.tick, 10_000, 10_000)
        assert around(corners) == (box.x / 1e4, box.y / 1e4, box.width / 1e4, box.height / 1e4)
    assert {box.tick for box in first.boxes} <= set(film.table.pts[2:41])
    for track, middle in zip(
        sorted((first, second), key=lambda one: one.boxes[0].x), (0.29, 0.71), strict=True
    ):
        assert len(track.boxes) >= 9
        for box in track.boxes:
            assert (box.x + box.width / 2) / 1e4 == pytest.approx(middle, abs=0.04)
    assert all(len(track.boxes) < len(second.boxes) for track in others)
    with pytest.raises(FrameOutOfRangeError):
        faces(film.path, 5, 999, table=film.table)


def test_a_large_film_is_looked_at_small():
    assert small_size(first_look(made("h264").path)) == (320, 180)
