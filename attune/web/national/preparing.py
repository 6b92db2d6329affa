"""Counting a draft of a release, and trying it before it is frozen: what a worker, or the clock, does.

It stands on tallies and the rules of disclosure, which are slow to load, and is itself loaded only where they are needed.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from attune.core.figures.released import Part, ReleaseDocument, read
from attune.core.figures.releasing import Draft, Earlier, Reasons, draft, published
from attune.core.statistics.disclosure.rules import Reason, Rules
from attune.core.statistics.disclosure.tables import said
from attune.core.statistics.errors import CannotComputeError
from attune.web.national.models import Release
from attune.web.national.queries.releases import body_of
from attune.web.national.tallying import tallied

Progress = Callable[[int, int], None]
"""How many subjects are done, and of how many."""


class NotReleasableError(Exception):
    """Why nothing can be released: one plain sentence, without a number that is hidden."""


def counted(name: str, progress: Progress) -> tuple[ReleaseDocument, dict[str, Any]]:
    """The document as it would leave, and the reasons of each subject as `as_rows` writes them.

    A subject that can't be protected, or that has courses of a kind not known here, is left out and named.
    """
    before, found = earlier(), tallied()
    parts: list[Part] = []
    reasons: dict[str, Any] = {}
    left_out: list[str] = []
    for number, (topic, numbers) in enumerate(found.topics):
        progress(number, len(found.topics))
        said_before = of_subject(before, (topic.measure, topic.scale, topic.respondent))
        try:
            made: Draft | None = draft(name, topic, numbers, found.years, said_before)
        except CannotComputeError:
            made = None
        if made is None:
            left_out.append(f"{topic.title}, {topic.respondent}")
            continue
        parts.append(made.part)
        reasons[made.part.slug] = as_rows(made.reasons)
    if not parts:
        raise NotReleasableError("There is too little to release anything yet.")
    rules = Rules()
    numbers_of_rules = {name: float(getattr(rules, name)) for name in rules.__slots__}
    last = before[-1][0] if before else None
    previous = last.digest if last is not None else ""
    years, left = found.years, tuple(left_out)
    return ReleaseDocument(name, previous, years, numbers_of_rules, tuple(parts), left), reasons


# --- what was released before -----------------------------------------------------------------------
def earlier() -> list[tuple[ReleaseDocument, Mapping[str, Any]]]:
    """Every release, withdrawn ones too, and why it hid what it hid. Raises NotReleasableError where one is not what was frozen."""
    found = []
    previous = ""
    for row in Release.objects.order_by("number"):
        body = body_of(row)
        document = read(body)
        whole = sha256(body).hexdigest() == row.digest and document.previous == previous
        if not whole:
            raise NotReleasableError(
                f"The release {row.name} is not what was frozen: restore it first."
            )
        found.append((document, row.reasons))
        previous = row.digest
    return found


def of_subject(
    before: list[tuple[ReleaseDocument, Mapping[str, Any]]], subject: tuple[str, str, str]
) -> list[Earlier]:
    """What those releases said of one subject."""
    known = [(document, document.part(*subject), reasons) for document, reasons in before]
    return [
        Earlier(document.name, part, from_rows(reasons.get(part.slug, [])))
        for document, part, reasons in known
        if part is not None
    ]


def as_rows(reasons: Reasons) -> list[list[Any]]:
    """Reasons as JSON holds them: the cell's conditions, and the word."""
    rows = sorted(reasons.items(), key=lambda one: said(one[0]))
    return [[sorted(map(list, cell)), str(reason)] for cell, reason in rows]


def from_rows(rows: list[list[Any]]) -> dict[Any, Reason]:
    """The reasons again."""
    return {frozenset((name, value) for name, value in cell): Reason(why) for cell, why in rows}


# --- the last look ----------------------------------------------------------------------------------
def tried(document: ReleaseDocument, reasons: Mapping[str, Any], progress: Progress) -> None:
    """Has the attacker try all releases with this one. Raises NotReleasableError, naming the table that gives too much away."""
    from attune.core.statistics.disclosure.attacker import pinned

    before = earlier()
    if document.previous != (before[-1][0].digest if before else ""):
        raise NotReleasableError(
            "Another release was frozen since this one was counted. Count it again."
        )
    for number, part in enumerate(document.parts):
        progress(number, len(document.parts))
        subject = (part.measure, part.scale, part.respondent)
        mine = Earlier(document.name, part, from_rows(reasons.get(part.slug, [])))
        every = [*of_subject(before, subject), mine]
        protected = {
            one.name: {cell for cell, why in one.reasons.items() if why is not Reason.COMPLEMENTARY}
            for one in every
        }
        for one in pinned([published(each.part, each.name) for each in every], Rules()):
            if one.cell in protected[one.release]:
                raise NotReleasableError(
                    f"{part.title}, {part.respondent}: {said(one.cell)} of {one.release} could be worked out."
                )
