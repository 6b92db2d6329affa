"""Filled forms for tests, made through the same actions that the pages use."""

from collections.abc import Mapping
from datetime import date
from uuid import uuid4

from attune.core.instruments.model import Answer, Measure
from attune.web.outcomes.actions import forms, plans
from attune.web.outcomes.models import PlannedMeasure, Response
from attune.web.outcomes.queries.measures import measure_in
from attune.web.outcomes.queries.plans import Asked, asked_of
from tests.factories import Family


def plan(family: Family, measure: str = "core-10", *when: str, respondent: str = "self") -> None:
    """Ask it at these times too (at the start and the end, by default)."""
    here = PlannedMeasure.objects.filter(case=family.case, measure=measure, respondent=respondent)
    times = [*here.values_list("when", flat=True), *(when or ("start", "end"))]
    plans.plan_measure(
        by=family.actor,
        case=family.case,
        measure=measure,
        respondent=respondent,
        when=sorted(set(times)),
    )


def fill(
    family: Family,
    measure: str = "core-10",
    when: str = "start",
    *,
    answers: Mapping[str, Answer] | None = None,
    total: int | None = None,
    totals: Mapping[str, float | None] | None = None,
    respondent: str = "self",
    about: str = "",
    on: date | None = None,
) -> Response:
    """A finished form: by its answers; by answers that add up to `total`, with none that needs a
    response as far as that goes; or by totals from paper. Everything blank without any of these.
    about: words of the relationship or person it is of, where there are several."""
    plan(family, measure, when, respondent=respondent)
    asked = find_asked(family, measure, when, respondent, about)
    response = forms.begin(
        case=family.case, asked=asked, way="session", key=uuid4(), by=family.actor, taken_on=on
    )
    if totals is not None:
        asks = bool(asked.measure.safety.ask)
        forms.enter_totals(response=response, entered=totals, risk_said=False if asks else None)
    else:
        said = answers_adding_up_to(asked.measure, total) if total is not None else answers or {}
        forms.answer(response=response, answers=said)
    return forms.finish(response=response, by=family.actor)


def find_asked(
    family: Family, measure: str, when: str, respondent: str = "self", about: str = ""
) -> Asked:
    """What is asked of this respondent at this time, the newest cycle's where there are several."""
    return [
        one
        for one in asked_of(family.case)
        if (one.measure.id, one.occasion.when, one.respondent) == (measure, when, respondent)
        and about in f"{one.who} {one.about}"
    ][-1]


def answers_adding_up_to(measure: Measure | str, total: int) -> dict[str, Answer]:
    """Raw answers whose numbers, after reversal, add up to this sum of the scale that decides."""
    found = measure_in(measure) if isinstance(measure, str) else measure
    at_risk = {alert.item for alert in found.safety.alerts}
    items = [found.item(item) for item in found.scale(found.decides).items]
    items.sort(key=lambda item: item.id in at_risk)
    left = total - sum(item.minimum for item in items)
    said: dict[str, Answer] = {}
    for item in items:
        points = item.minimum + min(left, item.maximum - item.minimum)
        left -= points - item.minimum
        said[item.id] = item.minimum + item.maximum - points if item.reversed else points
    if left:
        raise ValueError(f"{found.title} can't add up to {total}.")
    return said
