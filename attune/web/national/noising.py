"""Making a table with noise from what was spent on it: what a worker does.

It stands on the engine that counts and on what draws noise, which are slow to load, and is itself loaded only where they are
needed. Nothing is drawn before the spending is written down for good, and a table is made of it once.
"""

import logging

from django.conf import settings
from django.db import IntegrityError, transaction

from attune.core.figures.judging import thresholds_of
from attune.core.figures.noisy import Counts, Plan, drawn, slug
from attune.core.figures.tables import OPEN
from attune.core.figures.tally import Tally
from attune.core.instruments.catalogue import shipped
from attune.core.statistics.errors import CannotComputeError
from attune.web.national.models import LogEntry, NoiseSpending, NoiseTable, NoiseTrouble
from attune.web.national.queries import noise as queries
from attune.web.national.queries.enrolments import committed

log = logging.getLogger("attune.national")


def make(spending: NoiseSpending) -> NoiseTable | None:
    """The table, frozen; the one that is there if there is one. None where it could not be made, which is written down."""
    from attune.web.national.engine.store import StoreError

    if queries.has_table(spending):
        return queries.table(spending)
    try:
        plan = queries.plan_of(spending)
        document = drawn(plan, counted(plan))
    except (CannotComputeError, StoreError) as refusal:
        log.warning("The table with noise %s was not made: %s", spending.name, refusal)
        NoiseTrouble.objects.create(spending=spending, reason=_reason(refusal))
        return None
    try:
        with transaction.atomic():
            table = NoiseTable.objects.create(
                spending=spending,
                body=document.body(),
                digest=document.digest,
                by=spending.by,
            )
            LogEntry.objects.create(
                person_id=spending.by_id,
                verb="freeze-noise",
                object_type=NoiseTable._meta.label,
                object_id=str(table.pk),
                detail={"thousandths": spending.thousandths},
            )
            return table
    except IntegrityError:  # another worker was faster: what was drawn here is forgotten unseen
        return queries.table(spending)


def _reason(refusal: Exception) -> str:
    """For a page: no path, and nothing that was counted."""
    if isinstance(refusal, CannotComputeError):
        return str(refusal)
    return "A file of the records is missing or damaged. The server’s log says which."


def counted(plan: Plan) -> dict[str, Counts]:
    """Courses whose work has ended, of each subject of the plan, bounded so that one episode moves them by little."""
    from attune.web.national.engine import counting, store
    from attune.web.national.engine.bounded import bounded

    paths = store.files(settings.NATIONAL, committed())
    if not paths:
        return {}
    wanted = [(*by, "end") for by in plan.breakdowns]
    with counting.opened(paths) as source:
        rows = bounded(source, plan.topics)
        tables = counting.tables(rows, wanted, thresholds=thresholds_of(shipped()))
    found: dict[str, dict[tuple[str, ...], dict[tuple[str, ...], Tally]]] = {}
    for topic in plan.topics:
        mine = found.setdefault(slug(topic), {by: {} for by in plan.breakdowns})
        for by in plan.breakdowns:
            for (subject, (*category, end)), services in tables[*by, "end"].items():
                if subject == topic.subject() and end != OPEN:
                    key = tuple(category)
                    mine[by][key] = sum(services.values(), mine[by].get(key, Tally()))
    return found
