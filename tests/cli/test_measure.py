"""`attune measure`: what is shipped, a package of one's own, what a form scores."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from attune.cli import app, measure
from attune.core.instruments.catalogue import newest
from tests.core.instruments.small import TOTALS, changed, small, totals_only, write


def attune(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["measure", *[str(each) for each in arguments]])
    return result.exit_code, result.stdout, result.stderr


def form(folder: Path, answers: dict[str, object]) -> Path:
    path = folder / "answers.csv"
    rows = "".join(f"{item},{value}\n" for item, value in answers.items())
    path.write_text("item,value\n" + rows, encoding="utf-8")
    return path


def test_form_is_scored_as_a_person_runs_it(tmp_path):
    answers = form(
        tmp_path, {"1": 1, "2": 3, "3": 4, "4": 0, "5": 2, "6": 1, "7": 3, "8": 1, "9": 2, "10": ""}
    )
    words = [
        sys.executable,
        "-m",
        "attune",
        "measure",
        "score",
        "core-10",
        "--answers",
        answers,
        "--json",
    ]
    told = subprocess.run(words, check=True, capture_output=True, text=True)
    assert json.loads(told.stdout) == {
        "measure": "core-10",
        "version": "1.0.0",
        "scores": {"total": pytest.approx(10 * (1 + 1 + 0 + 0 + 2 + 1 + 3 + 1 + 2) / 9)},
        "missing": [10],
        "bands": {},
        "risk": [6],
    }
    assert told.stderr == ""


def test_form_is_told_to_a_person(tmp_path):
    answers = form(tmp_path, {str(item): 1 for item in range(1, 9)} | {"9": 1})
    status, out, err = attune("score", "phq-9", "--answers", answers)
    assert (status, "Total" in out, "mild" in out) == (0, True, True)
    assert "Needs a person's response now: Question 9" in err
    status, out, err = attune("score", "gad-7", "--answers", form(tmp_path, {"1": 3}))
    assert (status, "cannot be computed" in out) == (0, True)
    assert err == "Without an answer: 2, 3, 4, 5, 6, 7.\n"


def test_totals_are_entered_by_scale(tmp_path, monkeypatch):
    monkeypatch.setattr(measure, "find", lambda *_: totals_only(tmp_path))
    answers = form(tmp_path, {"warmth": 20, "worry": ""})
    status, out, _ = attune("score", "small", "--answers", answers, "--json")
    assert (status, json.loads(out)["scores"]) == (0, {"warmth": 20, "worry": None, "total": None})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("item,value\n11,0\n", "PHQ-9 has no item 11."),
        ("item,value\n1,4\n", "Item 1 takes a whole number from 0 to 3, not 4."),
        ("item,value\n1,often\n", "Item 1 takes a whole number, not 'often'."),
        ("item,value\n1,1\n 1,2\n", "answers item 1 twice."),
        ("item,value\n", "needs rows, and exactly the columns item and value."),
        ("item,value\n1,1,1\n", "exactly the columns item and value."),
        ("item,value\n1\n", "exactly the columns item and value."),
        ("question,answer\n1,1\n", "exactly the columns item and value."),
        ('item,value\n1,"2', "is no CSV file in UTF-8."),
        (" " * (measure.LARGEST + 1), "is larger than a filled form can be."),
    ],
)
def test_form_that_cannot_be_scored_is_refused(tmp_path, text, says):
    (tmp_path / "form.csv").write_text(text)
    status, out, err = attune("score", "phq-9", "--answers", tmp_path / "form.csv", "--json")
    assert (status, out) == (2, "")
    assert err.strip().endswith(says)


def test_other_bad_input_is_said(tmp_path):
    (tmp_path / "form.csv").write_bytes(b"\xff\xfe")
    assert "no CSV file" in attune("score", "phq-9", "--answers", tmp_path / "form.csv")[2]
    answers = form(tmp_path, {"1": 1})
    assert "There is no measure 'phq'" in attune("score", "phq", "--answers", answers)[2]
    told = attune("score", "phq-9", "--version", "9.9.9", "--answers", answers)
    assert (told[0], told[2]) == (2, "There is no version '9.9.9' of PHQ-9.\n")
    missing = attune("score", "phq-9", "--answers", tmp_path / "none.csv")
    assert (missing[0], "There is no file or folder named" in missing[2]) == (2, True)


def test_form_saved_by_a_spreadsheet_is_read(tmp_path):
    (tmp_path / "form.csv").write_bytes(b"\xef\xbb\xbfitem,value\r\n1,1\r\n")
    status, out, _ = attune("score", "gad-7", "--answers", tmp_path / "form.csv", "--json")
    assert (status, json.loads(out)["missing"]) == (0, [2, 3, 4, 5, 6, 7])


def test_measures_are_listed():
    status, out, _ = attune("list", "--json")
    told = json.loads(out)
    assert (status, [one["measure"] for one in told]) == (0, [one.id for one in newest()])
    phq = next(one for one in told if one["measure"] == "phq-9")
    assert (phq["items"], phq["scales"], phq["rights"]) == (9, {"total": [0, 27]}, "ship")
    assert "Patient Health" in attune("list")[1]


def test_packages_are_checked(tmp_path):
    assert attune("check")[0] == 0
    small(tmp_path)
    assert attune("check", tmp_path / "small") == (
        0, "", "small 1.0.0 is whole: 4 items, 5 scales.\n",
    )  # fmt: skip
    status, out, _ = attune("check", write(tmp_path / "totals", TOTALS), "--json")
    assert (status, json.loads(out)[0]["measure"]) == (0, "small")


def test_package_that_is_refused_says_why(tmp_path):
    folder = changed(tmp_path / "mine", "vectors.csv", "mixed,0,1,2,3,2,", "mixed,0,1,2,3,1,")
    says = "The form “mixed” in vectors.csv scores 2 on first, not 1.0."
    assert attune("check", folder) == (1, "", says + "\n")
    status, out, _ = attune("check", folder, "--json")
    assert (status, json.loads(out)) == (1, {"measure": "Small", "faults": [says]})
    assert attune("check", tmp_path / "none")[0] == 2
