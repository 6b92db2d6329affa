"""Making the file of an extract: what a worker, or the console, does."""

from collections.abc import Callable
from hashlib import sha256
from random import SystemRandom
from typing import Any

from django.utils.translation import gettext as _

from attune.core.extracts.anonymity import TooMuchLostError
from attune.core.extracts.extract import Extract as Rows
from attune.core.extracts.extract import Terms, extracted
from attune.web.national.models import Extract, ResearchAgreement
from attune.web.national.queries import research as queries

Form = Extract.Form
STEPS = 3
"""Records are read, nobody is alone in them, the file is written."""


class NotGivableError(Exception):
    """Why nothing can be given: one plain sentence."""


def made(
    agreement: ResearchAgreement, form: str, tell: Callable[[int], None]
) -> tuple[bytes, dict[str, Any]]:
    """The file, and its facts as of an ExtractDraft. tell: is told how many steps are done. Raises NotGivableError."""
    if queries.state(agreement) != "valid":
        raise NotGivableError(_("This agreement is over. Nothing can be given under it."))
    terms = Terms(
        tuple(agreement.fields),
        tuple(agreement.measures),
        agreement.first_year,
        agreement.last_year,
        agreement.k,
    )
    tell(0)
    records = list(queries.records())
    tell(1)
    rows = _rows(records, terms)
    tell(2)
    content = _writer(form)(rows)
    return content, {
        "digest": sha256(content).hexdigest(),
        "size": len(content),
        "episodes": rows.episodes,
        "records": len(rows.rows),
        "untold": dict(rows.untold),
        "dropped": rows.dropped,
        "lost": rows.lost,
    }


def _rows(records: list[dict[str, Any]], terms: Terms) -> Rows:
    try:
        rows = extracted(records, terms, SystemRandom())
    except TooMuchLostError as refusal:
        lost = {"share": round(refusal.lost * 100)}
        raise NotGivableError(
            _(
                "%(share)s %% of the values would have to be left out so that nobody is alone. Agree on fewer fields, "
                "or wait until there is more."
            )
            % lost
        ) from refusal
    if not rows.rows:
        raise NotGivableError(_("There is nothing that may be given under this agreement yet."))
    return rows


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
