"""Each file, read back by a program that did not write it, value by value."""

import csv
import io
import zipfile

import pandas as pd
import pyreadstat
from pyarrow import parquet

from attune.core.extracts import files
from attune.core.extracts.extract import Extract
from attune.core.extracts.fields import columns


def told(extract):
    return [dict(row) for row in extract.rows]


def test_csv_holds_every_value(extract):
    archive = zipfile.ZipFile(io.BytesIO(files.zip_of(extract)))
    rows = list(csv.DictReader(io.StringIO(archive.read("data.csv").decode(), newline="")))
    assert rows == [{name: str(value) for name, value in row.items()} for row in told(extract)]


def test_codebook_says_what_each_column_is(extract):
    archive = zipfile.ZipFile(io.BytesIO(files.zip_of(extract)))
    rows = list(csv.DictReader(io.StringIO(archive.read("codebook.csv").decode(), newline="")))
    assert [row["name"] for row in rows] == [field.name for field in extract.columns]
    assert next(row for row in rows if row["name"] == "engagement")["values"] == (
        "chosen | ordered | not-told"
    )


def test_the_same_extract_gives_the_same_archive(extract):
    assert files.zip_of(extract) == files.zip_of(extract)


def test_parquet_holds_every_value(extract):
    table = parquet.read_table(io.BytesIO(files.parquet_of(extract)))
    assert table.to_pylist() == told(extract)
    says = table.schema.field("score").metadata[b"says"].decode()
    assert says == "The score, to three decimal places."


def read(tmp_path, reader, content, ending):
    path = tmp_path / f"data.{ending}"
    path.write_bytes(content)
    return reader(str(path))


def same(frame: pd.DataFrame, extract: Extract) -> None:
    rows = frame.to_dict("records")
    assert [list(row) for row in rows] == [list(row) for row in told(extract)]
    for found, wanted in zip(rows, told(extract), strict=True):
        assert found == wanted


def test_spss_holds_every_value(extract, tmp_path):
    frame, meta = read(tmp_path, pyreadstat.read_sav, files.spss_of(extract), "sav")
    same(frame, extract)
    assert meta.column_names_to_labels["months"].startswith("Whole months since")


def test_stata_holds_every_value(extract, tmp_path):
    frame, meta = read(tmp_path, pyreadstat.read_dta, files.stata_of(extract), "dta")
    same(frame, extract)
    assert meta.column_names_to_labels["score"] == "The score, to three decimal places."
    again = pd.read_stata(io.BytesIO(files.stata_of(extract)))
    assert again["score"].tolist() == [row["score"] for row in extract.rows]


def test_nothing_is_left_where_it_was_written(extract, tmp_path, monkeypatch):
    for place in (tmp_path, tmp_path / "not-there"):
        monkeypatch.setattr(files, "MEMORY", place)
        assert files.spss_of(extract)
    assert list(tmp_path.iterdir()) == []


def test_extract_without_rows_is_a_file_all_the_same(tmp_path):
    empty = Extract(columns(("year",)), (), 0, {}, 0, 0.0)
    frame, _meta = read(tmp_path, pyreadstat.read_sav, files.spss_of(empty), "sav")
    assert (list(frame), len(frame)) == ([field.name for field in empty.columns], 0)
    assert parquet.read_table(io.BytesIO(files.parquet_of(empty))).num_rows == 0
