"""An export from behind the walls."""

import io

import pytest

from attune.core.media.render.plan import Clip, Plan, Region, TitleCard, rectangle
from attune.core.media.sandbox.launcher import FilmRefusedError, run
from attune.core.media.sandbox.programs import render
from tests.core.media.sandbox.inside import Parts, serving
from tests.films.made import made, numbers_shown

HIDDEN = Region(0, rectangle(1000, 1000, 3000, 3000), follow=True)


def plan_of(film):
    clip = Clip(0, film.table.pts[3], film.table.pts[9], sound="masked")
    return Plan((TitleCard(("Anna مرحبا",)), clip), (HIDDEN,), line="for Anna only")


def test_an_export_is_made_behind_all_walls(tmp_path):
    film, parts, told = made("vfr"), Parts(), []
    with film.path.open("rb") as file:
        facts = run("render", {"plan": plan_of(film).to_json()}, [file], parts, said=told.append)
    assert list(parts) == ["out.mp4"]
    (tmp_path / "out.mp4").write_bytes(parts["out.mp4"])
    assert facts["frames"] == 13
    assert facts["size"] == len(parts["out.mp4"])
    assert told[-1] == {"done": facts["seconds"], "total": facts["seconds"]}


def test_frame_tables_that_are_at_hand_are_taken(tmp_path):
    render.warm()
    film, parts = made("b-frames"), Parts()
    plan = Plan((Clip(0, film.table.pts[3], film.table.pts[9]),))
    with film.path.open("rb") as file:
        sources = [file, io.BytesIO(film.table.to_bytes())]
        run(
            "render",
            {"plan": plan.to_json()},
            sources,
            parts,
            walls=(),
            start=serving(render.render),
        )
    (tmp_path / "out.mp4").write_bytes(parts["out.mp4"])
    assert [number for _, number in numbers_shown(tmp_path / "out.mp4")] == list(range(3, 10))


def test_without_frame_tables_the_film_is_decoded_once_more():
    film, parts = made("b-frames"), Parts()
    plan = Plan((Clip(0, film.table.pts[3], film.table.pts[9]),))
    with film.path.open("rb") as file:
        serve = serving(render.render)
        facts = run("render", {"plan": plan.to_json()}, [file], parts, walls=(), start=serve)
    assert facts["frames"] == 7


def test_what_is_no_plan_is_refused_in_a_sentence():
    with (
        made("vfr").path.open("rb") as file,
        pytest.raises(FilmRefusedError, match="A plan needs items"),
    ):
        run("render", {"plan": {}}, [file], Parts(), walls=(), start=serving(render.render))
