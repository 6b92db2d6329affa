"""XLSForms: a workbook with the sheets survey, choices and settings (ODK, KoboToolbox)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from attune.core.instruments.importers.forms import (
    MOST_ITEMS,
    Choice,
    Form,
    FormError,
    FormItem,
    Formula,
    Kind,
    Reading,
)
from attune.core.instruments.importers.loose import number, plain
from attune.core.instruments.importers.parsing import XLSFORM
from attune.core.instruments.importers.questions import formula, listed, with_missing
from attune.core.instruments.importers.unpacking import sheets

Row = Mapping[str, str]
SELECT = re.compile(
    r"(select[_ ]one|select[_ ]multiple|select all that apply)(?: from)? (\S+)( or[_ ](?:specify )?other)?"
)
END = re.compile(r"\.\s*(<=|>=)\s*(-?[0-9]{1,9})")
PARAMETER = re.compile(r"(start|end)\s*=\s*(-?[0-9]{1,9})")
NUMBERS = {"integer", "decimal", "range"}
WORDS = {"text", "string"}
META = {
    "start",
    "end",
    "today",
    "deviceid",
    "phonenumber",
    "username",
    "email",
    "audit",
    "start-geopoint",
    "background-audio",
}


def read_xlsform(content: bytes) -> Reading:
    """The form of a workbook. Raises FormError."""
    found = sheets(content)
    if "survey" not in found:
        raise FormError("The workbook has no sheet named survey, so it is no XLSForm.")
    if len(found["survey"]) > MOST_ITEMS:
        raise FormError(f"The file has more than {MOST_ITEMS} rows of questions.")
    lists: dict[str, list[Choice]] = {}
    for row in found.get("choices", []):
        name = row.get("list_name") or row.get("list name", "")
        code = row.get("name", "")
        lists.setdefault(name, []).append(Choice(code, _label(row) or code, number(code)))
    survey = _Survey(lists)
    for row in found["survey"]:
        survey.add(row)
    settings = next(iter(found.get("settings", [])), {})
    title = plain(settings.get("form_title", ""))
    form = Form(
        settings.get("form_id", "") or "form", title, tuple(survey.items), tuple(survey.formulas)
    )
    return Reading("XLSForm", (form,), tuple(survey.dropped), tuple(survey.decide()))


def _label(row: Row) -> str:
    """The label; where there are several languages, the English one or else the first."""
    labels = {key: text for key, text in row.items() if key == "label" or key.startswith("label:")}
    english = [text for key, text in labels.items() if "english" in key or key == "label"]
    return plain(next(iter([*english, *labels.values()]), ""))


@dataclass
class _Survey:
    """Goes down the rows of the sheet survey."""

    lists: Mapping[str, Sequence[Choice]]
    items: list[FormItem] = field(default_factory=list)
    formulas: list[Formula] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    unnumbered: list[str] = field(default_factory=list)
    filtered: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    repeats: int = 0

    def decide(self) -> list[str]:
        """What the file leaves open."""
        found = []
        if self.unnumbered:
            found.append(
                f"{listed(self.unnumbered)}: the options have names and no numbers, so they have no score."
            )
        if self.filtered:
            found.append(
                f"{listed(self.filtered)}: which options are offered depends on another answer. "
                "All of them are listed here."
            )
        return found

    def add(self, row: Row) -> None:
        """Takes one row."""
        kind, name = " ".join(row.get("type", "").split()), row.get("name", "")
        if self._is_a_bracket(kind.replace(" ", "_"), row) or not kind:
            return
        if self.repeats:
            self.dropped.append(f"{name}: it is asked again and again, which no measure does.")
        elif kind == "calculate":
            self.formulas.append(formula(name, row.get("calculation", ""), XLSFORM))
        elif kind in META:
            self.dropped.append(f"{name or kind}: the device fills it in.")
        elif found := SELECT.fullmatch(kind):
            self._add_select(row, found)
        elif kind in NUMBERS:
            self.items.append(self._item(row, Kind.NUMBER, (), _ends(row)))
        elif kind in WORDS:
            self.items.append(self._item(row, Kind.TEXT))
        elif kind == "note":
            self.dropped.append(f"{name}: it is shown, not asked.")
        else:
            self.dropped.append(f"{name}: questions of the type {kind[:40]!r} are not read.")

    def _is_a_bracket(self, kind: str, row: Row) -> bool:
        """Whether this row opens or closes a group."""
        if kind in ("begin_repeat", "end_repeat"):
            self.repeats = max(0, self.repeats + (1 if kind == "begin_repeat" else -1))
        elif kind == "begin_group":
            self.groups.append(row.get("relevant", ""))
        elif kind == "end_group":
            del self.groups[-1:]
        else:
            return False
        return True

    def _add_select(self, row: Row, found: re.Match[str]) -> None:
        name, choices = row.get("name", ""), with_missing(self.lists.get(found[2], ()))
        if any(one.number is None for one in choices):
            self.unnumbered.append(name)
        if row.get("choice_filter"):
            self.filtered.append(name)
        if found[3]:
            self.dropped.append(f"{name}: an answer in other words than the options.")
        kind = Kind.ONE if found[1].endswith("one") else Kind.MANY
        self.items.append(self._item(row, kind, choices))

    def _item(
        self,
        row: Row,
        kind: Kind,
        choices: tuple[Choice, ...] = (),
        ends: tuple[float | None, float | None] = (None, None),
    ) -> FormItem:
        shown_if = [one for one in (*self.groups, row.get("relevant", "")) if one]
        return FormItem(
            row.get("name", ""),
            _label(row),
            kind,
            choices,
            row.get("required", "").lower() in ("yes", "true", "true()", "1"),
            *ends,
            " and ".join(shown_if),
        )


def _ends(row: Row) -> tuple[float | None, float | None]:
    """The least and greatest answer, where the row says them plainly."""
    ends = {sign: float(text) for sign, text in END.findall(row.get("constraint", ""))}
    if row.get("type", "").strip() == "range":
        told = {word: float(text) for word, text in PARAMETER.findall(row.get("parameters", ""))}
        return told.get("start", 0.0), told.get("end", 10.0)
    if " or " in row.get("constraint", ""):
        return None, None
    return ends.get(">="), ends.get("<=")
