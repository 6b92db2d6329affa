"""The measures that Attune ships: a folder for each, and in it one for each version."""

from functools import cache
from pathlib import Path

from attune.core.instruments.errors import UnknownMeasureError
from attune.core.instruments.model import Measure
from attune.core.instruments.package import read_package

HERE = Path(__file__).parent


@cache
def shipped() -> tuple[Measure, ...]:
    """All versions of all measures, by id and rising version. Raises PackageError."""
    found = [read_package(folder) for folder in HERE.glob("*/*/") if folder.name[0].isdigit()]
    return tuple(sorted(found, key=lambda one: (one.id, _number(one.version))))


def newest() -> tuple[Measure, ...]:
    """The newest version of each measure, by id."""
    return tuple({measure.id: measure for measure in shipped()}.values())


def find(measure_id: str, version: str | None = None) -> Measure:
    """A measure in this version, or in its newest. Raises UnknownMeasureError."""
    of_it = [one for one in shipped() if one.id == measure_id]
    if not of_it:
        known = ", ".join(one.id for one in newest())
        raise UnknownMeasureError(f"There is no measure {measure_id!r}. There are: {known}.")
    if version is None:
        return of_it[-1]
    for one in of_it:
        if one.version == version:
            return one
    raise UnknownMeasureError(f"There is no version {version!r} of {of_it[-1].title}.")


def folder_of(measure: Measure) -> Path:
    """Where the files of a shipped measure lie."""
    return HERE / measure.id / measure.version


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
