"""`attune measure import`: a report of a form that others made, and a draft where asked."""

import json
from pathlib import Path

import pytest

from attune.core.instruments.importers.forms import LARGEST
from attune.core.instruments.package import FILES
from tests.cli.running import attune as as_a_person
from tests.cli.test_measure import attune
from tests.core.instruments.importers.made import as_bytes, bundle, ten_of

SAMPLES = Path(__file__).parents[1] / "core/instruments/importers/samples"


def written(folder: Path, data: object) -> Path:
    path = folder / "form.json"
    path.write_bytes(as_bytes(data))
    return path


def test_report_is_told_as_json_and_nothing_is_written(tmp_path):
    file = written(tmp_path, ten_of("epds"))
    done = as_a_person("measure", "import", file, "--report", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert (told["file"], told["format"], told["out"]) == ("form.json", "ReproSchema", [])
    assert len(told["understood"]["forms"][0]["items"]) == 10
    assert sum(one.startswith("Look at") for one in told["decide"]) == 7
    assert set(told["drafts"]["EPDS_schema"]) == set(FILES)
    assert [path.name for path in tmp_path.iterdir()] == ["form.json"]


def test_draft_is_written_and_refused_until_a_person_has_decided(tmp_path):
    file, out = written(tmp_path, ten_of("mine")), tmp_path / "new/draft"
    status, told, err = attune("import", file, "--out", out)
    assert (status, err) == (
        0, f"A draft is in {out}. It can be used once a person has decided what is open in it.\n",
    )  # fmt: skip
    assert told.startswith(
        "form.json: ReproSchema.\n  MINE_schema: 10 items, 10 with numbers, 1 scores"
    )
    assert "\nScores, recomputed from filled forms:\n  - mine_total is made of 10 items" in told
    assert {path.name for path in out.iterdir()} == set(FILES)
    status, refused, _ = attune("check", out, "--json")
    assert status == 1
    assert len(json.loads(refused)["faults"]) > 5
    again = attune("import", file, "--out", out)
    assert (again[0], again[2]) == (2, f"{out} is there already: name a new folder.\n")


def test_several_forms_have_a_folder_each(tmp_path):
    text = (SAMPLES / "dictionary.csv").read_text(encoding="utf-8")
    for form in ("../../out", "OUT", "!!"):
        text += f'q_{len(text)},{form},,radio,"One","0, No | 1, Yes",,,,,,,,,,,,\n'
    (tmp_path / "d.csv").write_text(text, encoding="utf-8")
    status, told, _ = attune("import", tmp_path / "d.csv", "--out", tmp_path / "o", "--json")
    names = ["days", "out", "out-2", "form"]
    assert (status, json.loads(told)["out"]) == (0, [str(tmp_path / "o" / name) for name in names])
    assert sorted(path.name for path in (tmp_path / "o").iterdir()) == sorted(names)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["d.csv", "o"]


def test_form_without_numbers_has_no_draft(tmp_path):
    made = bundle({"q1": [0, 1]}, "q1")
    made["items"]["q1"] |= {"question": "Why\x1b[2J?", "ui": {"inputType": "text"}}
    made["activity"]["compute"] = []
    file = written(tmp_path, made)
    status, told, err = attune("import", file, "--out", tmp_path / "o")
    assert (status, err) == (1, "No draft can be made of it.\n")
    assert "For a person to decide:\n  - mine_schema has no item" in told
    assert not (tmp_path / "o").exists()


def test_what_strangers_wrote_does_not_steer_the_terminal(tmp_path):
    made = bundle({"q1": [0, 1], "\x1b[2Jq2": [0, 99]}, "q1")
    told = attune("import", written(tmp_path, made))[1]
    assert "\x1b" not in told
    assert "[2Jq2" in told


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"%PDF-1.7", "form.json is in no format that is read"),
     (b"{}" + b" " * LARGEST, "form.json is larger than 5 MB")],
)  # fmt: skip
def test_what_is_no_form_is_refused(tmp_path, content, says):
    (tmp_path / "form.json").write_bytes(content)
    status, told, err = attune("import", tmp_path / "form.json", "--json")
    assert (status, told) == (2, "")
    assert err.startswith(says)


def test_file_that_is_not_there_is_said(tmp_path):
    status, _, err = attune("import", tmp_path / "none.json")
    assert (status, err) == (2, f"There is no file or folder named {tmp_path / 'none.json'}.\n")
    (tmp_path / "taken").write_text("x")
    file = written(tmp_path, ten_of("mine"))
    assert attune("import", file, "--out", tmp_path / "taken")[0] == 2
    assert attune("import", file, "--out", tmp_path / "taken/inside")[0] == 2
