"""Outcome records of all services, as Parquet: only ever added to, and made smaller where something is taken back.

One file for each push, `records/service=<pseudonym>/<sequence>.parquet` under the root. A file holds a row for each record,
and one for each episode that the push names (`record` is false), so that an episode without records is taken back. A push of
kind "whole" replaces every file before it. Of each episode the newest push that names it counts.

Which pushes count is the caller's word (`Committed`): a file beyond the last one is an orphan of a push that was never
acknowledged, and the same sequence again overwrites it.

Scores are whole thousandths. `counts` is true for the one record of a course and occasion that figures count.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import compute, parquet

from attune.core.figures.tally import POINT, counting, thousandths
from attune.core.records.contract import VERSION, schema

Records = Sequence[Mapping[str, Any]]
Committed = Mapping[str, int]
"""Service → the sequence of its last acknowledged push; 0 if there is none."""

FORM = b"attune-records-1"
WHOLE, COMPACT = "whole", "compact"
"""Kinds of files that replace all before them: a push, and what `compact` makes of several."""

OWN = (
    pa.field("sequence", pa.int64(), nullable=False),
    pa.field("record", pa.bool_(), nullable=False),
    pa.field("counts", pa.bool_(), nullable=False),
)
ARROW = {"integer": pa.int32(), "number": pa.int64()}


class StoreError(Exception):
    """A file of the store that is missing, damaged, or not what its name says."""


def _columns() -> pa.Schema:
    """Our own three, then the fields of the contract; of a row that only names an episode these are empty."""
    known = schema()["properties"].items()
    fields = [
        pa.field(
            "thousandths" if name == "score" else name, ARROW.get(said.get("type"), pa.string())
        )
        for name, said in known
        if name != "contract"
    ]
    return pa.schema([*OWN, *fields])


COLUMNS = _columns()


# --- writing --------------------------------------------------------------------------------------
def append(
    root: Path, service: str, sequence: int, kind: str, episodes: Mapping[str, Records]
) -> Path:
    """Keeps a push, durably: when this returns, a power cut does not undo it. episodes: the records of each that it names."""
    path = _place(root, service, sequence)
    if path.exists() and _head(path).kind == COMPACT:
        raise StoreError(f"{path} holds what was acknowledged long ago; nothing may replace it.")
    rows = [
        row for episode in sorted(episodes) for row in _rows(service, sequence, episode, episodes)
    ]
    _write(path, pa.Table.from_pylist(rows, COLUMNS), kind)
    return path


def _place(root: Path, service: str, sequence: int) -> Path:
    if not re.fullmatch(r"[0-9a-f-]{36}", service) or sequence < 1:
        raise StoreError("There is no place for a push without its service and number.")
    return root / "records" / f"service={service}" / f"{sequence:08d}.parquet"


def sums_of(root: Path, service: str) -> Path:
    """Where the sums of a service are kept (`kept.py`), which tell of what was taken back, too."""
    return root / "sums" / f"{service}.json"


def _rows(
    service: str, sequence: int, episode: str, episodes: Mapping[str, Records]
) -> Iterator[dict[str, Any]]:
    own = {"service": service, "episode": episode, "sequence": sequence}
    yield {**own, "record": False, "counts": False}
    for record, counts in counting(episodes[episode]):
        yield {
            **{name: value for name, value in record.items() if name not in ("contract", "score")},
            **own,
            "record": True,
            "counts": counts,
            "thousandths": thousandths(record["score"]),
        }


def _write(path: Path, table: pa.Table, kind: str) -> None:
    """Under another name first; the rename is the instant from which it is there."""
    folder = path.parent
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _settle(folder.parent)
        _settle(folder.parent.parent)
    partial = folder / f".{path.name}.partial"
    said = {b"form": FORM, b"kind": kind.encode()}
    with partial.open("wb") as file:
        parquet.write_table(
            table.replace_schema_metadata(said), file, compression="zstd", write_page_checksum=True
        )
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    _settle(folder)


def _settle(folder: Path) -> None:
    """Has the names in a folder written to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- reading --------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Head:
    kind: str

    @property
    def replaces_all(self) -> bool:
        return self.kind in (WHOLE, COMPACT)


