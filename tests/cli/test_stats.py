"""`attune stats`: the reference cases through the command, and what is said of other files."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from attune.cli import app, stats_table

REFERENCE = Path(__file__).parents[1] / "reference"


def attune(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["stats", *[str(each) for each in arguments]])
    return result.exit_code, result.stdout, result.stderr


def answer(command: str, file: str | Path, *options: object):
    status, out, err = attune(command, REFERENCE / file, *options, "--json")
    assert status == 0, err
    return json.loads(out)


def expected(case: str):
    return json.loads((REFERENCE / f"{case}.json").read_text("utf-8"))["expected"]


def written(folder: Path, text: str) -> Path:
    (folder / "data.csv").write_text(text, encoding="utf-8")
    return folder / "data.csv"


def agreement(told) -> tuple[float, float, float]:
    return told["estimate"], told["ci_lb"], told["ci_ub"]


def test_command_as_a_person_runs_it_says_json_and_nothing_else():
    words = [sys.executable, "-m", "attune", "stats", "icc"]
    words += [str(REFERENCE / "16_shrout_fleiss1979.csv"), "--json"]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout)
    assert list(told) == ["estimate", "se", "ci_lb", "ci_ub", "kind", "units", "raters"]
    assert told["estimate"] == pytest.approx(0.289763779527559, rel=1e-8)
    assert done.stderr == ""


# ------------------------------------------------------------------------------ change


@pytest.mark.parametrize("kind", ["SMCC", "SMCR"])
def test_case_04_groups(kind):
    told = answer(kind.lower(), "04_morris2008.csv")
    both = expected("04_morris2008")[kind]
    assert [one["estimate"] for one in told] == pytest.approx(both["T"]["yi"] + both["C"]["yi"])
    assert [one["variance"] for one in told] == pytest.approx(both["T"]["vi"] + both["C"]["vi"])


def test_people_without_both_scores_are_left_out_and_said(tmp_path):
    data = written(tmp_path, "pre,post\n10,12\n11,11\n9,14\n8,\nNA,3\n")
    status, out, err = attune("smcc", data, "--json")
    told = json.loads(out)
    assert (status, told["n"], told["left_out"]) == (0, 3, 2)
    assert err == "2 without a score before or after are left out.\n"
    # J(2) is 1/√π; the changes are 2, 0 and 5, with mean 7/3 and standard deviation 2.5166.
    assert told["estimate"] == pytest.approx(0.5641895835477563 * (7 / 3) / 2.516611478423583)


def claus(folder: Path) -> Path:
    patients = expected("12_rci_claus2020")["rci"]["JT"]["per_patient"]
    rows = zip(patients["pre"], patients["post"], strict=True)
    return written(folder, "pre,post\n" + "".join(f"{pre},{post}\n" for pre, post in rows))


@pytest.mark.parametrize("method", ["JT", "GLN", "HLL", "EN", "NK", "HA"])
def test_case_12_reliable_change(tmp_path, method):
    options = ["--method", method, "--reliability", 0.81]
    options += ["--reliability-post", 0.85] if method == "NK" else []
    told = answer("rci", claus(tmp_path), *options)
    case = expected("12_rci_claus2020")["rci"][method]
    assert [one["index"] for one in told["people"]] == pytest.approx(case["per_patient"]["rci"])
    found = [told[name] for name in ("improved", "unchanged", "deteriorated")]
    assert found == case["summary"]["n"]
    assert ("threshold" in told) == (method == "JT")


def test_case_12_outcomes_by_cutoff(tmp_path):
    case = expected("12_rci_claus2020")
    cutoff = case["cutoffs"]["c"]["cutoff"]
    told = answer("rci", claus(tmp_path), "--reliability", 0.81, "--cutoff", cutoff)
    assert list(told["outcomes"].values()) == case["combined"]["JT"]["n"]


def test_reliable_change_is_told_to_a_person(tmp_path):
    data = written(tmp_path, "pre,post\n20,30\n24,22\n31,30\n")
    options = ["--reliability", 0.9, "--sd", 7.7, "--confidence", 0.9, "--higher-is-better"]
    status, out, err = attune("rci", data, *options)
    assert (status, err) == (0, "")
    assert "5.665" in out
    assert "improved" in out
    status, out, _ = attune("rci", data, *options, "--cutoff", 25)
    assert (status, "recovered 1, improved 0" in " ".join(out.split())) == (0, True)
    assert "0.5056" in attune("smcr", REFERENCE / "04_morris2008.csv")[1]


# ------------------------------------------------------------------------------ agreement


@pytest.mark.parametrize(
    ("file", "options", "value"),
    [
        ("14_irr_diagnoses.csv", [], 0.430244520060141),
        ("14_irr_anxiety.csv", ["--kind", "gwet"], 0.03137),
        ("14_irr_anxiety.csv", ["--kind", "conger"], -0.01871),
        ("14_irr_anxiety.csv", ["--kind", "light"], -0.01748),
        ("14_irr_anxiety.csv", ["--kind", "gwet", "--weights", "ordinal"], 0.48613),
        ("14_irr_anxiety.csv", ["--categories", "1,2,3,4,5,6", "--weights", "linear"], 0.05425),
    ],
)
def test_case_14_kappa_of_more_raters(file, options, value):
    assert answer("kappa", file, *options)["estimate"] == pytest.approx(value, abs=6e-6)


def test_case_14_cohens_kappa_of_two(tmp_path):
    lines = (REFERENCE / "14_irr_anxiety.csv").read_text("utf-8").splitlines()
    data = written(tmp_path, "\n".join(",".join(line.split(",")[:2]) for line in lines))
    told = answer("kappa", data)
    assert told["kind"] == "cohen"
    assert told["estimate"] == pytest.approx(0.119496855345912, rel=1e-8)
    assert told["se"] ** 2 == pytest.approx(0.0142256423269795, rel=1e-8)


def test_words_are_ordered_by_the_scale_that_is_given(tmp_path):
    data = written(tmp_path, "a,b\nlow,low\nlow,middle\nhigh,high\nhigh,low\n")
    status, _, err = attune("kappa", data, "--weights", "linear")
    assert (status, "nobody has said their order" in err) == (2, True)
    told = answer("kappa", data, "--weights", "linear", "--categories", "low, middle, high")
    assert told["estimate"] == pytest.approx(1 - 0.375 / 0.5)
    numbers = written(tmp_path, "a,b\n1,2\n2,1\n1,1\n")
    assert "not among the categories" in attune("kappa", numbers, "--categories", "x,y")[2]


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
def test_case_15_krippendorffs_alpha(metric):
    options = ["--metric", metric, "--raters-in-rows"]
    told = answer("alpha", "15_krippendorff_4x12.csv", *options)
    assert told["estimate"] == pytest.approx(expected("15_krippendorff_4x12")[metric], rel=1e-8)
    assert (told["units"], told["raters"]) == (12, 4)


@pytest.mark.parametrize("kind", ["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"])
def test_case_16_icc_and_cronbachs_alpha(kind):
    case = expected("16_icc_shrout_fleiss")["psych"]
    at = case["type"].index(kind)
    figures = [case[name][at] for name in ("ICC", "lower bound", "upper bound")]
    told = answer("icc", "16_shrout_fleiss1979.csv", "--kind", kind)
    assert agreement(told) == pytest.approx(figures, rel=1e-8)
    if kind == "ICC3k":
        told = answer("alpha", "16_shrout_fleiss1979.csv", "--kind", "cronbach")
        assert agreement(told) == pytest.approx(figures, rel=1e-8)


def test_scores_that_are_words_are_missing(tmp_path):
    status, _, err = attune("icc", written(tmp_path, "a,b\n1,2\n3,much\n"))
    assert (status, "a score is missing" in err) == (2, True)


# ------------------------------------------------------------------------------ services, sequences


def test_case_18_funnel():
    told, case = answer("funnel", "18_funnel_services.csv"), expected("18_funnel_services")
    found = [told[name] for name in ("target", "phi", "tau2")]
    assert found == pytest.approx(
        [case["target"], case["phi_winsorised10"], case["funnelplotr_tau2"]], rel=1e-8
    )
    assert [one["z"] for one in told["services"]] == pytest.approx(case["z_naive"], rel=1e-8)
    over = [one["limits_overdispersed"][0] for one in told["services"]]
    assert over == pytest.approx(case["source_data"]["OD95LCL"], rel=1e-6)
    first = told["services"][0]
    assert first["outer_limits"][0] < first["limits"][0] < told["target"] < first["limits"][1]
    status, out, _ = attune("funnel", REFERENCE / "18_funnel_services.csv")
    assert (status, "0.6268" in out, "S01" in out) == (0, True, True)


def test_case_19_lag_sequence():
    case = expected("19_lag_sequential")
    told = answer("lagseq", "19_lagseq_codes.csv", "--lag", 2)
    assert [told["g2"], told["df"]] == pytest.approx(case["lag2"]["chi"][0][:2], rel=1e-8)
    cell = next(one for one in told["cells"] if (one["given"], one["target"]) == ("2", "1"))
    assert cell["adjusted"] == pytest.approx(case["lag2"]["adjres"][1][0], rel=1e-8)
    told = answer("lagseq", "19_lagseq_codes_norepeat.csv", "--no-repeats")
    chi = case["norepeat_lag1_adjacentFALSE"]["chi"][0]
    assert told["g2"] == pytest.approx(chi[0], rel=1e-8)


def test_sessions_are_not_joined(tmp_path):
    rows = "".join(f"{session},{code}\n" for session in "xy" for code in "abba")
    told = answer("lagseq", written(tmp_path, "session,code\n" + rows))
    assert (told["transitions"], told["codes"]) == (6, ["a", "b"])


def test_case_20_two_movements():
    told = answer("wcc", "20_synchrony_two_series.csv", "--peak", 1.2, "--surrogates", 3)
    case = expected("20_synchrony")
    assert told["abs_mean_z"] == pytest.approx(case["abs_grandAver"], rel=1e-8)
    assert told["mean_z"] == pytest.approx(case["grandAver"], rel=1e-8)
    assert [one["best_lag"] for one in told["windows"]] == case["bestLag"]
    assert [one["peak_lag"] for one in told["windows"]] == [0.6] * 10
    assert (told["leads"], told["p"]) == ("s1", 0.25)


def test_movement_that_stands_still_has_no_lag(tmp_path):
    rows = "".join(f"{0 if at < 9 else at * at % 7},{at * at % 5}\n" for at in range(24))
    options = ["--rate", 1, "--window", 6, "--step", 6, "--reach", 1, "--peak", 1]
    told = answer("wcc", written(tmp_path, "a,b\n" + rows), *options)
    first = told["windows"][0]
    assert (first["best_lag"], first["peak_lag"], first["peak_correlation"]) == (None, None, None)
    assert "none" in attune("wcc", tmp_path / "data.csv", *options)[1]


def test_the_models_are_in_the_group_too():
    told = answer("mixed", "09_pastes.csv", "--formula", "strength ~ 1", "--groups", "batch/cask")
    assert told["fixed"]["(Intercept)"]["estimate"] == pytest.approx(60.0533333333333, rel=1e-8)
    assert "meta" in attune("--help")[1]


# ------------------------------------------------------------------------------ bad input


@pytest.mark.parametrize(
    ("command", "text", "says"),
    [
        ("smcc", "pre,post\n1,2\n", "Cannot be computed, because fewer than two people"),
        ("smcc", "pre,after\n1,2\n", "has no column named post."),
        ("smcc", "pre,post\n1,2\n2,x\n", "line 3: post takes a number, not 'x'."),
        ("smcc", "pre,post\n1,2\n2,inf\n", "line 3: post takes a number, not 'inf'."),
        ("smcc", "pre,post\n", "needs a line of names, rows below it"),
        ("smcc", "pre,post\n1\n", "needs a line of names, rows below it"),
        ("smcc", "pre,pre\n1,2\n", "has two columns of one name."),
        ("smcc", 'pre,post\n1,"2', "is no CSV file in UTF-8."),
        ("kappa", "a,b\n1,1\n1,1\n", "every rating is the same"),
        ("funnel", "service,n,count\na,1.5,1\n", "line 2: n takes a whole number."),
        ("funnel", "service,n,count\na,,1\n", "line 2: n takes a number, not ''."),
        ("wcc", "a,b,c\n1,2,3\n", "needs two columns: one for each series."),
        ("wcc", "a,b\n1,2\n", "shorter than one window"),
        ("lagseq", "code\na\na\n", "too few codes occur"),
    ],
)
def test_what_has_no_answer_is_said(tmp_path, command, text, says):
    status, out, err = attune(command, written(tmp_path, text), "--json")
    assert (status, out) == (2, "")
    assert says in err


def test_other_files_are_refused(tmp_path, monkeypatch):
    assert "There is no file or folder named" in attune("icc", tmp_path / "none.csv")[2]
    (tmp_path / "data.csv").write_bytes(b"\xff\xfe")
    assert "no CSV file" in attune("icc", tmp_path / "data.csv")[2]
    monkeypatch.setattr(stats_table, "LARGEST", 3)
    assert "larger than 64 MB" in attune("icc", written(tmp_path, "a,b\n1,2\n"))[2]
