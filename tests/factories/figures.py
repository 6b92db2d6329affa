"""Cases with a first and a last form, for figures; made through the same actions that the pages use."""

from collections.abc import Mapping
from datetime import date, timedelta

from attune.web.cases.actions import end_case
from attune.web.cases.models import Case
from attune.web.people.queries import Actor
from tests.factories import Family, make_family
from tests.factories.outcomes import fill

DAY = date(2025, 3, 3)


def worked(
    actor: Actor,
    before: int | None,
    after: int | None = None,
    *,
    label: str = "Willow",
    on: date = DAY,
    ended: bool = True,
    later: Mapping[str, int] | None = None,
    **says: str,
) -> Family:
    """A case with CORE-10 filled in by the mother: totals before and after, and at later occasions. says: what the case says of
    itself, by the names of its fields. Call it in the scope of the service."""
    family = make_family(actor, label=label)
    Case.objects.filter(pk=family.case.pk).update(started_on=on, **says)
    family.case.refresh_from_db()
    if before is not None:
        fill(family, when="start", total=before, on=on)
    if after is not None:
        fill(family, when="end", total=after, on=on + timedelta(days=120))
    if ended:
        last = on + timedelta(days=120)
        end_case(by=actor, case=family.case, on=last, note="", ending="planned")
    for when, total in (later or {}).items():
        fill(family, when=when, total=total, on=on + timedelta(days=220))
    return family