def _head(path: Path) -> _Head:
    try:
        found = parquet.read_schema(path)
    except FileNotFoundError:
        raise StoreError(f"{path} is missing.") from None
    except (OSError, pa.ArrowInvalid):
        raise StoreError(f"{path} is damaged.") from None
    said = found.metadata or {}
    if said.get(b"form") != FORM or not found.equals(COLUMNS):
        raise StoreError(f"{path} does not hold outcome records.")
    return _Head(said[b"kind"].decode())


def files(root: Path, committed: Committed) -> list[Path]:
    """The files that count: of each service those since everything was last replaced, up to its last acknowledged push.

    Raises StoreError, naming the file, if one is missing or damaged.
    """
    return [
        path for service in sorted(committed) for path in _files(root, service, committed[service])
    ]


def _files(root: Path, service: str, last: int) -> list[Path]:
    found = []
    for sequence in range(last, 0, -1):
        found.append(_place(root, service, sequence))
        if _head(found[-1]).replaces_all:
            break
    return found[::-1]


def table(paths: Sequence[Path]) -> pa.Table:
    """Everything in these files, each byte checked. Raises StoreError, naming the file that is damaged."""
    return pa.concat_tables([COLUMNS.empty_table(), *(_table(path) for path in paths)])


def _table(path: Path) -> pa.Table:
    try:
        with path.open("rb") as file:
            found = parquet.ParquetFile(file, page_checksum_verification=True).read()
    except FileNotFoundError:
        raise StoreError(f"{path} is missing.") from None
    except (OSError, pa.ArrowInvalid):
        raise StoreError(f"{path} is damaged.") from None
    return found.replace_schema_metadata(None)


def current(rows: pa.Table) -> pa.Table:
    """Of the rows of files those that count: the records of the newest push that names their episode."""
    names = ("service", "episode", "sequence")
    keys = list(zip(*(rows[name].to_pylist() for name in names), strict=True))
    newest: dict[tuple[str, str], int] = {}
    for service, episode, sequence in keys:
        newest[service, episode] = max(sequence, newest.get((service, episode), 0))
    latest = [newest[service, episode] == sequence for service, episode, sequence in keys]
    return rows.filter(compute.and_(rows["record"], pa.array(latest, pa.bool_())))


def records(root: Path, committed: Committed) -> Iterator[dict[str, Any]]:
    """The records that count, as the contract has them, service by service."""
    for service in sorted(committed):
        for row in current(table(_files(root, service, committed[service]))).to_pylist():
            for field in OWN:
                del row[field.name]
            score = row.pop("thousandths") / POINT
            yield {"contract": VERSION, **row, "score": score}


# --- what is taken back goes ----------------------------------------------------------------------
def compact(root: Path, service: str, up_to: int) -> Path:
    """One file in the place of all up to this acknowledged push, without anything that was replaced or taken back.

    At every instant the store says the same: the new file takes the name of the last one, in one step, and says that it
    replaces all before it; only then these are removed.
    """
    kept = _files(root, service, up_to)
    path = _place(root, service, up_to)
    if len(kept) > 1 or _head(path).kind != COMPACT:
        _write(path, _renumbered(current(table(kept)), up_to), COMPACT)
    for old in sorted(path.parent.iterdir()):  # a later push may be on its way: its files stay
        if old != path and int(old.name.strip(".").split(".")[0]) <= up_to:
            old.unlink()
    _settle(path.parent)
    sums_of(root, service).unlink(missing_ok=True)
    return path


def _renumbered(rows: pa.Table, sequence: int) -> pa.Table:
    """These records as if one push had brought them."""
    blank = dict.fromkeys(COLUMNS.names)
    named = [
        {**blank, "service": service, "episode": episode, "record": False, "counts": False}
        for service, episode in sorted(
            set(zip(rows["service"].to_pylist(), rows["episode"].to_pylist(), strict=True))
        )
    ]
    number = [{**row, "sequence": sequence} for row in (*named, *rows.to_pylist())]
    return pa.Table.from_pylist(number, COLUMNS)


def has_more_than(root: Path, service: str, last: int, many: int) -> bool:
    """Whether so many files count for a service that one would be faster."""
    return len(_files(root, service, last)) > many


def verify(root: Path, committed: Committed) -> int:
    """Reads every byte that counts and holds it against its checksum; how many files. Raises StoreError, naming the file."""
    paths = files(root, committed)
    for path in paths:
        _table(path)
    return len(paths)
