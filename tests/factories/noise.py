"""A budget for tables with noise, something spent of it, and a small table."""

from uuid import uuid4

from attune.core.figures.noisy import drawn, slug
from attune.core.figures.tally import Tally
from attune.web.national.models import NoiseBudget, NoiseSpending, NoiseTable
from attune.web.national.queries import noise as queries
from attune.web.people.models import Person

CORE_10 = "core-10-total-self"
TALLY = Tally(
    unpaired=40, worsened=12, unchanged=90, improved=98, before=3_500_000, after=2_500_000
)


def budget(person: Person, thousandths: int = 2000) -> NoiseBudget:
    return NoiseBudget.objects.create(
        thousandths=thousandths, reason="Agreed by the board in November.", by=person
    )


def spending(person: Person, thousandths: int = 500, **said: object) -> NoiseSpending:
    """Nothing is made of it yet."""
    return NoiseSpending.objects.create(
        pk=uuid4(),
        by=person,
        thousandths=thousandths,
        **{
            "subjects": [CORE_10],
            "breakdowns": ["region"],
            "years": [2025, 2026],
            **said,
        },
    )


def small_table(person: Person) -> NoiseTable:
    """Of 200 pairs of one subject, all of them in London; the budget that it was spent of comes with it."""
    budget(person)
    row = spending(person)
    plan = queries.plan_of(row)
    counted = {slug(plan.topics[0]): {(): {(): TALLY}, ("region",): {("london",): TALLY}}}
    document = drawn(plan, counted)
    return NoiseTable.objects.create(
        spending=row, body=document.body(), digest=document.digest, by=person
    )
