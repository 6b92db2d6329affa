"""An extract as a file: CSV with its codebook, Parquet, SPSS, Stata.

Bytes in memory, or in a folder that is gone when they are read: nothing is kept.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd
import pyarrow as pa
import pyreadstat
from pyarrow import parquet

from attune.core.extracts.extract import Extract

ARROW = {"text": pa.string(), "whole": pa.int32(), "number": pa.float64()}
PANDAS = {"text": "object", "whole": "int64", "number": "float64"}
MEMORY = Path("/dev/shm")  # noqa: S108 -- a folder of this process's own is made in it
CODEBOOK = ("name", "kind", "says", "values")
STATA = 15
"""The version of the format, which has UTF-8."""


def csv_of(extract: Extract) -> bytes:
    """The rows as CSV (RFC 4180, UTF-8). No value can begin a formula: text is from lists, numbers are numbers."""
    names = [field.name for field in extract.columns]
    return _csv([names, *([row[name] for name in names] for row in extract.rows)])


def codebook_of(extract: Extract) -> bytes:
    """What each column is, as CSV."""
    lines = [
        [field.name, field.kind, field.says, " | ".join(field.values)] for field in extract.columns
    ]
    return _csv([CODEBOOK, *lines])


def zip_of(extract: Extract) -> bytes:
    """The rows and the codebook as CSV in one archive, which says no time."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr(ZipInfo("data.csv"), csv_of(extract))
        archive.writestr(ZipInfo("codebook.csv"), codebook_of(extract))
    return file.getvalue()


def _csv(lines: Iterable[Sequence[Any]]) -> bytes:
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows(lines)
    return file.getvalue().encode()


def parquet_of(extract: Extract) -> bytes:
    """The rows as Parquet; each column says what it is."""
    form = pa.schema(
        [
            pa.field(field.name, ARROW[field.kind], nullable=False, metadata={"says": field.says})
            for field in extract.columns
        ]
    )
    file = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist([dict(row) for row in extract.rows], form), file)
    return file.getvalue()


def spss_of(extract: Extract) -> bytes:
    """The rows as SPSS reads them (.sav), with a label for each variable."""
    return _written(extract, "sav")


def stata_of(extract: Extract) -> bytes:
    """The rows as Stata reads them (.dta), with a label for each variable, as long as Stata allows."""
    return _written(extract, "dta")


def _written(extract: Extract, form: str) -> bytes:
    """By a library that writes only to places with a name: in memory where there is one."""
    names = [field.name for field in extract.columns]
    frame = pd.DataFrame([dict(row) for row in extract.rows], columns=names)
    frame = frame.astype({field.name: PANDAS[field.kind] for field in extract.columns})
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        path = Path(folder) / f"data.{form}"
        if form == "sav":
            labels: list[str | None] = [field.says for field in extract.columns]
            pyreadstat.write_sav(frame, str(path), column_labels=labels)
        else:
            labels = [field.says[:80] for field in extract.columns]
            pyreadstat.write_dta(frame, str(path), column_labels=labels, version=STATA)
        return path.read_bytes()
