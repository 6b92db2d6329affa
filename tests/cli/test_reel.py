"""`attune film blur` and `attune film reel` as a person runs them."""

import json

import av
import pytest

from attune.core.media.render.plan import Clip, Plan
from tests.cli.running import attune
from tests.films.made import made, numbers_shown


def grey_share(out, spot):
    with av.open(str(out)) as film:
        return [frame.to_ndarray(format="gray")[spot].std() < 3 for frame in film.decode(video=0)]


def test_blur_hides_a_region_in_some_frames(tmp_path):
    film, out = made("h264"), tmp_path / "out.mp4"
    told = attune(
        "film", "blur", film.path, out, "--region", "100,40,60,50@5-7", "--fill", "--json"
    )
    assert (told.returncode, told.stderr) == (0, "")
    facts = json.loads(told.stdout)
    assert (facts["frames"], facts["out"]) == (len(film.table), str(out))
    assert [number for _, number in numbers_shown(out)] == list(film.numbers)
    hidden = grey_share(out, (slice(40, 90), slice(100, 160)))
    assert [number for number, each in enumerate(hidden) if each] == [5, 6, 7]


def test_blur_hides_the_faces_that_are_found(tmp_path):
    film, out = made("h264", 0.5, (640, 360)), tmp_path / "out.mp4"
    told = attune("film", "blur", film.path, out, "--faces", "--fill")
    assert (told.returncode, told.stdout) == (0, "")
    assert "2 faces were found" in told.stderr
    eyes = (slice(175, 190), slice(178, 192))  # of the larger of the two painted people
    assert not any(grey_share(film.path, eyes))
    assert all(grey_share(out, eyes))


def test_reel_holds_exactly_the_frames_of_its_clips(tmp_path):
    one, two, out = made("vfr"), made("rotated"), tmp_path / "out.mp4"
    told = attune("film", "reel", out, f"{one.path}@3-6", f"{two.path}@2-4*1/2", one.path)
    assert (told.returncode, told.stdout) == (0, "")
    assert f"{4 + 3 + len(one.table)} frames" in told.stderr


def test_reel_carries_out_a_plan(tmp_path):
    film, out = made("vfr"), tmp_path / "out.mp4"
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps(Plan((Clip(0, *film.table.pts[3:5]),)).to_json()))
    told = attune("film", "reel", out, film.path, "--plan", plan)
    assert told.returncode == 0
    assert [number for _, number in numbers_shown(out)] == [3, 4]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("blur {film} {out}", "Say what to hide"),
        ("blur {film} {out} --region 1,2,3", "A region is x,y,width,height"),
        ("blur {film} {out} --region 999,0,5,5", "outside the picture of 320 by 180"),
        ("blur {film} {out} --region 1,1,5,5@3-999", "There is no frame 999"),
        ("blur {film} {out} --everything --line 你", "cannot be drawn here"),
        ("reel {out} {film}@5-3", "before it begins"),
        ("reel {out} {film}@1-3*2", "from 1/4 to 1"),
        ("reel {out} none.mp4@1-3", "no file or folder named none.mp4"),
        ("reel {film} {film}", "one of the films"),
        ("reel {out} {film} --plan {film}", "is not JSON"),
        ("reel {folder}/out.txt {film}", "Name the output with .mp4"),
    ],
)
def test_bad_input_is_one_sentence_and_leaves_nothing(words, says, tmp_path):
    filled = words.format(film=made("h264").path, out=tmp_path / "out.mp4", folder=tmp_path)
    told = attune("film", *filled.split())
    assert (told.returncode, told.stdout) == (2, "")
    assert says in told.stderr
    assert "Traceback" not in told.stderr
    assert list(tmp_path.iterdir()) == []
