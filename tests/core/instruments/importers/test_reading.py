"""The door of the importers, on files of all formats: exact reports, and refusals in a sentence."""

import json
from pathlib import Path

import pytest

from attune.core.instruments.catalogue import find, folder_of, newest
from attune.core.instruments.errors import PackageError
from attune.core.instruments.importers.forms import LARGEST, FormError, Report
from attune.core.instruments.importers.reading import catalogue, read_form
from attune.core.instruments.package import read_package
from tests.core.instruments.importers.made import (
    as_bytes,
    bundle,
    calculated,
    question,
    questionnaire,
    ten_of,
    workbook,
    zipped,
)
from tests.core.instruments.small import write

SAMPLES = Path(__file__).parent / "samples"
REAL = Path(__file__).parents[5] / "shared/samples/forms"
TOP = "%resource.item.answer.value.ordinal().sum()"


def sample(name: str) -> Report:
    return read_form((SAMPLES / name).read_bytes(), name)


def test_epds_that_scores_seven_items_backwards_makes_a_person_look(tmp_path):
    """As a public one does: each item counts 0 to 3 from its first answer, and they are added."""
    report = read_form(as_bytes(ten_of("epds")), "epds.json")
    looked = [one for one in report.decide if one.startswith("Look at")]
    assert [one.partition(")")[0].partition("(")[2] for one in looked] == [
        "epds_3", "epds_5", "epds_6", "epds_7", "epds_8", "epds_9", "epds_10",
    ]  # fmt: skip
    assert looked[-1] == (
        "Look at item 10 (epds_10): the form scores mine_total backwards compared with the manual of EPDS. "
        "With its last answer (“Fourth”) the score is 3 higher than with its first, and by the manual 3 "
        "lower. Answers to this item need a person's response: it must not be wrong."
    )
    assert (
        "The score mine_total counts a blank answer as zero. Say what the manual does with a blank."
        in report.decide
    )
    assert any(
        one.startswith("The words of EPDS may not be copied freely.") for one in report.decide
    )
    assert any("“all minimum” gives 21, not 0" in one for one in report.decide)
    with pytest.raises(PackageError):
        read_package(write(tmp_path / "draft", dict(report.drafts["EPDS_schema"])))


def test_order_of_print_is_told_with_a_source_of_the_package():
    falling = {one.measure.id: one.falling for one in catalogue() if one.falling}
    assert falling == {"epds": frozenset({"3", "5", "6", "7", "8", "9", "10"})}
    assert "order of print" in find("epds").sources["form"].text
    assert len(catalogue()) == len(newest())


def test_total_that_never_reaches_nested_answers_is_doubted():
    """As the standard's own example of a PHQ-9 does."""
    nested = [question(f"H1/T1/Q{number}") for number in range(1, 10)]
    group = {"linkId": "H1/T1", "type": "group", "item": [*nested, calculated("H1/TS", TOP)]}
    report = read_form(as_bytes(questionnaire(group)), "PHQ-9.json")
    assert report.recomputed == ()
    assert report.decide == (
        "The score H1/TS never reaches an answer: however the form is filled in, it gives 0. Its formula: "
        + TOP,
        "The form mine holds no score that could be recomputed: take it from the manual.",
        (
            "mine looks like PHQ-9, which Attune has already, sourced and tried. Use that one unless this form "
            "differs from it on purpose."
        ),
        "The score H1/TS is not in the draft: write it from the manual.",
    )


def test_dictionary_is_reported():
    report = sample("dictionary.csv")
    assert report.recomputed == (
        (
            "total is made of 3 items: all lowest numbers give 3, all highest 6, all highest with q1 blank "
            "nothing. It goes down where the number goes up: item 4 (q3)."
        ),
        "some is made of 2 items: all lowest numbers give 0, all highest 6, all highest with q1 blank 3.",
    )
    assert report.dropped[-2:] == (
        (
            "years: the form's formula is not understood, because the function 'datediff' is not understood: "
            "datediff([born],'today','y')"
        ),
        "note: the form's formula is not understood, because it makes words, not a number: [q1]",
    )
    assert report.decide == (
        "colour: the codes of their options are not numbers, so they have no score.",
        "q1: 777 “Refused” was taken for no answer and kept out of the range.",
        "Item 4 (q3) speaks of harm: say which of its answers need a person's response.",
        "Item 4 (q3): the answer “Never” has the highest number, 3. Say whether the manual counts it so.",
        "The score total adds the code 777 of q1 (“Refused”) as if it were a number, and gives 780.",
        "The score total uses q2, asked only under a condition: say what counts where it is not asked.",
        "The score some counts a blank answer as zero. Say what the manual does with a blank.",
        "The score some adds the code 777 of q1 (“Refused”) as if it were a number, and gives 780.",
        "The score some uses q2, asked only under a condition: say what counts where it is not asked.",
        (
            "mood, sleep, alone, sound: their numbers do not run from 0 to 3 as those of the other items, so "
            "the draft of days leaves them out."
        ),
        "The score away is made of nobody, which is no question that was read: it can't be recomputed.",
        "other has no item whose answers are numbered one by one: no draft is made.",
    )
    assert list(report.drafts) == ["days"]


