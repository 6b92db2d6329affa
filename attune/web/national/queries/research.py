"""Agreements with researchers, and what was given under them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from attune.web.national.models import Extract, ExtractDraft, ResearchAgreement
from attune.web.national.queries.enrolments import committed


def agreements() -> QuerySet[ResearchAgreement]:
    return ResearchAgreement.objects.select_related("recorded_by")


def agreement(agreement_id: UUID) -> ResearchAgreement:
    return get_object_or_404(agreements(), pk=agreement_id)


def extracts(agreement: ResearchAgreement) -> QuerySet[Extract]:
    """What was given, the newest first."""
    return agreement.extracts.select_related("by")


def drafts(agreement: ResearchAgreement) -> QuerySet[ExtractDraft]:
    """Files that are being made, are ready, or could not be made, the newest first."""
    return agreement.drafts.exclude(state=ExtractDraft.State.GONE)


def draft(draft_id: UUID) -> ExtractDraft:
    return get_object_or_404(ExtractDraft.objects.select_related("agreement"), pk=draft_id)


def state(agreement: ResearchAgreement) -> str:
    """Whether something may be given under it today: "valid", "ended" or "over"."""
    if agreement.ended_at is not None:
        return "ended"
    return "valid" if timezone.localdate() <= agreement.valid_until else "over"


@dataclass(frozen=True)
class Listed:
    """An agreement with how it stands."""

    agreement: ResearchAgreement
    state: str


def listed() -> list[Listed]:
    return [Listed(one, state(one)) for one in agreements()]


def records() -> Iterator[dict[str, Any]]:
    """Every record that counts now. Raises StoreError."""
    from attune.web.national.engine import store

    return store.records(settings.NATIONAL, committed())
