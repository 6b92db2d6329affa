import pytest

from attune.core.instruments.errors import AnswerError, PackageError
from attune.core.instruments.model import Status
from attune.core.instruments.package import read_package
from attune.core.instruments.vectors import answers_of, read_answer, scored_row, vector_faults
from tests.core.instruments.small import TOTALS, VECTORS, changed, small, totals_only

V = "vectors.csv"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("3", 3),
        (" -1 ", -1),
        ("", Status.MISSING),
        ("  ", Status.MISSING),
        ("na", Status.NOT_APPLICABLE),
        ("N/A", Status.NOT_APPLICABLE),
        ("not-applicable", Status.NOT_APPLICABLE),
    ],
)
def test_answer_is_read(text, answer):
    assert read_answer("1", text) == answer


@pytest.mark.parametrize("text", ["1_0", "3.0", "three", "1e2", "٣", "99999"])
def test_answer_that_is_no_whole_number_is_refused(text):
    with pytest.raises(AnswerError, match="Item 7 takes a whole number, not"):
        read_answer("7", text)


def test_blank_cells_are_no_answers(tmp_path):
    row = {"1": "2", "2": "", "4": "na"}
    assert answers_of(small(tmp_path), row) == {"1": 2, "4": Status.NOT_APPLICABLE}


def test_row_of_totals_is_scored(tmp_path):
    row = {"entered:warmth": "20", "entered:worry": "2.5"}
    assert scored_row(totals_only(tmp_path), row).scores["total"] == 22.5


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("mixed,0,1,2,3,2,", "mixed,0,1,2,3,1,", "“mixed” in vectors.csv scores 2 on first, not 1.0."),
        ("all blank,,,,,,", "all blank,,,,,0,", "scores None on first, not 0.0"),
        ("16.5,1", "16.5,", "alerts on 1, not nothing"),
        (",12.666666666666666,", ",12.666666666666666,2", "alerts on nothing, not 2"),
        ("mixed,0,1", "mixed,0,x", "can't be: Item 2 takes a whole number, not 'x'."),
        ("mixed,0,1", "mixed,0,4", "can't be: Item 2 takes a whole number from 0 to 3, not 4."),
        ("2,23.333333333333332", "two,23.333333333333332", "'two' is not a number"),
        ("form,1,2,3,4", "form,1,2,3,5", "needs rows, and exactly these columns: form, 1, 2, 3, 4,"),
        ("all minimum,0,0,0,0,3,0,3.0,3,1.5,", "all minimum,0,0,0,0,3,0,3.0,3,1.5,,,", "exactly these columns"),
    ],
)  # fmt: skip
def test_wrong_form_is_said(tmp_path, old, new, says):
    folder = changed(tmp_path / "small", V, old, new)
    with pytest.raises(PackageError) as refused:
        read_package(folder)
    assert any(says in fault for fault in refused.value.faults)


def test_name_of_a_form_is_for_people(tmp_path):
    folder = changed(tmp_path / "small", V, "all minimum,0,0,0,0", "nearly,0,0,0,0")
    assert read_package(folder).id == "small"


@pytest.mark.parametrize("kind", ["all blank", "all minimum", "all maximum", "one blank"])
def test_form_that_is_missing_is_said(tmp_path, kind):
    measure = small(tmp_path)
    text = "".join(line for line in VECTORS.splitlines(keepends=True) if not line.startswith(kind))
    assert list(vector_faults(measure, text)) == [f"vectors.csv has no form that is {kind}."]


def test_form_that_is_mixed_is_asked_for(tmp_path):
    kept = [line for line in VECTORS.splitlines() if not line.startswith(("mixed", "does not"))]
    faults = list(vector_faults(small(tmp_path), "\n".join(kept)))
    assert faults == ["vectors.csv has no form that is mixed."]


def test_rows_are_asked_for_and_broken_files_refused(tmp_path):
    measure = totals_only(tmp_path)
    assert "needs rows" in next(vector_faults(measure, ""))
    [fault] = vector_faults(measure, TOTALS[V] + '"mixed",1,"2')
    assert "vectors.csv cannot be read" in fault
    assert "'many' is not a number" in next(vector_faults(measure, TOTALS[V] + "x,many,1,,,"))


def test_measure_of_one_item_needs_no_mixed_form(tmp_path):
    scoring = TOTALS["scoring.toml"]
    start = scoring.index("[scales.worry]")
    files = {
        **TOTALS,
        "scoring.toml": scoring[:start].replace('decides = "total"', 'decides = "warmth"'),
        V: "form,entered:warmth,score:warmth\nall blank,,\nall minimum,0,0\nall maximum,35,35\n",
    }
    folder = changed(tmp_path / "one", "rights.toml", "Ask nobody.", "Ask.", files)
    assert [scale.id for scale in read_package(folder).scales] == ["warmth"]
