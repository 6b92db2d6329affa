"""`attune stats meta` and `attune stats mixed` on the reference cases, as a person runs them."""

import csv
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from attune.cli.stats_models import stats_meta, stats_mixed
from tests.reference.tables import FOLDER, expected, table

stats = typer.Typer()
stats.command("meta")(stats_meta)
stats.command("mixed")(stats_mixed)


def attune(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(stats, [str(each) for each in arguments])
    return result.exit_code, result.stdout, result.stderr


def asked(*arguments: object) -> dict:
    status, out, said = attune(*arguments, "--json")
    assert (status, said) == (0, "")
    return json.loads(out)


def written(folder: Path, text: str) -> Path:
    path = folder / "data.csv"
    path.write_text(text, encoding="utf-8")
    return path


def long_table(folder: Path) -> Path:
    """Case 11 with one row for each dyad and occasion, the occasions named as in its R command."""
    rows = table("11_vig_synthetic")
    names = {"pre": "0pre", "post": "1post", "follow": "2follow"}
    with (folder / "long.csv").open("w", encoding="utf-8", newline="") as lines:
        file = csv.writer(lines)
        file.writerow(["dyad", "practitioner", "service", "t", "y"])
        for row in rows:
            for name, t in names.items():
                file.writerow([row["dyad"], row["practitioner"], row["service"], t, row[name]])
    return folder / "long.csv"


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ((), "REML"),
        (("--method", "DL"), "DL"),
        (("--method", "pm", "--test", "knha"), "PM_KNHA"),
        (("--test", "knha"), "REML_KNHA"),
    ],
)
def test_case_01_meta(options, kind):
    found, theirs = asked("meta", FOLDER / "01_bcg.csv", *options), expected("01_bcg")[kind]
    names = {"estimate": "b", "Q": "QE", "Q_p": "QEp"}
    assert list(found) == [
        *("estimate", "se", "ci_lb", "ci_ub", "pi_lb", "pi_ub", "tau2", "I2", "H2", "Q", "Q_p")
    ]
    assert found == pytest.approx({name: theirs[names.get(name, name)] for name in found}, rel=1e-8)


def test_case_08_mixed():
    found = asked(
        "mixed", FOLDER / "08_sleepstudy.csv", "--formula", "Reaction ~ Days", "--groups", "Subject"
    )
    theirs = expected("08_sleepstudy")["REML_intercept_only"]
    assert list(found) == ["fixed", "variance", "reml_criterion"]
    for name, value in theirs["fixef"].items():
        each = {"estimate": value, "se": theirs["se"][name]}
        assert found["fixed"][name] == pytest.approx(each, rel=1e-7)
    variances = {"Subject": 1378.17852777635, "residual": 960.456577606195}
    assert found["variance"] == pytest.approx(variances, rel=1e-6)
    assert found["reml_criterion"] == pytest.approx(theirs["REMLcrit"], rel=1e-10)


def test_case_11_mixed_with_words_and_rows_that_lack_a_value(tmp_path):
    status, out, said = attune(
        "mixed",
        long_table(tmp_path),
        "--formula",
        "y ~ 1 + t",
        "--groups",
        "service/practitioner/dyad",
        "--json",
    )
    assert (status, said.replace("\n", " ")) == (
        0,
        "325 of 3255 rows lack a value and are left out. ",
    )
    found, theirs = json.loads(out), expected("11_vig_synthetic")["long"]
    estimates = {name: each["estimate"] for name, each in found["fixed"].items()}
    assert estimates == pytest.approx(theirs["fixef"], rel=1e-8)
    assert list(found["variance"]) == ["service", "practitioner", "dyad", "residual"]
    assert found["reml_criterion"] == pytest.approx(theirs["REMLcrit"], rel=1e-10)


def test_both_are_told_in_tables():
    status, out, _ = attune("meta", FOLDER / "01_bcg.csv")
    assert status == 0
    assert "13 studies, REML" in out
    assert "-0.714532" in out
    status, out, said = attune(
        "mixed", FOLDER / "09_pastes.csv", "--formula", "strength ~ 1", "--groups", "batch/cask"
    )
    assert status == 0
    assert "60.0533" in out
    assert "REML criterion 246.9907, 60 rows." in said


GOOD = "yi,vi,x\n0.2,0.1,a\n0.4,0.2,b\n0.3,0.1,b\n"


@pytest.mark.parametrize(
    ("text", "arguments", "sentence"),
    [
        (GOOD, ("meta", "--method", "EB"), "There is no method EB"),
        (GOOD, ("meta", "--test", "t"), "There is no test t"),
        ("yi,v\n1,2\n", ("meta",), "has no column named vi."),
        ("yi,vi\n1,2,3\n", ("meta",), "as many cells in each."),
        ("yi,vi\nNA,2\n1,\n", ("meta",), "has no row with a value in every column"),
        ("yi,vi\none,2\n1,1\n", ("meta",), "The column yi has 'one', which is not a number."),
        ("yi,vi\n1,2\n", ("meta",), "Cannot be computed, because there are fewer than two studies"),
        ("yi,vi\n1,nan\n1,1\n", ("meta",), "a value is not a finite number"),
        (GOOD, ("mixed", "--formula", "yi", "--groups", "x"), "is not of the form"),
        (GOOD, ("mixed", "--formula", "yi ~ vi*x", "--groups", "x"), "is not of the form"),
        (GOOD, ("mixed", "--formula", "yi ~ 0", "--groups", "x"), "A model without intercept"),
        (GOOD, ("mixed", "--formula", "yi ~ z", "--groups", "x"), "has no column named z"),
        (GOOD, ("mixed", "--formula", "yi ~ 1", "--groups", "vi/x"), "no x has more than one"),
        (
            "y,x,g\n1,2,a\n2,b,a\n1,3,b\n",
            ("mixed", "--formula", "y ~ x", "--groups", "g"),
            "The column x has numbers and words: 'b'.",
        ),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(tmp_path, text, arguments, sentence):
    command, *options = arguments
    status, out, said = attune(command, written(tmp_path, text), *options)
    assert (status, out) == (2, "")
    assert sentence in said.replace("\n", " ")


def test_a_file_that_is_not_there(tmp_path):
    status, _, said = attune("meta", tmp_path / "none.csv")
    assert status == 2
    assert "There is no file or folder named" in said
