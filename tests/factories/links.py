"""Links for filling in at home, made through the same actions that the pages use."""

from uuid import uuid4

from attune.web.outcomes.actions.links import make_link
from attune.web.outcomes.models import Link
from attune.web.outcomes.queries.links import recipients
from tests.factories import Family
from tests.factories.outcomes import plan


def link_for(
    family: Family,
    *measures: str,
    when: str = "start",
    name: str = "",
    email: str = "",
    days: int = 14,
) -> tuple[Link, str]:
    """A link to the mother's forms (CORE-10, if nothing is said), and its token."""
    for measure in measures or ("core-10",):
        plan(family, measure, when)
    recipient = next(
        one
        for one in recipients(family.case)
        if one.participant == family.mother and one.occasion.when == when
    )
    link, token = make_link(
        by=family.actor,
        case=family.case,
        recipient=recipient,
        name=name,
        days=days,
        email=email,
        key=uuid4(),
    )
    assert token is not None
    return link, token