def test_names_that_come_twice_are_taken_once():
    twice = questionnaire(
        question("q1"), question("q1"), calculated("t", TOP), calculated("t", "1")
    )
    report = read_form(as_bytes(twice), "f.json", known=[])
    assert (len(report.forms[0].items), len(report.forms[0].formulas)) == (1, 1)
    assert report.dropped == (
        "q1: an item of this name stands before it.",
        "t: a score of this name stands before it.",
    )


def test_project_and_workbook_are_reported():
    report = sample("project.xml")
    assert report.recomputed == (
        ("total is made of 2 items: all lowest numbers give 0, all highest 4, all highest with q1 blank "
        "nothing."),
    )  # fmt: skip
    rows = [["type", "name", "label"], ["select_one l", "q1", "One"], ["select_one l", "q2", "Two"]]
    made = workbook(
        survey=[*rows, ["calculate", "total", ""]],
        choices=[["list_name", "name", "label"], ["l", "0", "No"], ["l", "1", "Yes"]],
    )
    assert read_form(made, "form.xlsx").dropped == (
        ("total: the form's formula is not understood, because 'its end' is not understood where it "
        "stands: "),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "f is in no format that is read"),
        (b"item,value\n1,2\n", "f is in no format that is read"),
        (b"\xff\xfe\x00", "f is no text in UTF-8"),
        (b"{", "f is broken: it is not whole JSON."),
        (b"[" * 100_000, "f is broken: it is not whole JSON."),
        (b"[1]", "f is JSON, and in no format that is read"),
        (b'{"a": "\\ud800"}', "f is broken: it is not whole JSON."),
        (b'{"a": 1}', "f is JSON, and in no format that is read"),
        (as_bytes({"resourceType": "Patient"}), "a FHIR Patient, and no Questionnaire is in it"),
        (as_bytes(questionnaire()), "f asks no questions."),
        (b"<html/>", "no REDCap project in ODM"),
        (b"<!DOCTYPE a><a/>", "declares a document type"),
        (zipped({"a": "b"}), "no spreadsheet, or it is broken"),
        (b" " * (LARGEST + 1), "f is larger than 5 MB"),
    ],
)
def test_what_is_no_form_is_refused_in_a_sentence(content, says):
    with pytest.raises(FormError) as caught:
        read_form(content, "f", known=[])
    assert says in str(caught.value)


def test_file_saved_with_a_mark_of_its_encoding_is_read():
    made = b"\xef\xbb\xbf" + as_bytes(bundle({"q1": [0, 1], "q2": [0, 1]}, "q1 + q2"))
    assert read_form(made, "f", known=[]).format == "ReproSchema"


def test_form_like_the_catalogues_own_is_the_same_measure():
    own = json.loads((folder_of(find("gad-7")) / "questionnaire.json").read_text(encoding="utf-8"))
    own |= {"id": "x", "title": "x", "name": "x"}
    report = read_form(as_bytes(own), "x.json")
    assert "x looks like GAD-7" in " ".join(report.decide)
    assert not [one for one in report.decide if one.startswith("Look at")]


# What was found in real files made by others; they lie beside the project where it is worked on. The
# small ones in samples/ and the tests above carry the same cases everywhere.
FACTS = {
    "redcap-longitudinal-dictionary.csv": ([17, 6, 7, 5, 4, 9, 14, 12, 13], 2, 2, 18),
    "redcap-odm-survey-project.xml": ([4, 5, 4, 7], 0, 4, 9),
    "reproschema-gad7-bundle.json": ([7], 1, 1, 5),
    "xlsform-choice-filter.xlsx": ([3], 0, 0, 3),
}


def test_real_files_of_others_are_reported():
    for name, (items, formulas, dropped, decide) in FACTS.items():
        path = REAL / name
        if path.exists():
            report = read_form(path.read_bytes(), name)
            assert [len(form.items) for form in report.forms] == items, name
            assert sum(len(form.formulas) for form in report.forms) == formulas, name
            assert (len(report.dropped), len(report.decide)) == (dropped, decide), name
            assert "aaa@bbb.com" not in json.dumps(report.to_json()), name
