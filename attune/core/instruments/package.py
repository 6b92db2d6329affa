"""Reads a package from its folder, and refuses one that is not right, with everything that is wrong.

Five files (docs/method/measures.md says what each holds): `questionnaire.json`, `scoring.toml`,
`safety.toml`, `rights.toml`, `vectors.csv`. Each is held against its JSON Schema, all against each other,
and the filled forms of `vectors.csv` must score what they say.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from attune.core.instruments.building import build
from attune.core.instruments.consistency import faults_of
from attune.core.instruments.errors import PackageError
from attune.core.instruments.model import Measure
from attune.core.instruments.vectors import read_vectors, vector_faults

SCHEMAS = Path(__file__).parent / "schemas"
DATA = ("questionnaire.json", "scoring.toml", "safety.toml", "rights.toml")
VECTORS = "vectors.csv"
FILES = (*DATA, VECTORS)
LARGEST = 1 << 20  # bytes of a file
GREATEST = 1e9  # of a number


def read_package(folder: Path) -> Measure:
    """The measure in `folder`. Raises PackageError with all that is wrong with it."""
    name = folder.resolve().name
    content = {file: _read(folder, file) for file in FILES}
    data = {file: _parsed(name, file, content[file]) for file in DATA}
    _refuse(name, [fault for file in DATA for fault in _schema_faults(file, data[file])])
    _refuse(name, list(faults_of(*(data[file] for file in DATA))))
    measure = build(*(data[file] for file in DATA), sha256=content_hash(content))
    _refuse(measure.title, list(vector_faults(measure, _text(name, VECTORS, content[VECTORS]))))
    return measure


def content_hash(content: Mapping[str, bytes]) -> str:
    """SHA-256 over the files' names and bytes, in hexadecimal: the same package, the same hash."""
    summed = sha256()
    for file in FILES:
        summed.update(f"{file}\0{len(content[file])}\0".encode())
        summed.update(content[file])
    return summed.hexdigest()


def vectors_of(folder: Path) -> list[dict[str, str]]:
    """The rows of a package's filled forms, as they are written."""
    return read_vectors((folder / VECTORS).read_text(encoding="utf-8"))


def _read(folder: Path, file: str) -> bytes:
    try:
        content = (folder / file).read_bytes()
    except OSError as error:
        raise PackageError(folder.name, [f"{file} is missing or cannot be read."]) from error
    if len(content) > LARGEST:
        raise PackageError(folder.name, [f"{file} is larger than a measure can be."])
    return content


def _text(name: str, file: str, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PackageError(name, [f"{file} is not text in UTF-8."]) from error


def _parsed(name: str, file: str, content: bytes) -> Any:
    text = _text(name, file, content)
    try:
        return json.loads(text) if file.endswith(".json") else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise PackageError(name, [f"{file} cannot be read: {error}."]) from error


def _refuse(name: str, faults: list[str]) -> None:
    if faults:
        raise PackageError(name, faults)


def _is_whole(_: object, value: object) -> bool:
    return type(value) is int


def _is_number(_: object, value: object) -> bool:
    return type(value) in (int, float) and abs(cast(float, value)) < GREATEST


# The standard takes 9.0 for a whole number, and TOML and Python's JSON know "nan" and "inf".
_CHECKER = Draft202012Validator.TYPE_CHECKER.redefine_many(
    {"integer": _is_whole, "number": _is_number}
)
_STRICT: type[Validator] = extend(  # type: ignore[no-untyped-call]  # -- its stub names no types
    Draft202012Validator, type_checker=_CHECKER
)


@cache
def _validator(file: str) -> Validator:
    schema = json.loads((SCHEMAS / f"{Path(file).stem}.schema.json").read_text(encoding="utf-8"))
    return _STRICT(schema)


def _schema_faults(file: str, data: Any) -> Iterator[str]:
    for error in sorted(
        _validator(file).iter_errors(data), key=lambda one: list(map(str, one.path))
    ):
        where = " → ".join(map(str, error.path)) or "the file"
        yield f"{file}, {where}: {error.message[:300]}."
