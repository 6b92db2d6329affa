"""Setting aside a budget for tables with noise, and spending of it."""

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.noise import INSTALL, is_installed
from attune.web.national import noise_tasks
from attune.web.national.actions.log import record
from attune.web.national.models import NoiseBudget, NoiseSpending
from attune.web.national.queries import noise as queries
from attune.web.people.queries import Officer


@transaction.atomic
def allow(*, by: Officer, key: UUID, thousandths: int, reason: str) -> NoiseBudget:
    """So many thousandths of ε more may be spent; a form that is sent twice adds them once.

    Raises ValidationError where it would be more than protects anybody.
    """
    from attune.core.figures.noisy import MOST  # noqa: PLC0415 -- slow to load

    queries.lock()
    found = NoiseBudget.objects.filter(pk=key).first()
    if found is not None:
        return found
    if not 0 < thousandths <= MOST - queries.account().allowed:
        raise ValidationError(
            _("All entries together must stay within %(most)s: beyond, noise protects nobody.")
            % {"most": MOST // 1000}
        )
    row = NoiseBudget.objects.create(pk=key, thousandths=thousandths, reason=reason, by=by.person)
    record(by=by, verb="allow-noise", thing=row, thousandths=thousandths)
    return row


@transaction.atomic
def spend(
    *,
    by: Officer,
    key: UUID,
    thousandths: int,
    subjects: Sequence[str],
    breakdowns: Sequence[str],
) -> NoiseSpending:
    """Spend of the budget on a table, which a worker makes afterwards; a form that is sent twice spends once.

    Raises ValidationError where it doesn't fit, can't be, or noise can't be drawn here.
    """
    queries.lock()
    found = NoiseSpending.objects.filter(pk=key).first()
    if found is not None:
        return found
    if not is_installed():
        raise ValidationError(_("Noise can’t be drawn on this server: %s") % INSTALL)
    if thousandths > queries.account().left:
        raise ValidationError(_("That is more than is left of the budget."))
    years = queries.years()
    try:
        queries.plan("", thousandths, subjects, breakdowns, years)
    except CannotComputeError as refusal:
        raise ValidationError(_("There is no such table.")) from refusal
    row = NoiseSpending.objects.create(
        pk=key,
        thousandths=thousandths,
        subjects=list(subjects),
        breakdowns=list(breakdowns),
        years=years,
        by=by.person,
    )
    record(by=by, verb="spend-noise", thing=row, thousandths=thousandths)
    noise_tasks.make_noisy.enqueue(str(row.pk))
    return row


@transaction.atomic
def again(*, by: Officer, spending: NoiseSpending) -> None:
    """Try once more to make the table that this was spent on: nobody saw anything of it, so it takes nothing more.

    Raises ValidationError where it is made.
    """
    if queries.has_table(spending):
        raise ValidationError(_("This table is made. Another one takes more of the budget."))
    record(by=by, verb="make-noise-again", thing=spending)
    noise_tasks.make_noisy.enqueue(str(spending.pk))
