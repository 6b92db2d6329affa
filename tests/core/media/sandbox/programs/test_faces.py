"""Faces found behind the walls."""

import io

import pytest

from attune.core.media.sandbox.launcher import FilmRefusedError, run
from attune.core.media.sandbox.programs import faces
from tests.core.media.sandbox.inside import Parts, serving
from tests.films.made import made


def test_faces_are_found_behind_all_walls():
    film, parts, told = made("h264", 0.5, (640, 360)), Parts(), []
    given = {"first": film.table.pts[2], "last": film.table.pts[9]}
    with film.path.open("rb") as file:
        facts = run("faces", given, [file], parts, said=told.append)
    assert [track["picture"] for track in facts["tracks"]] == ["face-001.jpg", "face-002.jpg"]
    assert set(parts) == {"face-001.jpg", "face-002.jpg"}
    assert all(picture.startswith(b"\xff\xd8") for picture in parts.values())
    assert told[-1]["done"] == told[-1]["total"]


def test_a_part_that_the_film_does_not_have_is_refused():
    faces.warm()
    film = made("h264", 0.5, (640, 360))
    given, how = {"first": 1, "last": 2}, {"walls": (), "start": serving(faces.faces)}
    with film.path.open("rb") as file:
        sources = [file, io.BytesIO(film.table.to_bytes())]
        with pytest.raises(FilmRefusedError, match="no such part"):
            run("faces", given, sources, Parts(), **how)


def test_a_part_is_looked_at_with_the_frame_table_at_hand():
    film = made("h264", 0.5, (640, 360))
    given = {"first": film.table.pts[0], "last": film.table.pts[4]}
    with film.path.open("rb") as file:
        sources = [file, io.BytesIO(film.table.to_bytes())]
        facts = run("faces", given, sources, Parts(), walls=(), start=serving(faces.faces))
    assert len(facts["tracks"]) == 2
