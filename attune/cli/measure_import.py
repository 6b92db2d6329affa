"""`attune measure import`: a form that others made, told of in a report; a draft of it where asked."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from attune.cli.telling import AsJson, fail, plain_errors, print_json, say
from attune.core.instruments.importers.forms import LARGEST, Report
from attune.core.instruments.importers.reading import read_form

NO_DRAFT = 1


def measure_import(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A form that others made.")],
    report: Annotated[
        bool, typer.Option("--report", help="Tell what was found. This is done in any case.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Write a draft into this new folder."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read a form of another program and tell what is in it. It never becomes a measure by itself.

    FHIR Questionnaire (JSON), REDCap data dictionary (CSV) and project (ODM), XLSForm, ReproSchema bundle
    (JSON). With --out a draft is written, which `attune measure check` refuses until a person has decided
    what only a person can. Status 1: a draft was asked for and none can be made.
    """
    with plain_errors(file):
        if out is not None and (out.is_file() or (out.is_dir() and any(out.iterdir()))):
            fail(f"{out} is there already: name a new folder.")
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
        found = read_form(content, file.name)
    with plain_errors(out):
        written = [] if out is None else _write(found.drafts, out)
    if as_json:
        print_json({**found.to_json(), "out": [str(one) for one in written]})
    else:
        _tell(found, written)
    if out is not None and not written:
        raise typer.Exit(NO_DRAFT)


def _write(drafts: Mapping[str, Mapping[str, str]], out: Path) -> list[Path]:
    """Writes one draft into the folder itself, several into a folder each inside it."""
    folders = {}
    for form in drafts:
        name = re.sub(r"[^a-z0-9]+", "-", form.lower()).strip("-") or "form"
        while out / name in folders.values():
            name += "-2"
        folders[form] = out / name if len(drafts) > 1 else out
    for form, files in drafts.items():
        folders[form].mkdir(parents=True, exist_ok=True)
        for file, text in files.items():
            (folders[form] / file).write_text(text, encoding="utf-8", newline="\n")
    return list(folders.values())


def _tell(found: Report, written: list[Path]) -> None:
    _line(f"{found.name}: {found.format}.")
    for form in found.forms:
        _line(
            f"  {form.id}: {len(form.items)} items, {len(form.counted)} with numbers, "
            f"{len(form.formulas)} scores of its own."
        )
    parts = {
        "Scores, recomputed from filled forms": found.recomputed,
        "Left out": found.dropped,
        "For a person to decide": found.decide,
    }
    for title, sentences in parts.items():
        if sentences:
            _line(f"{title}:")
        for sentence in sentences:
            _line(f"  - {sentence}")
    for folder in written:
        say(f"A draft is in {folder}. It can be used once a person has decided what is open in it.")
    if not found.drafts:
        say("No draft can be made of it.")


def _line(text: str) -> None:
    """Says a line on stdout; what strangers wrote may not steer the terminal."""
    typer.echo("".join(sign if sign.isprintable() else " " for sign in text))
