"""The releases of national figures: what anybody may read of them, and the draft that an analyst looks at.

Nothing here reads a record. `newest()` gives the document; its `figures(subject, by)` gives rows of rounded
counts and figures (core/figures/released.py).
"""

from functools import lru_cache
from uuid import UUID

from django.db.models import Max, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from attune.core.figures.released import Part, ReleaseDocument, Table, read
from attune.web.national.models import Received, Release, ReleaseDraft

State = ReleaseDraft.State
OPEN = (State.MAKING, State.MADE, State.FREEZING)
UNDER_WAY = (State.MAKING, State.FREEZING)


# --- for anybody ----------------------------------------------------------------------------------
def newest() -> ReleaseDocument | None:
    """The newest release that is not withdrawn; None before the first."""
    row = released().filter(withdrawal=None).order_by("-number").first()
    return document_of(row) if row is not None else None


def released() -> QuerySet[Release]:
    """Every release, the oldest first; its bytes are fetched only where they are asked for."""
    return Release.objects.defer("body", "reasons").select_related("withdrawal")


def release(name: str) -> Release:
    return get_object_or_404(released(), name=name)


def body_of(row: Release) -> bytes:
    """The bytes that everybody gets."""
    return bytes(row.body)


def document_of(row: Release) -> ReleaseDocument:
    """What it says. It never changes, so it is read once."""
    return _document(row.pk)


@lru_cache(maxsize=8)
def _document(key: UUID) -> ReleaseDocument:
    return read(bytes(Release.objects.get(pk=key).body))


def part(document: ReleaseDocument, slug: str) -> Part:
    """What is said of one subject."""
    for one in document.parts:
        if one.slug == slug:
            return one
    raise Http404


def table(part: Part, name: str) -> Table:
    """One of its tables, by the name of its file."""
    for one in part.tables:
        if one.name == name:
            return one
    raise Http404


def table_csv(part: Part, table: Table) -> str:
    """One table of counts as CSV."""
    from attune.core.figures.released_files import counts_csv  # noqa: PLC0415 -- slow to load

    return counts_csv(part, table)


def files(document: ReleaseDocument) -> dict[str, str]:
    """All tables and figures as CSV, by the paths of the files."""
    from attune.core.figures.released_files import files_of  # noqa: PLC0415 -- slow to load

    return files_of(document)


# --- for analysts ---------------------------------------------------------------------------------
def drafts() -> QuerySet[ReleaseDraft]:
    """All drafts but those that were frozen, the newest first."""
    rows = ReleaseDraft.objects.exclude(state__in=(State.FROZEN, State.DROPPED))
    return rows.defer("body", "reasons").select_related("by")


def draft(draft_id: UUID) -> ReleaseDraft:
    return get_object_or_404(ReleaseDraft, pk=draft_id)


def draft_document(draft: ReleaseDraft) -> ReleaseDocument | None:
    """What the draft says; None until it is counted."""
    return read(bytes(draft.body)) if draft.body is not None else None


def draft_part(draft: ReleaseDraft, slug: str) -> Part:
    """What the draft says of one subject."""
    document = draft_document(draft)
    if document is None:
        raise Http404
    return part(document, slug)


def reasons_of(draft: ReleaseDraft, slug: str) -> dict[frozenset[tuple[str, str]], str]:
    """Why each hidden cell of a subject is hidden."""
    rows = draft.reasons.get(slug, [])
    return {frozenset((name, value) for name, value in cell): why for cell, why in rows}


def open_draft() -> ReleaseDraft | None:
    """The draft that is prepared now: there is one at a time."""
    return ReleaseDraft.objects.filter(state__in=OPEN).defer("body", "reasons").first()


def next_name() -> str:
    """The month's name; with a number where this month had one."""
    month = f"{timezone.localdate():%Y-%m}"
    taken = set(Release.objects.filter(name__startswith=month).values_list("name", flat=True))
    names = [month, *(f"{month}-{number:02}" for number in range(2, len(taken) + 2))]
    return next(name for name in names if name not in taken)


def last_number() -> int:
    """The place of the newest release; 0 before the first."""
    return Release.objects.aggregate(last=Max("number"))["last"] or 0


def taken_back_since(draft: ReleaseDraft) -> bool:
    """Whether somebody's records were taken out after the draft counted them."""
    later = Received.objects.filter(at__gte=draft.counted_at)
    return later.filter(taken_back__gt=0).exists() or later.filter(by_us=True).exists()
