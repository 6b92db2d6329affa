"""A small release and a small draft, as rows."""

from datetime import date
from hashlib import sha256

from django.utils import timezone

from attune.web.national import extract_files
from attune.web.national.models import ExtractDraft, Release, ReleaseDraft, ResearchAgreement
from attune.web.people.models import Person
from tests.core.figures.small_release import small_document, small_part


def small_reasons() -> dict[str, list]:
    """A reason for each hidden cell of the small release."""
    part = small_part()
    return {
        part.slug: [
            [
                sorted(
                    [*map(list, zip(table.by, row.category, strict=True))]
                    + ([] if name == "all" else [["standing", name]])
                ),
                "small",
            ]
            for table in part.tables
            for row in table.rows
            for name, number in row.counts.items()
            if number is None
        ]
    }


def small_release(name: str = "2026-11") -> Release:
    """Frozen after those that are there."""
    last = Release.objects.order_by("-number").first()
    document = small_document(name, last.digest if last else "")
    return Release.objects.create(
        name=name,
        number=last.number + 1 if last else 1,
        body=document.body(),
        digest=document.digest,
        previous=document.previous,
        reasons=small_reasons(),
    )


def small_draft(name: str = "2026-12", **said: object) -> ReleaseDraft:
    """One that was counted, to look at."""
    return ReleaseDraft.objects.create(
        name=name,
        **{
            "state": ReleaseDraft.State.MADE,
            "body": small_document(name).body(),
            "reasons": small_reasons(),
            **said,
        },
    )


def agreement(person: Person, **said: object) -> ResearchAgreement:
    """An agreement that this analyst wrote down."""
    return ResearchAgreement.objects.create(
        recorded_by=person,
        **{
            "title": "Does it last?",
            "researcher": "Dr Lee",
            "organisation": "A university",
            "purpose": "Whether change lasts a year.",
            "ethics": "REC 1/2026",
            "fields": ["engagement", "year"],
            "measures": ["core-10"],
            "first_year": 2020,
            "last_year": 2030,
            "k": 5,
            "signed_on": date(2026, 1, 5),
            "valid_until": date(2099, 1, 1),
            **said,
        },
    )


def ready_extract(
    agreed: ResearchAgreement, content: bytes = b"data", **said: object
) -> ExtractDraft:
    """A file that was made under this agreement, and lies there."""
    facts = {
        "digest": sha256(content).hexdigest(),
        "size": len(content),
        "episodes": 40,
        "records": 80,
    }
    draft = ExtractDraft.objects.create(
        agreement=agreed,
        **{
            "form": "csv",
            "state": ExtractDraft.State.MADE,
            "facts": {**facts, "untold": {"year": 9}, "dropped": 0, "lost": 0.1},
            "made_at": timezone.now(),
            **said,
        },
    )
    extract_files.keep(draft.pk, content)
    return draft
