"""Recording an agreement with a researcher, ending it, and giving data under it once."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from random import SystemRandom
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from attune.core.extracts.anonymity import TooMuchLostError
from attune.core.extracts.extract import Extract as Rows
from attune.core.extracts.extract import Terms, extracted
from attune.web.national.actions.log import record
from attune.web.national.models import Extract, ResearchAgreement
from attune.web.national.queries import research as queries
from attune.web.people.queries import Officer

Form = Extract.Form


@transaction.atomic
def agree(*, by: Officer, key: UUID, **said: Any) -> ResearchAgreement:
    """Write down an agreement that was signed; a form that is sent twice writes it once."""
    found, made = ResearchAgreement.objects.get_or_create(
        pk=key, defaults={**said, "recorded_by": by.person}
    )
    if made:
        record(by=by, verb="agree", thing=found)
    return found


@transaction.atomic
def end(*, by: Officer, agreement: ResearchAgreement) -> None:
    """Nothing more is given under it."""
    rows = ResearchAgreement.objects.filter(pk=agreement.pk, ended_at=None)
    if rows.update(ended_at=timezone.now()):
        record(by=by, verb="end", thing=agreement)


@dataclass(frozen=True)
class Given:
    """A file that leaves now and is not kept."""

    row: Extract
    name: str
    content: bytes


def rows_of(agreement: ResearchAgreement) -> Rows:
    """What would leave under it today. Raises ValidationError where it may not, or too much would be lost."""
    if queries.state(agreement) != "valid":
        raise ValidationError(_("This agreement is over. Nothing can be given under it."))
    terms = Terms(
        tuple(agreement.fields),
        tuple(agreement.measures),
        agreement.first_year,
        agreement.last_year,
        agreement.k,
    )
    try:
        made = extracted(queries.records(), terms, SystemRandom())
    except TooMuchLostError as refusal:
        lost = {"share": round(refusal.lost * 100)}
        raise ValidationError(
            _(
                "%(share)s %% of the values would have to be left out so that nobody is alone. Agree on fewer fields, "
                "or wait until there is more."
            )
            % lost
        ) from refusal
    if not made.rows:
        raise ValidationError(_("There is nothing that may be given under this agreement yet."))
    return made


@transaction.atomic
def extract(*, by: Officer, agreement: ResearchAgreement, form: str) -> Given:
    """The file, and the row that says it was given, with its checksum. Raises ValidationError as `rows_of`."""
    made = rows_of(agreement)
    content = _writer(form)(made)
    row = Extract.objects.create(
        agreement=agreement,
        form=form,
        digest=sha256(content).hexdigest(),
        size=len(content),
        episodes=made.episodes,
        records=len(made.rows),
        untold=dict(made.untold),
        dropped=made.dropped,
        by=by.person,
    )
    record(by=by, verb="extract", thing=row, episodes=made.episodes, records=len(made.rows))
    ending = "zip" if form == Form.CSV else form
    return Given(row, f"extract-{row.at:%Y-%m-%d}-{str(row.pk)[:8]}.{ending}", content)


def _writer(form: str) -> Callable[[Rows], bytes]:
    """What writes this kind of file; some are slow to load."""
    from attune.core.extracts import files, observations  # noqa: PLC0415 -- slow to load

    return {
        Form.CSV: files.zip_of,
        Form.PARQUET: files.parquet_of,
        Form.SPSS: files.spss_of,
        Form.STATA: files.stata_of,
        Form.FHIR: observations.ndjson_of,
    }[Form(form)]
