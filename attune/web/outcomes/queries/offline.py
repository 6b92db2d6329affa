"""What a device takes along for one session without internet: this case's forms and goals, no more."""

from typing import Any

from django.utils import timezone

from attune.core.instruments.browser import for_browser
from attune.core.instruments.model import Item, Measure, Scale
from attune.web.cases.goals import GoalLine, goals_of
from attune.web.cases.models import Case
from attune.web.cases.queries import today
from attune.web.outcomes.models import Score
from attune.web.outcomes.queries.forms import risk_text
from attune.web.outcomes.queries.plans import Asked, Standing, asked_of, counting
from attune.web.people.queries import Actor

FORMAT = 1
READY = {Standing.DUE, Standing.BEGUN}


def pack_of(actor: Actor, case: Case) -> dict[str, Any]:
    """All that the pages at /offline/ need for this case, as JSON. Of people there are first names, and
    the name of the practitioner who hands the device over."""
    asked = asked_of(case)
    due = [one for one in asked if one.standing(today()) in READY]
    text = risk_text(case)
    return {
        "format": FORMAT,
        "case": str(case.pk),
        "label": case.label,
        "practitioner": {"id": str(actor.person.pk), "name": actor.person.name},
        "prepared_at": timezone.now().isoformat(),
        "risk": {
            "practitioner": text.for_practitioner if text else "",
            "client": text.for_client if text else "",
        },
        "forms": [_form(one, asked) for one in due if one.measure.worded],
        "goals": [_goal(line) for line in goals_of(case)],
        "on_paper": sorted({one.measure.title for one in due if not one.measure.worded}),
    }


def _form(asked: Asked, others: list[Asked]) -> dict[str, Any]:
    measure = asked.measure
    return {
        "key": asked.key,
        "who": asked.who,
        "about": asked.about,
        "occasion": asked.occasion.title,
        "title": measure.title,
        "period": measure.period,
        "instructions": measure.instructions,
        "copyright": measure.copyright,
        "items": [_item(item) for item in measure.items],
        "scales": [_scale(scale) for scale in measure.scales],
        "decides": measure.decides,
        "scoring": for_browser(measure),
        "last": _last(asked, measure, others),
    }


def _item(item: Item) -> dict[str, Any]:
    """Its words and its answers, in the order of the form."""
    worded = [{"value": option.value, "text": option.text} for option in item.options]
    numbers = [{"value": value, "text": str(value)} for value in item.values]
    return {
        "id": item.id,
        "text": item.text,
        "options": worded or numbers,
        "may_not_apply": item.if_not_applicable is not None,
    }


def _scale(scale: Scale) -> dict[str, Any]:
    return {"id": scale.id, "title": scale.title, "low": scale.low, "high": scale.high}


def _last(asked: Asked, measure: Measure, others: list[Asked]) -> dict[str, Any] | None:
    """What the same person's last form of this measure about the same relationship scored."""
    rows = [
        row
        for one in others
        if one.measure.id == measure.id
        and (one.respondent, one.participant, one.dyad)
        == (asked.respondent, asked.participant, asked.dyad)
        for row in counting(one.responses)
    ]
    if not rows:
        return None
    newest = max(rows, key=lambda row: (row.taken_on, row.begun_at))
    scores = Score.objects.filter(response=newest, scale=measure.decides, value__isnull=False)
    value = scores.values_list("value", flat=True).last()
    return None if value is None else {"on": newest.taken_on.isoformat(), "value": value}


def _goal(line: GoalLine) -> dict[str, Any]:
    last = line.last
    said = {"rating": last.rating, "on": last.on.isoformat()} if last else None
    return {"id": str(line.goal.pk), "text": line.goal.text, "last": said}
