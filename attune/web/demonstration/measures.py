"""The measures of the invented services, and the forms that invented people filled in."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from attune.web.cases.models import Case
from attune.web.demonstration.families import day
from attune.web.outcomes.actions import forms, plans, service
from attune.web.outcomes.models import Response
from attune.web.outcomes.queries.plans import asked_of
from attune.web.people.queries import Actor

Row = Mapping[str, Any]


def set_up(row: Row, by: Actor) -> None:
    """What a service plans for its new cases, and its words for an answer that needs a response."""
    for one in row.get("measure", []):
        plans.set_default(
            by=by,
            context=one.get("context", ""),
            measure=one["id"],
            respondent=one["respondent"],
            when=one["when"],
        )
    if "risk" in row:
        service.set_risk_text(by=by, **row["risk"])


def fill_in(rows: list[Row], case: Case, by: Actor) -> None:
    """Finished forms of a case; answers in the order of the form, "" where there is none."""
    for row in rows:
        asked = next(
            one
            for one in asked_of(case)
            if one.measure.id == row["measure"] and one.occasion.when == row["when"]
        )
        response = forms.begin(
            case=case,
            asked=asked,
            way=Response.Way.SESSION,
            key=uuid4(),
            by=by,
            taken_on=day(row["days_ago"]),
        )
        said = zip(asked.measure.items, row["answers"], strict=True)
        answers = {item.id: answer for item, answer in said if answer != ""}
        forms.answer(response=response, answers=answers)
        forms.finish(response=response, by=by)
